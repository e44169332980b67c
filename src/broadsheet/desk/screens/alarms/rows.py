"""One alarm as the list shows it: what happened, what to do, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import Alarm

WHAT_TO_DO: dict[str, str | Promise] = {
    Alarm.Kind.KILL: _("Nothing of it may be used. Look for other texts that quote it, then clear this alarm."),
    Alarm.Kind.OWN_KILL: _(
        "Readers still see the story. Take out what came from the agency, or kill the story yourself."
    ),
    Alarm.Kind.HOLD: _("Read what the agency says about it. Publish the story again when the hold is over."),
    Alarm.Kind.PICTURE: _("Choose another picture, and check whether the killed one was used outside our pages."),
    Alarm.Kind.ENDING: _(
        "Choose another picture, or prolong the licence under Pictures. It goes by itself at its second."
    ),
    Alarm.Kind.SILENT: _("Ask the agency whether it is sending, and look at the feed."),
    Alarm.Kind.FAILING: _("Look at the feed: its address, its password, its answer."),
    Alarm.Kind.REFUSED: _("Put right what is wrong or missing, and publish it by hand."),
}


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm. Addresses are "" where there is nothing to open; `cleared_by` is who cleared it."""

    id: int
    kind: str
    word: str
    text: str
    what_to_do: str | Promise
    raised_at: datetime
    story_url: str
    dispatch_url: str
    feed_url: str
    cleared_at: datetime | None
    cleared_by: str


def rows_of(alarms: Iterable[Alarm]) -> list[AlarmRow]:
    """Return the rows of alarms."""
    return [_row(alarm) for alarm in alarms]


def _row(alarm: Alarm) -> AlarmRow:
    return AlarmRow(
        id=alarm.pk,
        kind=alarm.kind,
        word=alarm.get_kind_display(),
        text=alarm.words,
        what_to_do=WHAT_TO_DO.get(alarm.kind, ""),
        raised_at=alarm.raised_at,
        story_url=reverse("stories:edit", args=[alarm.story_id]) if alarm.story_id else "",
        dispatch_url=reverse("wire:one", args=[alarm.dispatch_id]) if alarm.dispatch_id else "",
        feed_url=reverse("wire:health") if alarm.feed_id else "",
        cleared_at=alarm.cleared_at,
        cleared_by=alarm.cleared_by.get_username() if alarm.cleared_by else "",
    )
