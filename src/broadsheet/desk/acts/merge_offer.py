"""Put an offered version into a story as somebody at the desk settled it: a new draft, and nothing published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.desk.acts.save import refuse_stale
from broadsheet.desk.acts.take import check_usable, keep_draft, set_lead
from broadsheet.desk.errors import KilledStoryError, OfferDecidedError, StoryLockedError, UnusableTextError
from broadsheet.desk.merging.choosing import EDIT, THEIRS, Choice, chosen
from broadsheet.desk.merging.fields import Field
from broadsheet.desk.merging.pieces import Kind
from broadsheet.desk.merging.units import Unit
from broadsheet.desk.merging.writing import blocks_from
from broadsheet.desk.models import Story, StoryDispatch, User, WireOffer
from broadsheet.desk.proposal import Proposal, proposal_for

EMBARGO = "embargoed_until"


def merge_offer(
    offer: WireOffer,
    *,
    choices: Mapping[int, Choice],
    fields: Mapping[str, Choice],
    user: User,
    seen_revision: int | None,
) -> Story:
    """Save the merged text as a new draft and return it; readers see it when somebody publishes.

    ``choices`` are by the place of the piece, ``fields`` by the field's name: those of the proposal that ``user`` had on the
    screen, made of the draft ``seen_revision``. Where nobody chose, ours stays, and both sides where both only added something.

    Raises:
        OfferDecidedError: somebody was faster, or a newer version came.
        StaleEditError: somebody saved the story meanwhile.
        StoryLockedError: somebody has locked it.
        KilledStoryError, CanceledDispatchError: it is dead.
        UnusableTextError: a field is too long, or the headline is empty.
    """
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).select_related("latest_revision").get(pk=offer.story_id)
        _check(offer, story, user, seen_revision)
        proposal = proposal_for(offer, story)
        draft = _merged(proposal, choices, fields)
        record = offer.dispatch
        if draft.lead_picture_id is None:
            set_lead(draft, record.dispatch, record.feed)
        keep_draft(record, draft, how=StoryDispatch.How.MERGED, user=user)
    return draft


def _check(offer: WireOffer, story: Story, user: User, seen_revision: int | None) -> None:
    current = WireOffer.objects.select_for_update().get(pk=offer.pk)
    if current.state != WireOffer.State.OPEN:
        raise OfferDecidedError
    if story.killed_at:
        raise KilledStoryError
    check_usable(offer.dispatch)
    lock = story.get_lock()
    if lock and lock.for_user(user):
        raise StoryLockedError
    refuse_stale(story, seen_revision=seen_revision, seen_at=None)


def _merged(proposal: Proposal, choices: Mapping[int, Choice], fields: Mapping[str, Choice]) -> Story:
    draft = proposal.draft
    for field in proposal.fields:
        if field.kind in (Kind.THEIRS, Kind.CONFLICT):
            _set(draft, field.name, _value(field, fields.get(field.name, Choice())))
    merged = chosen(proposal.pieces, choices)
    if _laid_out(merged) != _laid_out(unit for piece in proposal.pieces for unit in piece.ours):
        draft.body = json.dumps(blocks_from(merged))
    return draft


def _laid_out(units: Iterable[Unit]) -> list[tuple[str, str, int]]:
    return [(unit.key, unit.container, unit.level) for unit in units]


def _value(field: Field, choice: Choice) -> str:
    if field.kind == Kind.THEIRS or choice.pick == THEIRS:
        return field.theirs
    if choice.pick == EDIT and field.name != EMBARGO:
        return choice.text.replace("\r\n", "\n").strip()
    return field.ours


def _set(draft: Story, name: str, text: str) -> None:
    value: Any = text
    if name == EMBARGO:
        value = datetime.fromisoformat(text) if text else None
    try:
        Story._meta.get_field(name).clean(value, draft)
    except ValidationError as err:
        label = str(Story._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        raise UnusableTextError(label, " ".join(err.messages)) from err
    setattr(draft, name, value)
