"""The clock takes pictures off at the second, whatever fails beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.core.places import GONE
from broadsheet.photos import gone
from broadsheet.photos.acts import end_rights as act
from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import published
from broadsheet.photos.models import Picture
from broadsheet.photos.rights import ruling
from broadsheet.photos.signals import picture_changed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def shown(draw: Callable[..., bytes]) -> Picture:
    """Return a picture that readers see, and whose licence ends in an hour."""
    picture = import_picture(draw(400, 300), filename="a.jpg")
    published(picture)
    picture.licensed_until, picture.rights_by_hand = timezone.now() + HOUR, ["licensed_until"]
    picture.save()
    return picture


def public(picture: Picture, settings: Any) -> list[str]:
    """Return which of its files readers can ask for."""
    names = picture.published_renditions.values_list("name", flat=True)
    return [name for name in names if (Path(settings.PICTURES_ROOT) / name).exists()]


def marked(settings: Any) -> set[str]:
    """Return the names that the page server is told are gone."""
    folder = Path(settings.PICTURES_ROOT) / GONE
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_nothing_happens_before_the_second(shown: Picture, settings: Any) -> None:
    assert shown.ends_at is not None
    assert end_rights(shown.ends_at - timedelta(seconds=1)) == 0
    assert public(shown, settings)


def test_at_the_second_the_files_go_the_marks_stand_and_the_log_says_so(shown: Picture, settings: Any) -> None:
    names = set(public(shown, settings))
    assert shown.ends_at is not None

    assert end_rights(shown.ends_at) == 1

    shown.refresh_from_db()
    assert shown.ended_at == shown.ends_at
    assert (public(shown, settings), marked(settings)) == ([], names)
    assert shown.events.filter(kind="ended").count() == 1
    assert end_rights(shown.ends_at + HOUR) == 0


def test_pages_are_told_in_the_transaction_of_the_change(shown: Picture) -> None:
    heard: list[int] = []

    def hear(picture: Picture, **_: Any) -> None:
        heard.append(picture.pk)

    picture_changed.connect(hear)
    try:
        end_rights(timezone.now() + 2 * HOUR)
    finally:
        picture_changed.disconnect(hear)
    assert heard == [shown.pk]


def test_a_look_at_nothing_costs_four_queries_whatever_has_ended(shown: Picture) -> None:
    end_rights(timezone.now() + 2 * HOUR)

    with CaptureQueriesContext(connection) as queries:
        end_rights(timezone.now() + 2 * HOUR)
    assert len(queries) == 4


def test_all_looks_go_by_their_indexes(shown: Picture) -> None:
    with CaptureQueriesContext(connection) as queries:
        end_rights(timezone.now())
    with connection.cursor() as cursor:
        plans = []
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}" if connection.vendor == "sqlite" else "SELECT 1")
            plans.append(str(cursor.fetchall()))
    names = ["picture_ends_next", "picture_comes_back", "picture_awaited", "settles_at"]
    wanted = names if connection.vendor == "sqlite" else ["1"] * len(names)
    assert all(name in plan for name, plan in zip(wanted, plans, strict=True)), plans


def test_one_that_fails_stops_no_other_and_is_tried_again(
    shown: Picture, draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = import_picture(draw(300, 300), filename="b.jpg")
    Picture.objects.filter(pk=other.pk).update(ends_at=timezone.now())

    def fail(pictures: list[Picture]) -> None:
        if pictures[0].pk == other.pk:
            raise OSError

    monkeypatch.setattr(act, "take_off", fail)
    later = timezone.now() + 2 * HOUR
    assert end_rights(later) == 1
    monkeypatch.undo()
    assert end_rights(later) == 1


def test_a_crash_between_files_and_database_leaves_no_file_and_is_made_up_for(
    shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_: Any) -> None:
        raise RuntimeError

    picture_changed.connect(crash)
    try:
        assert end_rights(timezone.now() + 2 * HOUR) == 0
    finally:
        picture_changed.disconnect(crash)
    assert public(shown, settings) == []
    assert end_rights(timezone.now() + 2 * HOUR) == 1


def test_a_page_that_was_begun_before_the_end_leaves_no_file_behind(
    shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = Picture.objects.get(pk=shown.pk)
    Picture.objects.filter(pk=shown.pk).update(ends_at=timezone.now())
    end_rights(timezone.now())

    published(stale)

    assert public(shown, settings) == []


def test_without_the_second_look_the_file_would_stay(
    shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = Picture.objects.get(pk=shown.pk)
    Picture.objects.filter(pk=shown.pk).update(ends_at=timezone.now())
    end_rights(timezone.now())
    monkeypatch.setattr("broadsheet.photos.acts.render.settle_revealed", lambda numbers: None)

    published(stale)

    assert public(shown, settings) != []


def test_a_licence_that_is_prolonged_makes_the_files_public_and_takes_the_marks_away(
    shown: Picture, settings: Any
) -> None:
    Picture.objects.filter(pk=shown.pk).update(ends_at=timezone.now())
    end_rights(timezone.now())
    shown.refresh_from_db()

    shown.licensed_until = timezone.now() + HOUR
    shown.save()
    published(shown)

    assert (shown.ended_at, marked(settings)) == (None, set())
    assert public(shown, settings)


def test_an_embargo_that_passes_lets_back_what_was_taken_off_for_it(shown: Picture) -> None:
    until = timezone.now() + timedelta(minutes=5)
    shown.embargoed_until, shown.rights_by_hand = until, ["embargoed_until", "licensed_until"]
    shown.save()
    assert shown.ended_at is not None

    assert end_rights(until - timedelta(seconds=1)) == 0
    assert end_rights(until) == 1

    shown.refresh_from_db()
    assert shown.ended_at is None


def test_a_mark_is_on_the_disk_before_the_file_is_taken_away(
    shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(gone, "hide_files", lambda names: seen.append(set(names) <= marked(settings)))

    end_rights(timezone.now() + 2 * HOUR)

    assert seen == [True]


def test_d4_a_full_disk_keeps_no_file_public(shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gone, "mark_gone", full)
    with pytest.raises(OSError, match="No space"):
        gone.take_off([shown])
    assert public(shown, settings) == []


def test_a_file_that_a_crash_left_public_is_taken_off_at_the_next_look(shown: Picture, settings: Any) -> None:
    Picture.objects.filter(pk=shown.pk).update(withdrawn_at=timezone.now())
    assert public(shown, settings) != []
    assert gone.take_off_again() == 1
    assert public(shown, settings) == []
    assert gone.take_off_again() == 0


def test_hundreds_that_fail_keep_none_behind_them_waiting(
    shown: Picture, draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act, "MAX_AT_ONCE", 2)
    stuck = [import_picture(draw(300, 300), filename="b.jpg").pk for _ in range(4)]
    Picture.objects.filter(pk__in=stuck).update(ends_at=timezone.now() - HOUR)
    take_off = act.take_off

    def fail(pictures: list[Picture]) -> None:
        if pictures[0].pk in stuck:
            raise OSError
        take_off(pictures)

    monkeypatch.setattr(act, "take_off", fail)

    assert end_rights(timezone.now() + 2 * HOUR) == 1
    shown.refresh_from_db()
    assert shown.ended_at is not None


def test_pictures_that_another_rule_keeps_off_keep_none_waiting_whose_embargo_has_passed(
    shown: Picture, draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SITE_COUNTRY = "NO"
    monkeypatch.setattr(act, "MAX_AT_ONCE", 2)
    now = timezone.now()
    barred = [import_picture(draw(300, 300), filename="b.jpg").pk for _ in range(4)]
    off = {"ended_at": now - HOUR, "ends_at": None, "embargoed_until": now - HOUR / 2}
    Picture.objects.filter(pk__in=barred).update(**{**off, "embargoed_until": now - 0.9 * HOUR}, barred_in=["NO"])
    Picture.objects.filter(pk=shown.pk).update(**off)

    assert end_rights(now) == 1
    shown.refresh_from_db()
    assert shown.ended_at is None


def test_a_picture_that_is_barred_while_it_is_let_back_stays_off(
    shown: Picture, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_COUNTRY = "NO"
    now = timezone.now()
    Picture.objects.filter(pk=shown.pk).update(ended_at=now - HOUR, ends_at=None, embargoed_until=now - HOUR / 2)
    asked: list[Picture] = []

    def bar_after_the_first_look(picture: Picture, **options: Any) -> Any:
        found = ruling(picture, **options)
        if not asked:
            Picture.objects.filter(pk=shown.pk).update(barred_in=["NO"])
        asked.append(picture)
        return found

    monkeypatch.setattr(act, "ruling", bar_after_the_first_look)

    assert end_rights(now) == 0
    shown.refresh_from_db()
    assert (shown.ended_at, len(asked)) == (now - HOUR, 2)


def test_an_embargo_that_passes_before_any_reader_saw_the_picture_is_told_to_the_pages_that_wait(photo: bytes) -> None:
    heard: list[int] = []

    def hear(picture: Picture, **_: Any) -> None:
        heard.append(picture.pk)

    waited, other = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")
    until = timezone.now() + HOUR
    Picture.objects.update(embargoed_until=until)
    assert published(Picture.objects.get(pk=waited.pk)) is None
    stale = Picture.objects.get(pk=waited.pk)
    stale.is_awaited, stale.rights_by_hand = False, ["embargoed_until"]
    stale.save()

    picture_changed.connect(hear)
    try:
        assert end_rights(until - timedelta(seconds=1)) == 0
        assert end_rights(until) == 1
        assert end_rights(until) == 0
    finally:
        picture_changed.disconnect(hear)
    assert heard == [waited.pk]
    assert not Picture.objects.get(pk=other.pk).is_awaited
