"""A correction of the agency's that somebody has put into a story that is out, and that readers have not been told of yet."""

from __future__ import annotations

from datetime import datetime

from broadsheet.desk.errors import ScheduledCorrectionError, UntoldCorrectionError
from broadsheet.desk.models import Story, WireOffer
from broadsheet.desk.resting import versions_of


def waiting_correction(story: Story) -> WireOffer | None:
    """Return the newest correction taken into the story since it was last published, or None; three queries at most.

    It waits no longer once somebody has written what was wrong.
    """
    if not story.live:
        return None
    last = story.versions.order_by("-number").values_list("at", flat=True).first()
    taken = WireOffer.objects.filter(story_id=story.pk, state=WireOffer.State.TAKEN, is_correction=True)
    newer = taken.filter(decided_at__gt=last) if last else taken
    newest = newer.select_related("dispatch").order_by("-pk").first()
    if newest and story.corrections.filter(made_at__gte=newest.decided_at).exists():
        return None
    return newest


def refuse_untold(story: Story, coming: Story, now: datetime) -> None:
    """Refuse to publish or to schedule a story that has a correction of the agency's in it and says nowhere what was wrong.

    Raises:
        UntoldCorrectionError: it would be published now.
        ScheduledCorrectionError: it would be scheduled.
    """
    if not waiting_correction(story):
        return
    if is_scheduled(coming, now):
        raise ScheduledCorrectionError
    raise UntoldCorrectionError


def is_scheduled(coming: Story, now: datetime) -> bool:
    """Return whether that version of the story waits for a time that is ahead."""
    at: datetime | None = coming.go_live_at
    return bool(at and at > now)


def ednotes_since(offer: WireOffer, *, after_dispatch: int | None) -> list[str]:
    """Return the notes to the desk of the offered version and of those between it and an earlier one, newest first, each once."""
    versions = versions_of(offer.dispatch).filter(pk__lte=offer.dispatch_id)
    if after_dispatch:
        versions = versions.filter(pk__gt=after_dispatch)
    notes = (row.dispatch.ednote or "" for row in versions.order_by("-pk")[:20])
    return list(dict.fromkeys(note.strip() for note in notes if note.strip()))
