"""Settle the rights of many pictures anew: a provider's when its contract changes, all when a new version reads more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from broadsheet.photos.acts.note_shown import note_shown
from broadsheet.photos.acts.turn import follow
from broadsheet.photos.gone import is_public
from broadsheet.photos.models import Picture, ProviderContract
from broadsheet.photos.settling import contract_of, settle, turned
from broadsheet.photos.signals import picture_changed

CHUNK = 200


def settle_library(*, now: datetime) -> int:
    """Settle every picture that has terms or bars once more, and return how many have other rights than before.

    What readers can ask for and may no longer, because the newsroom has said another country, is taken off as well.
    """
    worded = Picture.objects.exclude(usage_terms="", instructions="", barred_in=[], only_in=[]).order_by("pk")
    return sum(_settled_and_hidden(picture, now) for picture in worded.iterator(CHUNK))


def settle_provider(names: Iterable[str], *, now: datetime) -> int:
    """Settle the pictures of the providers of these names, and return how many have other rights than before."""
    changed = 0
    for name in {" ".join(name.split()).casefold() for name in names} - {""}:
        contract = contract_of(name)
        pictures = Picture.objects.filter(provider__iexact=name).order_by("pk")
        changed += sum(_settled(picture, contract, now) for picture in pictures.iterator(CHUNK))
    return changed


def _settled_and_hidden(picture: Picture, now: datetime) -> bool:
    if picture.first_shown_at is None and is_public(picture):  # shown by a version that did not note it
        note_shown([picture], now=now)
    return _settled(picture, contract_of(picture.provider), now)


def _settled(picture: Picture, contract: ProviderContract, now: datetime) -> bool:
    """Settle one and save what changed; returns whether anything did."""
    was_off = picture.ended_at
    fields = settle(picture, contract=contract, now=now)
    if not fields:
        return False
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**{field: getattr(picture, field) for field in fields})
        follow(picture, turned(was_off, picture.ended_at), now)
        picture_changed.send(sender=Picture, picture=picture)
    return True
