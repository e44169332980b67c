"""The photo desk's list and preview."""

from __future__ import annotations

import time

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from broadsheet.photos.views import PictureIndexView, lacks, preview

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("creator", "alt_text", "is_decorative", "words"),
    [
        ("", "", False, "credit: a creator or an agency, alt text"),
        ("Jane Doe", "", False, "alt text"),
        ("Jane Doe", "", True, ""),
        ("", "A ferry", False, "credit: a creator or an agency"),
    ],
)
def test_what_a_picture_lacks_is_said_in_words(creator: str, alt_text: str, is_decorative: bool, words: str) -> None:
    assert lacks(Picture(creator=creator, alt_text=alt_text, is_decorative=is_decorative)) == words


@pytest.mark.parametrize("spec", ["width-99999|width-99998", "width-99999", "original|rotate-90", "%2e"])
def test_i8_a_preview_in_another_size_is_refused_at_once(photo: bytes, spec: str) -> None:
    picture = import_picture(photo, filename="a.jpg")
    begin = time.monotonic()
    response = preview(RequestFactory().get("/"), picture.pk, spec)

    assert response.status_code == 400
    assert time.monotonic() - begin < 0.1


def test_the_rooms_screens_stand_before_wagtails() -> None:
    assert resolve(reverse("wagtailimages:index")).func.view_class is PictureIndexView
    assert resolve(reverse("wagtailimages:preview", args=[1, "width-800"])).func.__module__ == preview.__module__


def test_the_list_shows_credit_and_what_is_lacking() -> None:
    view = PictureIndexView()
    view.setup(RequestFactory().get("/"))

    assert {"credit", "lacks"} <= {column.name for column in view.columns}
