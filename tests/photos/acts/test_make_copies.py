"""Copies that are made in the background, and what becomes of a picture whose copies cannot be made."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.make_copies import make_due
from broadsheet.photos.acts.render import made_for, published
from broadsheet.photos.errors import CopiesStoppedError
from broadsheet.photos.files import MADE
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.models.pictures import MADE_FROM
from broadsheet.photos.signals import picture_changed
from tests.photos.workers import kill_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed() -> Any:
    """Return the numbers of the pictures that were announced as changed, in order."""
    seen: list[int] = []

    def note(picture: Picture, **_: Any) -> None:
        seen.append(picture.pk)

    picture_changed.connect(note)
    yield seen
    picture_changed.disconnect(note)


def state(picture: Picture) -> str:
    picture.refresh_from_db()
    return picture.copies_state


def formats(picture: Picture) -> set[str]:
    return set(picture.published_renditions.filter(recipe=picture.recipe).values_list("format", flat=True))


def test_an_import_waits_for_no_copy(photo: bytes, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        picture = import_picture(photo, filename="a.jpg")

    assert (state(picture), formats(picture)) == ("waiting", set())


def test_w16_copies_are_made_where_only_the_desk_sees_them(photo: bytes, settings: Any) -> None:
    import_picture(photo, filename="a.jpg")
    make_due()

    assert len(list((Path(settings.MEDIA_ROOT) / MADE).iterdir())) > 10
    assert not Path(settings.PICTURES_ROOT).exists()


def test_what_a_publication_waits_for_comes_before_the_avif_of_any(photo: bytes) -> None:
    first, second = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")
    steps = []
    while make_due():
        steps.append((formats(first), formats(second)))

    basic, all_three = {"webp", "jpeg"}, {"webp", "jpeg", "avif"}
    assert steps == [(set(), basic), (basic, basic), (basic, all_three), (all_three, all_three)]
    assert state(first) == state(second) == "ready"


def test_pages_are_looked_at_again_when_the_avif_is_there(photo: bytes, changed: list[int]) -> None:
    picture = import_picture(photo, filename="a.jpg")
    changed.clear()
    make_due()
    assert changed == []
    make_due()
    assert changed == [picture.pk]


def test_a_publication_that_comes_first_makes_what_it_needs_itself(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    made_for([picture])

    assert formats(picture) == {"webp", "jpeg"}
    assert (make_due(), state(picture)) == (True, "basic")


@pytest.mark.parametrize("name", sorted(MADE_FROM - {"file"}))
def test_a_change_of_what_copies_are_made_from_makes_them_wait_again(photo: bytes, name: str) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Picture.objects.update(copies_state="ready")
    picture.save(update_fields=[name])

    assert state(picture) == "waiting"


def test_the_fields_that_a_copy_tells_are_those_that_make_it_anew(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    for name in MADE_FROM:
        setattr(picture, name, getattr(picture, name) or ("x" if "focal" not in name else 1))

    assert set(picture.embedded_facts) <= MADE_FROM


def test_another_change_leaves_the_copies_alone(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Picture.objects.update(copies_state="ready")
    picture.save(update_fields=["title"])

    assert state(picture) == "ready"


def test_a_change_while_copies_are_made_is_not_taken_for_made(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    made_for([picture])
    Picture.objects.update(caption="Another.")

    assert not note_copies.made(picture, "basic")
    assert state(picture) == "waiting"


def test_i3_a_worker_killed_amid_the_copies_leaves_the_picture_failed_and_a_second_try_works(
    draw: Callable[..., bytes], settings: Any
) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    with kill_at_work(signal.SIGKILL):
        assert make_due()

    assert state(picture) == "failed"
    assert picture.copies_error == CopiesStoppedError.template
    assert [event.kind for event in PictureEvent.objects.filter(kind="failed")] == ["failed"]
    assert formats(picture) == set()
    assert not make_due()

    assert note_copies.again(picture)
    while make_due():
        pass
    assert (state(picture), picture.copies_error) == ("ready", "")
    assert published(picture).widths


def test_i3_control_a_worker_that_lives_makes_the_same_picture(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    while make_due():
        pass

    assert (state(picture), PictureEvent.objects.filter(kind="failed").count()) == ("ready", 0)


def test_i3_a_worker_killed_amid_a_publication_fails_it_and_says_so(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    with kill_at_work(signal.SIGKILL), pytest.raises(CopiesStoppedError):
        made_for([picture])

    assert state(picture) == "failed"
    assert made_for([picture])[picture.pk].widths


def test_i3_a_worker_killed_amid_the_avif_leaves_the_page_its_webp(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    make_due()
    with kill_at_work(signal.SIGKILL):
        make_due()

    assert (state(picture), formats(picture)) == ("failed", {"webp", "jpeg"})
    assert {variant.avif_url for variant in published(picture).widths} == {""}


def test_a_damaged_picture_is_noted_once_and_stops_no_other(photo: bytes) -> None:
    broken, whole = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")
    Path(broken.file.path).write_bytes(photo[:4000])
    while make_due():
        pass

    assert (state(broken), state(whole)) == ("failed", "ready")
    assert PictureEvent.objects.filter(kind="failed").count() == 1


def test_what_has_not_failed_is_not_tried_again(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")

    assert not note_copies.again(picture)


def test_a_withdrawn_picture_gets_no_copies(photo: bytes) -> None:
    import_picture(photo, filename="a.jpg")
    Picture.objects.update(withdrawn_at="2026-01-01T00:00Z")

    assert not make_due()
