"""Putting a picture into the library by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from broadsheet.photos.forms import PictureForm
from broadsheet.photos.models import Picture

pytestmark = pytest.mark.django_db


def form(data: bytes, filename: str, *, instance: Picture | None = None, **typed: str) -> Any:
    user, _made = get_user_model().objects.get_or_create(username="photo", is_superuser=True)
    values = {"title": "A ferry", "collection": str(Collection.get_first_root_node().pk), **typed}
    return get_image_form(Picture)(values, {"file": SimpleUploadedFile(filename, data)}, user=user, instance=instance)


def test_what_is_left_empty_is_told_by_the_file(photo: bytes, facts: dict[str, str]) -> None:
    filled = form(photo, "a.jpg", caption="Typed by hand.")

    assert isinstance(filled, PictureForm)
    assert filled.is_valid(), filled.errors
    picture = Picture.objects.get(pk=filled.save().pk)
    assert (picture.creator, picture.credit_line) == (facts["creator"], facts["credit_line"])
    assert picture.caption == "Typed by hand."


def test_i1_a_picture_under_another_name_is_renamed(photo: bytes) -> None:
    filled = form(photo, "page.html")

    assert filled.is_valid(), filled.errors
    assert filled.save().file.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"<svg onload='alert(1)'/>", "not a JPEG, PNG, GIF or WebP", id="i1-svg-named-jpg"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x02\xff\xd9", "damaged", id="i1-broken"),
        pytest.param(b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xf0\xff\xf0" + bytes(99), "scale it down", id="i2-bomb"),
    ],
)
def test_what_is_not_taken_in_is_answered_with_what_to_do(data: bytes, sentence: str) -> None:
    refused = form(data, "a.jpg")

    assert not refused.is_valid()
    assert sentence in str(refused.errors["file"])
    assert not Picture.objects.exists()


def test_a_new_file_gets_new_copies(photo: bytes, draw: Callable[..., bytes]) -> None:
    first = form(photo, "a.jpg")
    assert first.is_valid(), first.errors
    picture = first.save()
    before = picture.recipe
    second = form(draw(format="PNG"), "b.png", instance=picture)

    assert second.is_valid(), second.errors
    assert second.save().recipe != before
