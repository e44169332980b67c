"""Many pictures settled anew: some at a time, with the stricter rule in force until then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from broadsheet.photos import waiting
from broadsheet.photos.acts import settle_rights
from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import published
from broadsheet.photos.acts.settle_rights import settle_due, settle_one
from broadsheet.photos.models import Picture, ProviderContract, RightsSettling

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def keep(draw: Callable[..., bytes]) -> Callable[..., Picture]:
    """Return a function that takes a picture in, with these facts."""

    def kept(*, provider: str = "Nordpress", **facts: str) -> Picture:
        return import_picture(draw(400, 300), filename="a.jpg", provider=provider, overrides=facts)

    return kept


def settle_all() -> None:
    """Let the clock come round until nothing waits."""
    while settle_due(timezone.now()):
        pass


def test_a_contract_is_saved_at_once_and_its_pictures_are_settled_some_at_a_time(
    keep: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(settle_rights, "CHUNK", 2)
    numbers = [keep(provider="Nordpress").pk for _ in range(5)]
    with django_assert_max_num_queries(12):
        ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])
    assert not Picture.objects.exclude(barred_in=[]).exists()

    steps = []
    while settle_due(timezone.now()):
        told = RightsSettling.objects.first()
        done = sorted(Picture.objects.exclude(barred_in=[]).values_list("pk", flat=True))
        steps.append((len(done), (told.cursor, told.done, told.total) if told else None))

    assert steps == [(2, (numbers[1], 2, 5)), (4, (numbers[3], 4, 5)), (5, None)]


def test_a_contract_that_changes_again_begins_anew(
    keep: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle_rights, "CHUNK", 2)
    for _ in range(3):
        keep(provider="Nordpress")
    contract = ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])
    settle_due(timezone.now())
    contract.barred_in = ["SE"]
    contract.save()

    assert RightsSettling.objects.get().cursor == 0
    settle_all()
    assert {tuple(picture.barred_in) for picture in Picture.objects.all()} == {("SE",)}


def test_a_process_that_dies_amid_a_chunk_loses_nothing(
    keep: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [keep(provider="Nordpress") for _ in range(3)]
    ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])
    asked = []

    def die_at_the_second(number: int, **options: Any) -> bool:
        asked.append(number)
        if len(asked) == 2:
            raise DatabaseError("gone")
        return settle_one(number, **options)

    monkeypatch.setattr(settle_rights, "settle_one", die_at_the_second)
    with pytest.raises(DatabaseError):
        settle_due(timezone.now())
    monkeypatch.undo()
    assert RightsSettling.objects.exists()
    settle_all()

    assert [one.barred_in for one in Picture.objects.filter(pk__in=[p.pk for p in pictures])] == [["NO"]] * 3


@pytest.mark.parametrize("is_stricter", [True, False], ids=["stricter", "looser"])
def test_until_it_is_settled_the_stricter_of_both_rules_holds(
    keep: Callable[..., Picture], settings: Any, is_stricter: bool
) -> None:
    settings.SITE_COUNTRY = "NO"
    contract = ProviderContract.objects.create(name="Nordpress", barred_in=[] if is_stricter else ["NO"])
    picture = keep(provider="Nordpress")
    settle_all()
    contract.barred_in = ["NO"] if is_stricter else []
    contract.save()

    assert published(Picture.objects.get(pk=picture.pk)) is None
    settle_all()
    assert (published(Picture.objects.get(pk=picture.pk)) is None) == is_stricter


def test_control_without_the_look_at_what_waits_the_old_rule_would_hold(
    keep: Callable[..., Picture], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_COUNTRY = "NO"
    picture = keep(provider="Nordpress")
    ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])
    monkeypatch.setattr("broadsheet.photos.acts.render.in_force", lambda pictures, now: None)

    assert published(Picture.objects.get(pk=picture.pk)) is not None


@pytest.mark.parametrize(
    ("name", "old", "new", "stricter"),
    [
        ("barred_in", ["NO"], ["SE"], ["NO", "SE"]),
        ("only_in", ["NO", "SE"], ["NO"], ["NO"]),
        ("only_in", [], ["NO"], ["NO"]),
        ("archive_days", None, 7, 7),
        ("archive_days", 3, 7, 3),
        ("licensed_until", NOW, None, NOW),
        ("embargoed_until", NOW, NOW + DAY, NOW + DAY),
        ("is_barred_from_web", True, False, True),
    ],
)
def test_which_of_two_rules_is_the_stricter(name: str, old: Any, new: Any, stricter: Any) -> None:
    assert waiting._stricter(name, old, new) == stricter


def test_what_somebody_writes_while_a_picture_is_settled_is_not_written_over(
    keep: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = keep(provider="Nordpress")
    ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])

    def change_meanwhile(number: int, **options: Any) -> bool:
        row = Picture.objects.get(pk=number)
        row.barred_in, row.rights_by_hand = [], ["barred_in"]
        row.save()
        return settle_one(number, **options)

    monkeypatch.setattr(settle_rights, "settle_one", change_meanwhile)
    settle_all()

    assert Picture.objects.get(pk=picture.pk).barred_in == []


def test_one_picture_that_cannot_be_settled_stops_no_other_and_is_tried_again(
    keep: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = keep(provider="Nordpress"), keep(provider="Nordpress")
    ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])

    def fail_once(number: int, **options: Any) -> bool:
        if number == bad.pk:
            raise OSError
        return settle_one(number, **options)

    monkeypatch.setattr(settle_rights, "settle_one", fail_once)
    settle_all()
    monkeypatch.undo()
    assert [Picture.objects.get(pk=one.pk).barred_in for one in (bad, good)] == [[], ["NO"]]

    end_rights(timezone.now() + 2 * settle_rights.NEXT_TRY)
    assert Picture.objects.get(pk=bad.pk).barred_in == ["NO"]
