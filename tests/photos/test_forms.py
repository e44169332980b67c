"""Putting a picture into the library by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from broadsheet.photos import metadata
from broadsheet.photos.forms import PictureForm
from broadsheet.photos.models import Picture
from broadsheet.photos.source_types import SCHEME, ai_part

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


def test_how_a_picture_came_to_be_is_chosen_from_iptcs_words(photo: bytes) -> None:
    filled = form(photo, "a.jpg", digital_source_type=SCHEME + "trainedAlgorithmicMedia")

    assert filled.is_valid(), filled.errors
    assert ai_part(filled.save().digital_source_type) == "generated"


def test_a_word_that_iptc_has_not_is_refused(photo: bytes) -> None:
    assert not form(photo, "a.jpg", digital_source_type="made up").is_valid()


def test_a_word_of_the_files_own_stays_where_nobody_changes_it(draw: Callable[..., bytes]) -> None:
    first = form(metadata.embed(draw(), {"digital_source_type": "https://agency.example/own"}), "a.jpg")
    assert first.is_valid(), first.errors
    picture = first.save()
    values = {
        "title": "A ferry",
        "collection": str(picture.collection_id),
        "digital_source_type": picture.digital_source_type,
    }
    second = get_image_form(Picture)(values, {}, user=picture.uploaded_by_user, instance=picture)

    assert picture.digital_source_type == "https://agency.example/own"
    assert second.is_valid(), second.errors


def test_another_file_takes_the_credentials_of_the_first_away(photo: bytes, draw: Callable[..., bytes]) -> None:
    first = form(photo, "a.jpg")
    assert first.is_valid(), first.errors
    picture = first.save()
    picture.credentials = {"state": "trusted", "signer": "Nordbyrå"}
    second = form(draw(format="PNG"), "b.png", instance=picture)

    assert second.is_valid(), second.errors
    assert second.save().credentials == {}
