"""Settle the rights of many pictures anew: a provider's when its contract changes, all when a new version reads more.

Thousands of them are no matter of one transaction, and nobody at the desk waits for them. Who changes a contract leaves
word (`RightsSettling`), and the clock settles some at a time. Until then the stricter of both rules holds (`waiting`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from broadsheet.photos.acts.note_shown import note_shown
from broadsheet.photos.acts.turn import follow
from broadsheet.photos.gone import is_public
from broadsheet.photos.models import Picture, ProviderContract, RightsSettling
from broadsheet.photos.settling import contract_of, settle, turned
from broadsheet.photos.signals import picture_changed
from broadsheet.photos.waiting import ALL, name_of

log = structlog.get_logger(__name__)
CHUNK = 200
NEXT_TRY = timedelta(minutes=1)


def ask_to_settle(providers: Iterable[str], *, now: datetime) -> None:
    """Leave word that the pictures of the providers of these names are to be settled anew, from the first one on."""
    for name in sorted({name_of(provider) for provider in providers} - {ALL}):
        _ask(name, now)


def ask_to_settle_all(*, now: datetime) -> None:
    """Leave word that every picture that has terms or bars is to be settled anew.

    What readers can ask for and may no longer, because the newsroom has said another country, is taken off as well.
    """
    if Picture.objects.exists():
        _ask(ALL, now)


def settle_due(now: datetime) -> int:
    """Settle the next pictures that wait, at most CHUNK, and return how many were looked at; idle, it is one query.

    Each is a short transaction of its own. A process that dies amid them begins the chunk once more, to no harm.
    """
    job = RightsSettling.objects.first()
    if job is None:
        return 0
    mine = RightsSettling.objects.filter(pk=job.pk, asked_at=job.asked_at)
    pictures = _of(job)
    if job.total is None:
        mine.update(total=pictures.count())
    some = list(pictures.filter(pk__gt=job.cursor).order_by("pk")[:CHUNK])
    contracts: dict[str, ProviderContract] = {}
    for picture in some:
        contract = contracts.setdefault(picture.provider, contract_of(picture.provider))
        _tried(picture, contract, now)
    if len(some) < CHUNK:
        mine.delete()
    else:
        mine.update(cursor=some[-1].pk, done=job.done + len(some))
    return len(some)


def settle_one(number: int, *, contract: ProviderContract | None = None, now: datetime) -> bool:
    """Settle one picture as it is in the database now, and return whether its rights are others than before."""
    with transaction.atomic():
        picture = Picture.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if picture is None:
            return False
        was_off = picture.ended_at
        fields = settle(picture, contract=contract, now=now)
        if not fields:
            return False
        Picture.objects.filter(pk=number).update(**{field: getattr(picture, field) for field in fields})
        follow(picture, turned(was_off, picture.ended_at), now)
        picture_changed.send(sender=Picture, picture=picture)
    return True


def _ask(name: str, now: datetime) -> None:
    anew = {"asked_at": now, "cursor": 0, "done": 0, "total": None}
    RightsSettling.objects.update_or_create(provider=name, defaults=anew)


def _of(job: RightsSettling) -> QuerySet[Picture]:
    if job.provider == ALL:
        return Picture.objects.exclude(usage_terms="", instructions="", barred_in=[], only_in=[])
    return Picture.objects.filter(provider__iexact=job.provider)


def _tried(picture: Picture, contract: ProviderContract, now: datetime) -> None:
    """Settle one; the row is locked and read again only where something changes. One that fails is tried again later."""
    try:
        if picture.first_shown_at is None and is_public(picture):  # shown by a version that did not note it
            note_shown([picture], now=now)
        if settle(picture, contract=contract, now=now):
            settle_one(picture.pk, contract=contract, now=now)
    except DatabaseError:
        raise
    except Exception:
        log.exception("rights.failed", picture=picture.pk)
        Picture.objects.filter(pk=picture.pk).update(settles_at=now + NEXT_TRY)
