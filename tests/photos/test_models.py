"""The picture as it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import DESK_FILTERS, Picture
from broadsheet.photos.signals import picture_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(photo: bytes) -> Picture:
    return import_picture(photo, filename="a.jpg")


def test_a_change_that_a_receiver_refuses_is_undone(picture: Picture) -> None:
    def refuse(**_kwargs: Any) -> None:
        raise RuntimeError

    picture_changed.connect(refuse)
    picture.caption = "Another."
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            picture.save()
    finally:
        picture_changed.disconnect(refuse)

    assert Picture.objects.get(pk=picture.pk).caption != "Another."


@pytest.mark.parametrize("in_bulk", [False, True], ids=["one", "in-bulk"])
def test_a_deletion_is_announced_while_the_picture_is_there(picture: Picture, in_bulk: bool) -> None:
    heard: list[int] = []

    def listen(picture: Picture, **_kwargs: Any) -> None:
        heard.append(Picture.objects.get(pk=picture.pk).pk)

    picture_changed.connect(listen)
    try:
        (Picture.objects.filter(pk=picture.pk) if in_bulk else picture).delete()
    finally:
        picture_changed.disconnect(listen)

    assert len(heard) == 1


def test_a_decorative_picture_stays_so(picture: Picture) -> None:
    picture.is_decorative, picture.alt_text = True, ""
    picture.save()
    again = Picture.objects.get(pk=picture.pk)

    assert (again.decorative, again.is_complete) == (True, True)


def test_the_title_is_never_taken_for_alt_text(picture: Picture) -> None:
    picture.alt_text = ""

    assert picture.default_alt_text == ""


@pytest.mark.parametrize("change", ["creator", "credit_line", "copyright_notice", "caption", "alt_text"])
def test_a_changed_fact_makes_new_copies(picture: Picture, change: str) -> None:
    before = picture.recipe
    setattr(picture, change, "changed")

    assert picture.recipe != before


def test_i8_the_desk_gets_the_sizes_on_the_list(picture: Picture) -> None:
    assert picture.get_rendition("max-165x165").width == 165


@pytest.mark.parametrize("spec", ["width-99999", "width-99999|width-99998", "width-501", "original|format-avif", ""])
def test_i8_no_other_size_is_made(picture: Picture, spec: str) -> None:
    with pytest.raises(InvalidFilterSpecError):
        picture.get_rendition(spec)
    with pytest.raises(InvalidFilterSpecError):
        picture.get_renditions(*DESK_FILTERS, spec)


def test_i3_neither_upload_nor_the_desk_s_copies_are_decoded_in_the_web_process(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("decoded here")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", refused)
    monkeypatch.setattr("PIL.Image.Image.load", refused)
    picture = import_picture(photo, filename="a.jpg")
    picture.refresh_from_db()
    widths = {spec: picture.get_rendition(spec).width for spec in ("max-165x165", "original")}

    assert (picture.width, picture.height) == (800, 600)
    assert widths == {"max-165x165": 165, "original": 800}


def test_i3_control_wagtail_s_own_file_would_decode_it(photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: loaded.append(self.format))
    picture = import_picture(photo, filename="a.jpg")
    with picture.get_willow_image() as image:
        image.get_size()

    assert loaded == ["JPEG"]


def test_a_damaged_picture_has_no_copy_for_the_desk(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Path(picture.file.path).write_bytes(photo[:3000])

    with pytest.raises(SourceImageIOError):
        picture.get_rendition("max-165x165")
