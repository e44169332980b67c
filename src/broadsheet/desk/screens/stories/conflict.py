"""Two people saved the same story: both texts side by side, and nothing overwritten (criterion D8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.desk.models import Story
from broadsheet.desk.screens.differences import Piece, both
from broadsheet.desk.search import plain_text

#: What a form says about the version it was made from; the answer names the newest instead.
_ABOUT_VERSION = frozenset(
    {"csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"}
)
_PICTURES = "pictures"
#: What is no plain field: the pictures in the text, and what is added row by row.
_ROWS: dict[str, str | Promise] = {
    _PICTURES: gettext_lazy("Pictures in the text"),
    "story_authors": gettext_lazy("Authors"),
    "related_stories": gettext_lazy("Related stories"),
}
#: What somebody edits besides headline, standfirst and text, in the editor's order.
_OTHERS = (
    *("story_authors", "byline", "dateline", "slugline", "ednote", "lead_picture", "lead_caption", _PICTURES),
    *("related_stories", "home_section", "sections", "topics", "urgency", "form", "language", "slug"),
    *("embargoed_until", "go_live_at", "expire_at", "copyright_holder", "provider", "comments_open", "private"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in both texts."""

    name: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Return whether the two say something else."""
        return any(piece.kind != "same" for piece in (*self.theirs, *self.mine))


def answer(request: HttpRequest, *, theirs: Story, mine: Story, edit_url: str) -> HttpResponse:
    """Return the page with both texts, status 409. Its form sends the whole of mine again, as a draft on top of theirs."""
    latest = theirs.latest_revision
    context = {
        "fields": compare(theirs, mine),
        "who": latest.user.get_username() if latest and latest.user else "",
        "when": latest.created_at if latest else None,
        "headline": theirs.headline,
        "edit_url": edit_url,
        "sent": _sent(request),
        "loaded_revision_id": latest.pk if latest else "",
        "loaded_revision_created_at": latest.created_at.isoformat() if latest else "",
    }
    return render(request, "desk/stories/conflict.html", context, status=409)


def compare(theirs: Story, mine: Story) -> list[Compared]:
    """Return headline, standfirst and body of both, and of the other fields those in which the two differ."""
    first = [
        Compared(_("Headline"), *both(theirs.headline, mine.headline)),
        Compared(_("Standfirst"), *both(theirs.standfirst, mine.standfirst)),
        Compared(_("Text"), *both(plain_text(theirs), plain_text(mine))),
    ]
    others = [Compared(_name(field), *both(_said(theirs, field), _said(mine, field))) for field in _OTHERS]
    return first + [one for one in others if one.differs]


def _name(field: str) -> str:
    """Return what people call the field."""
    if field in _ROWS:
        return str(_ROWS[field])
    name = str(Story._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def _said(story: Story, field: str) -> str:
    """Return in words what the field says; several things are one a line."""
    if field == _PICTURES:
        return "\n".join(_captions(story))
    if field in _ROWS:
        return "\n".join(str(row) for row in getattr(story, field).all())
    kind = Story._meta.get_field(field)
    if kind.many_to_many:
        return "\n".join(sorted(str(one) for one in getattr(story, field).all()))
    if kind.choices:  # type: ignore[union-attr]
        return str(getattr(story, f"get_{field}_display")())
    value = getattr(story, field)
    if isinstance(value, datetime):
        return f"{date_format(localtime(value), 'j M Y')} {localtime(value):%H:%M}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


def _captions(story: Story) -> Iterator[str]:
    """Yield each picture in the text with its caption and its text for those who do not see it."""
    for block in story.body:
        shown = {"picture": [block.value], "gallery": block.value}.get(block.block_type, [])
        for one in shown:
            words = [one.get("picture"), one.get("caption"), one.get("alt")]
            yield " – ".join(str(word) for word in words if word)


def _sent(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return what the form carried, without its version and without the act: saving mine never publishes."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _ABOUT_VERSION and not name.startswith(("action-", "workflow-action"))
        for value in values
    ]
