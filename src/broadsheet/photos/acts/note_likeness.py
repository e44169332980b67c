"""Note what a picture looks like, and which pictures of the library look like it."""

from __future__ import annotations

import structlog
from django.db import transaction

from broadsheet.photos.decoding import gray_square
from broadsheet.photos.errors import PhotosError, PictureRefusedError
from broadsheet.photos.models import LikenessKey, NearPair, Picture
from broadsheet.photos.near import (
    MAX_DISTANCE,
    MAX_NEAR,
    NOTHING_TO_SEE,
    SIDE,
    UNREADABLE,
    distance,
    keys_near,
    keys_of,
    perceptual_hash_of,
)
from broadsheet.photos.originals import original_of

log = structlog.get_logger(__name__)


def note_likeness(picture: Picture) -> list[NearPair]:
    """Store the perceptual hash of the picture's file, and return the pairs that it makes with others.

    Run again for the same file, it changes nothing, and what somebody has settled about a pair stays settled; for
    another file, what was noted of the old one is forgotten. A file that cannot be read makes no pair and stops nobody.
    """
    try:
        hashed = _hash_of(picture)
    except (OSError, PhotosError) as err:
        log.warning("picture.likeness_unknown", picture_id=picture.pk, reason=str(err))
        return []
    return _noted(picture, hashed)


def note_unknown() -> bool:
    """Note the likeness of one picture of which it is not known, newest first; return whether another may be asked for.

    For a library that is older than the looking for likenesses, and for pictures at whose coming it failed. One that
    cannot be read is marked, so that it is not asked for again; where the machine is at fault, it is.
    """
    picture = Picture.objects.filter(perceptual_hash="").order_by("-pk").first()
    if picture is None:
        return False
    try:
        hashed = _hash_of(picture)
    except (PictureRefusedError, ValueError) as err:
        log.warning("picture.likeness_unknown", picture_id=picture.pk, reason=str(err))
        hashed = UNREADABLE
    _noted(picture, hashed)
    return True


def near(hashed: str, *, without: int) -> list[tuple[int, int]]:
    """Return the pictures that look like that, with their distances, the nearest first; one query by an index."""
    if hashed in (NOTHING_TO_SEE, UNREADABLE):
        return []
    found = LikenessKey.objects.filter(key__in=list(keys_near(hashed))).exclude(picture_id=without)
    hashes = dict(found.values_list("picture_id", "picture__perceptual_hash"))
    close = sorted((distance(hashed, other), number) for number, other in hashes.items())
    return [(number, bits) for bits, number in close[:MAX_NEAR] if bits <= MAX_DISTANCE]


def _hash_of(picture: Picture) -> str:
    return perceptual_hash_of(gray_square(original_of(picture), side=SIDE))


def _noted(picture: Picture, hashed: str) -> list[NearPair]:
    wanted = set() if hashed in (NOTHING_TO_SEE, UNREADABLE) else set(keys_of(hashed))
    with transaction.atomic():
        if not Picture.objects.filter(pk=picture.pk).update(perceptual_hash=hashed):
            return []
        picture.perceptual_hash = hashed
        if set(LikenessKey.objects.filter(picture_id=picture.pk).values_list("key", flat=True)) == wanted:
            return []
        _forget(picture.pk)
        LikenessKey.objects.bulk_create(LikenessKey(picture=picture, key=key) for key in sorted(wanted))
        pairs = [_pair(picture.pk, other, far) for other, far in near(hashed, without=picture.pk)]
        return NearPair.objects.bulk_create(pairs, ignore_conflicts=True)


def _forget(number: int) -> None:
    LikenessKey.objects.filter(picture_id=number).delete()
    NearPair.objects.filter(first_id=number).delete()
    NearPair.objects.filter(second_id=number).delete()


def _pair(one: int, other: int, far: int) -> NearPair:
    return NearPair(first_id=min(one, other), second_id=max(one, other), distance=far)
