"""Dismiss an offered version, and take that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import Story, User, WireOffer

State = WireOffer.State


def dismiss_offer(offer: WireOffer, *, user: User | None, now: datetime) -> bool:
    """Close an open offer without taking it and return True; the story stays as it is. Decided before, return False."""
    with transaction.atomic():
        moved = WireOffer.objects.filter(pk=offer.pk, state=State.OPEN).update(
            state=State.DISMISSED, decided_at=now, decided_by=user
        )
        if moved:
            _log("offer.dismissed", offer, user)
    return bool(moved)


def undo_dismissal(offer: WireOffer, *, user: User | None) -> bool:
    """Open a dismissed offer again and return True, unless a newer version has been offered meanwhile."""
    with transaction.atomic():
        Story.objects.select_for_update().get(pk=offer.story_id)
        same = WireOffer.objects.filter(story_id=offer.story_id, item_guid=offer.item_guid)
        if same.filter(state=State.OPEN).exists() or same.filter(pk__gt=offer.pk).exists():
            return False
        moved = same.filter(pk=offer.pk, state=State.DISMISSED).update(
            state=State.OPEN, decided_at=None, decided_by=None
        )
        if moved:
            _log("offer.reopened", offer, user)
    return bool(moved)


def take_as_ordinary(offer: WireOffer, *, user: User | None) -> bool:
    """Let what the agency calls a correction be an ordinary update of our story: the error was not on our page."""
    with transaction.atomic():
        moved = WireOffer.objects.filter(pk=offer.pk, is_correction=True).update(is_correction=False)
        if moved:
            _log("offer.no-correction", offer, user)
    return bool(moved)


def _log(what: str, offer: WireOffer, user: User | None) -> None:
    audit(who=user, what=what, subject=str(offer.story_id), after=f"{offer.dispatch.guid} {offer.dispatch.version}")
