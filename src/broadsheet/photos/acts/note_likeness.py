"""Note what a picture looks like, and which pictures of the library look like it."""

from __future__ import annotations

import structlog
from django.db import transaction

from broadsheet.photos.decoding import gray_square
from broadsheet.photos.errors import PhotosError
from broadsheet.photos.models import LikenessKey, NearPair, Picture
from broadsheet.photos.near import (
    MAX_DISTANCE,
    MAX_NEAR,
    NOTHING_TO_SEE,
    SIDE,
    distance,
    keys_near,
    keys_of,
    perceptual_hash_of,
)

log = structlog.get_logger(__name__)


def note_likeness(picture: Picture) -> list[NearPair]:
    """Store the perceptual hash of the picture's file, and return the pairs that it makes with others.

    Run again for the same file, it changes nothing, and what somebody has settled about a pair stays settled; for
    another file, what was noted of the old one is forgotten. A file that cannot be read makes no pair and stops nobody.
    """
    try:
        with picture.open_file() as file:
            hashed = perceptual_hash_of(gray_square(file.read(), side=SIDE))
    except (OSError, PhotosError) as err:
        log.warning("picture.likeness_unknown", picture_id=picture.pk, reason=str(err))
        return []
    return _noted(picture, hashed)


def near(hashed: str, *, without: int) -> list[tuple[int, int]]:
    """Return the pictures that look like that, with their distances, the nearest first; one query by an index."""
    if hashed == NOTHING_TO_SEE:
        return []
    found = LikenessKey.objects.filter(key__in=list(keys_near(hashed))).exclude(picture_id=without)
    hashes = dict(found.values_list("picture_id", "picture__perceptual_hash"))
    close = sorted((distance(hashed, other), number) for number, other in hashes.items())
    return [(number, bits) for bits, number in close[:MAX_NEAR] if bits <= MAX_DISTANCE]


def _noted(picture: Picture, hashed: str) -> list[NearPair]:
    wanted = set() if hashed == NOTHING_TO_SEE else set(keys_of(hashed))
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
