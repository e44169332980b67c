"""Copies that are made in the background, and what becomes of a picture whose copies cannot be made."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.make_copies import make_due
from broadsheet.photos.acts.render import made_for, published
from broadsheet.photos.errors import CopiesPutOffError, CopiesStoppedError, DecoderStoppedError
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


def test_i3_a_worker_killed_amid_the_copies_is_told_and_a_second_try_works(
    draw: Callable[..., bytes], settings: Any
) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    with kill_at_work(signal.SIGKILL):
        assert make_due()

    assert (state(picture), picture.copies_tries) == ("waiting", 1)
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

    assert (state(picture), picture.copies_tries) == ("waiting", 1)
    assert made_for([picture])[picture.pk].widths


def test_i3_a_worker_killed_amid_the_avif_leaves_the_page_its_webp(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    make_due()
    with kill_at_work(signal.SIGKILL):
        make_due()

    assert (state(picture), picture.copies_tries, formats(picture)) == ("basic", 1, {"webp", "jpeg"})
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


FAULTS = {
    "full disk": OSError(errno.ENOSPC, "No space left on device"),
    "no file handle": OSError(errno.EMFILE, "Too many open files"),
    "no process": BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"),
    "no memory": MemoryError(),
    "no thread": RuntimeError("can't start new thread"),
    "a store of its own kind": LookupError("the bucket does not answer"),
}


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Return a function that lets every try to make copies end with a fault."""

    def let(error: Exception) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr("broadsheet.photos.decoding.copies", fail)

    return let


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_machine_is_tried_again_later_and_fails_no_picture(
    photo: bytes, fault: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    picture, now = import_picture(photo, filename="a.jpg"), timezone.now()
    fault(FAULTS[name])
    for number in range(8):
        assert not make_due(now + number * timedelta(hours=2)), "the loop pauses"
    assert (state(picture), picture.copies_tries, picture.copies_error) == ("waiting", 8, CopiesPutOffError.template)
    assert picture.copies_due_at is not None
    assert picture.events.filter(kind="failed").count() == 1

    monkeypatch.undo()
    assert not make_due(timezone.now()), "not before its time"
    assert make_due(picture.copies_due_at)
    assert (state(picture), picture.copies_tries, picture.copies_error) == ("basic", 0, "")


def test_the_pauses_grow_up_to_an_hour(photo: bytes, fault: Callable[[Exception], None]) -> None:
    picture, pauses = import_picture(photo, filename="a.jpg"), []
    fault(FAULTS["full disk"])
    for number in range(12):
        make_due(timezone.now() + number * timedelta(hours=2))
        picture.refresh_from_db()
        assert picture.copies_due_at is not None
        pauses.append(round((picture.copies_due_at - timezone.now()) / timedelta(seconds=1)))

    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[-1] == 3600


def test_one_that_was_put_off_keeps_no_other_waiting(photo: bytes, fault: Callable[[Exception], None]) -> None:
    older, newer = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")
    note_copies.put_off(newer, CopiesPutOffError(newer.pk, "full"))

    assert make_due()
    assert (state(older), state(newer)) == ("basic", "waiting")


def test_a_decoder_that_stops_time_and_again_is_the_pictures_fault(
    photo: bytes, fault: Callable[[Exception], None]
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    fault(DecoderStoppedError("ended by SIGXCPU"))
    for number in range(note_copies.MAX_STOPS):
        assert state(picture) == "waiting"
        make_due(timezone.now() + number * timedelta(hours=2))

    assert (state(picture), picture.copies_error) == ("failed", CopiesStoppedError.template)
    assert note_copies.again(picture)


def test_pages_that_had_to_do_without_it_are_told_when_it_is_there(
    photo: bytes, fault: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch, changed: list[int]
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    fault(FAULTS["full disk"])
    assert published(picture) is None
    changed.clear()

    monkeypatch.undo()
    assert note_copies.again(picture)
    make_due()

    assert changed == [picture.pk]
    assert published(Picture.objects.get(pk=picture.pk)) is not None


def test_a_picture_that_was_deleted_meanwhile_stops_nothing(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Picture.objects.all().delete()

    assert (note_copies.made(picture, "basic"), note_copies.again(picture)) == (False, False)
    note_copies.lost(picture)
    note_copies.put_off(picture, CopiesPutOffError(picture.pk, ""))


def test_a_look_for_copies_goes_by_an_index(photo: bytes) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert not make_due()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            assert "picture_copies_due" in str(cursor.fetchall())
    assert len(queries) == 4
