"""Two people saved the same story: both texts side by side, and nothing overwritten (criterion D8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.desk.models import Story
from broadsheet.desk.screens.differences import Piece, both
from broadsheet.desk.search import plain_text

#: What a form says about the version it was made from; the answer names the newest instead.
_ABOUT_VERSION = frozenset(
    {"csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"}
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
    """Return headline, standfirst and body of both."""
    pairs = (
        (_("Headline"), theirs.headline, mine.headline),
        (_("Standfirst"), theirs.standfirst, mine.standfirst),
        (_("Text"), plain_text(theirs), plain_text(mine)),
    )
    return [Compared(name, *both(first, second)) for name, first, second in pairs]


def _sent(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return what the form carried, without its version and without the act: saving mine never publishes."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _ABOUT_VERSION and not name.startswith(("action-", "workflow-action"))
        for value in values
    ]
