"""Withdrawing pictures from readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import made_for, published, published_for
from broadsheet.photos.acts.withdraw import hide, withdraw
from broadsheet.photos.files import MADE
from broadsheet.photos.models import Picture
from broadsheet.photos.signals import picture_changed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Commits = Callable[..., Any]


@pytest.fixture
def picture(draw: Callable[..., bytes]) -> Picture:
    """Return a picture of an agency, public."""
    kept = import_picture(draw(900, 600), filename="ferry.jpg", overrides={"guid": "urn:agency:picture:1"})
    published(kept)
    return kept


def public(settings: Any) -> list[Path]:
    return list(Path(settings.PICTURES_ROOT).iterdir())


def test_w17_a_withdrawn_picture_has_no_public_file_when_the_transaction_is_over(
    picture: Picture, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    assert public(settings)
    with django_capture_on_commit_callbacks(execute=True):
        assert withdraw(["urn:agency:picture:1"], now=NOW) == [picture]
    assert public(settings) == []


def test_w17_no_page_and_no_preview_shows_a_withdrawn_picture_again(picture: Picture, settings: Any) -> None:
    withdraw(["urn:agency:picture:1"], now=NOW)
    picture = Picture.objects.get(pk=picture.pk)
    assert (published(picture), published_for([picture]), made_for([picture])) == (None, {}, {})


def test_a_withdrawal_that_is_undone_leaves_the_files(picture: Picture, settings: Any) -> None:
    withdraw(["urn:agency:picture:1"], now=NOW)
    assert public(settings)


@pytest.mark.parametrize("guids", [[], [""], ["urn:agency:picture:2"]], ids=["none", "empty", "another"])
def test_what_is_not_named_stays(picture: Picture, guids: list[str]) -> None:
    assert withdraw(guids, now=NOW) == []
    assert published(Picture.objects.get(pk=picture.pk))


def test_a_second_withdrawal_of_the_same_picture_does_nothing(picture: Picture) -> None:
    withdraw(["urn:agency:picture:1"], now=NOW)
    assert withdraw(["urn:agency:picture:1"], now=NOW) == []


def test_a_guid_longer_than_the_column_finds_its_picture(draw: Callable[..., bytes]) -> None:
    guid = "urn:" + "x" * 400
    kept = import_picture(draw(400, 300), filename="a.jpg", overrides={"guid": guid})
    assert withdraw([guid], now=NOW) == [kept]


def test_a_hidden_picture_is_announced_stays_with_the_desk_and_becomes_public_with_the_next_page(
    picture: Picture, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    before, told = set(public(settings)), []

    def listen(picture: Picture, **_: Any) -> None:
        told.append(picture)

    picture_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            hide([picture])
    finally:
        picture_changed.disconnect(listen)
    assert (told, public(settings)) == ([picture], [])
    assert len(list((Path(settings.MEDIA_ROOT) / MADE).iterdir())) == len(before)
    published(picture)
    assert set(public(settings)) == before
