"""What a new version on the wire would make of a story: the merge of what came then, what we have, and what comes now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from broadsheet.desk.baseline import PLAIN, baseline_from, baseline_of, fields_of, latest_link
from broadsheet.desk.merging.fields import Field, merge_fields
from broadsheet.desk.merging.pieces import Kind, Piece
from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.merging.threeway import merge
from broadsheet.desk.models import Story, StoryDispatch, WireOffer


@dataclass(frozen=True)
class Proposal:
    """A merge that nobody has settled yet. ``link`` is the version that the story took last, None if that is unknown."""

    offer: WireOffer
    draft: Story
    link: StoryDispatch | None
    pieces: list[Piece]
    fields: list[Field]

    @cached_property
    def conflicts(self) -> list[int]:
        """The places of the conflicts among the pieces."""
        return [number for number, piece in enumerate(self.pieces) if piece.kind == Kind.CONFLICT]


def proposal_for(offer: WireOffer, story: Story) -> Proposal:
    """Return the merge of the offered version with the story's newest draft. It is the same as long as those two are."""
    draft: Story = story.get_latest_revision_as_object()
    link = latest_link(story, offer.dispatch)
    ours, new = fields_of(draft), baseline_of(offer.dispatch)
    old: dict[str, Any] = baseline_from(link) if link else {**dict.fromkeys(PLAIN, ""), "body": []}
    pieces = merge(units_of(old["body"]), units_of(ours["body"]), units_of(new["body"]))
    return Proposal(offer, draft, link, pieces, merge_fields(PLAIN, old=old, ours=ours, new=new))
