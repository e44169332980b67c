"""Pictures that look alike: the hash, the keys that find near ones, and the pairs."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image, ImageDraw

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.note_likeness import near, note_likeness, note_unknown
from broadsheet.photos.models import LikenessKey, NearPair, Picture
from broadsheet.photos.near import (
    MAX_DISTANCE,
    NOTHING_TO_SEE,
    SIDE,
    UNREADABLE,
    distance,
    keys_near,
    keys_of,
    perceptual_hash_of,
)

SCENE = 7


def scene(seed: int = SCENE, *, size: tuple[int, int] = (900, 600), quality: int = 90, format: str = "JPEG") -> bytes:
    random, image = Random(seed), Image.new("RGB", (900, 600), (120, 140, 160))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        left, top = random.randrange(900), random.randrange(600)
        box = (left, top, left + random.randrange(40, 400), top + random.randrange(40, 300))
        pen.rectangle(box, fill=tuple(random.randrange(256) for _ in range(3)))
    file = io.BytesIO()
    image.resize(size).save(file, format, quality=quality)
    return file.getvalue()


def kept(data: bytes, name: str = "a.jpg") -> Picture:
    made = import_picture(data, filename=name, overrides={"creator": "Maud Ellery", "title": name})
    note_likeness(made)
    return Picture.objects.get(pk=made.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "again",
    [
        pytest.param({"size": (450, 300)}, id="half-as-large"),
        pytest.param({"quality": 35}, id="pressed-hard"),
        pytest.param({"format": "PNG"}, id="another-format"),
        pytest.param({"size": (1800, 1200), "quality": 60}, id="blown-up"),
    ],
)
def test_a_copy_of_a_picture_looks_like_it(again: dict[str, object]) -> None:
    first, second = kept(scene()), kept(scene(**again))  # type: ignore[arg-type]
    pair = NearPair.objects.get()

    assert (pair.first_id, pair.second_id) == (first.pk, second.pk)
    assert pair.distance <= MAX_DISTANCE


@pytest.mark.django_db
def test_other_pictures_do_not() -> None:
    for seed in range(12):
        kept(scene(seed), f"{seed}.jpg")
    assert not NearPair.objects.exists()


@pytest.mark.django_db
def test_pictures_of_one_shade_look_like_nothing(draw_flat: Callable[[int], bytes]) -> None:
    one, other = kept(draw_flat(20)), kept(draw_flat(200))

    assert {one.perceptual_hash, other.perceptual_hash} == {NOTHING_TO_SEE}
    assert not NearPair.objects.exists()


@pytest.fixture
def draw_flat() -> Callable[[int], bytes]:
    """Return a function that makes a picture of one shade of gray."""

    def drawn(shade: int) -> bytes:
        file = io.BytesIO()
        Image.new("L", (300, 200), shade).save(file, "PNG")
        return file.getvalue()

    return drawn


@pytest.mark.django_db
def test_noting_it_again_changes_nothing_and_keeps_what_was_settled() -> None:
    kept(scene())
    second = kept(scene(quality=35))
    NearPair.objects.update(settled_at=timezone.now())

    assert note_likeness(second) == []
    assert NearPair.objects.get().settled_at is not None
    assert LikenessKey.objects.filter(picture=second).count() == 4


@pytest.mark.django_db
def test_a_file_that_is_gone_makes_no_pair_and_stops_nobody() -> None:
    made = import_picture(scene(), filename="a.jpg", overrides={"creator": "Maud Ellery"})
    made.file.storage.delete(made.file.name)
    assert note_likeness(made) == []


@pytest.mark.django_db
def test_it_is_noted_once_the_picture_is_committed(django_capture_on_commit_callbacks: Callable[..., object]) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        made = import_picture(scene(), filename="a.jpg", overrides={"creator": "Maud Ellery"})
    assert len(Picture.objects.get(pk=made.pk).perceptual_hash) == 16


@pytest.mark.django_db
def test_an_old_library_is_looked_at_one_picture_at_a_time() -> None:
    made = [import_picture(scene(), filename=f"{n}.jpg", overrides={"creator": "Maud Ellery"}) for n in range(2)]
    lost = import_picture(scene(), filename="lost.jpg", overrides={"creator": "Maud Ellery"})
    lost.file.storage.delete(lost.file.name)
    NearPair.objects.all().delete()
    LikenessKey.objects.all().delete()
    Picture.objects.update(perceptual_hash="")

    looks = 0
    while note_unknown():
        looks += 1

    assert looks == 3
    hashes = dict(Picture.objects.values_list("pk", "perceptual_hash"))
    assert (hashes[lost.pk], len(hashes[made[0].pk])) == (UNREADABLE, 16)
    pair = NearPair.objects.get()
    assert (pair.first_id, pair.second_id) == (made[0].pk, made[1].pk)


@pytest.mark.django_db
def test_a_fault_of_the_machine_leaves_the_likeness_to_be_found_out_later(monkeypatch: pytest.MonkeyPatch) -> None:
    made = import_picture(scene(), filename="a.jpg", overrides={"creator": "Maud Ellery"})
    Picture.objects.update(perceptual_hash="")

    def fail(*_: object, **__: object) -> bytes:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("broadsheet.photos.acts.note_likeness.gray_square", fail)
    with pytest.raises(OSError, match="Too many"):
        note_unknown()

    assert Picture.objects.get(pk=made.pk).perceptual_hash == ""


@pytest.mark.parametrize("bits", range(MAX_DISTANCE + 1))
def test_every_hash_that_is_near_shares_a_key(bits: int) -> None:
    random = Random(bits)
    for _ in range(300):
        one = random.getrandbits(64)
        other = one
        for bit in random.sample(range(64), bits):
            other ^= 1 << bit
        assert set(keys_of(f"{other:016x}")) & set(keys_near(f"{one:016x}"))
        assert distance(f"{one:016x}", f"{other:016x}") == bits


def test_few_of_many_hashes_share_a_key() -> None:
    random = Random(1)
    wanted = set(keys_near(f"{random.getrandbits(64):016x}"))
    shared = sum(bool(wanted & set(keys_of(f"{random.getrandbits(64):016x}"))) for _ in range(20_000))
    assert shared < 100


@pytest.mark.django_db
def test_finding_near_ones_is_one_query() -> None:
    made = kept(scene())
    with CaptureQueriesContext(connection) as caught:
        near(made.perceptual_hash, without=made.pk)
    assert len(caught) == 1


def test_the_hash_is_of_gray_pixels_and_the_same_every_time() -> None:
    square = bytes((x * 4 + y * 3) % 256 for y in range(SIDE) for x in range(SIDE))
    assert perceptual_hash_of(square) == perceptual_hash_of(square)
    assert len(perceptual_hash_of(square)) == 16
