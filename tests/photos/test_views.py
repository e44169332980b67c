"""The preview of a picture in the sizes of the desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.views import preview

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spec", ["width-99999|width-99998", "width-99999", "original|rotate-90", "%2e"])
def test_i8_a_preview_in_another_size_is_refused_at_once(photo: bytes, spec: str) -> None:
    picture = import_picture(photo, filename="a.jpg")
    begin = time.monotonic()
    response = preview(RequestFactory().get("/"), picture.pk, spec)

    assert response.status_code == 400
    assert time.monotonic() - begin < 0.1


def test_the_preview_stands_before_wagtails() -> None:
    assert resolve(reverse("wagtailimages:preview", args=[1, "width-800"])).func.__module__ == preview.__module__


@pytest.mark.parametrize(("spec", "kind"), [("max-165x165", "image/jpeg"), ("original", "image/png")])
def test_a_preview_is_the_desk_s_copy_by_its_content(
    draw: Callable[..., bytes], admin_client: Client, spec: str, kind: str
) -> None:
    picture = import_picture(draw(format="PNG"), filename="a.png")
    url = reverse("wagtailimages:preview", args=[picture.pk, spec])

    assert admin_client.get(url)["Content-Type"] == kind
    assert admin_client.get(url).status_code == 200
    assert picture.renditions.filter(filter_spec=spec).count() == 1


def test_a_preview_of_a_damaged_picture_is_not_there(photo: bytes, admin_client: Client) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Path(picture.file.path).write_bytes(photo[:3000])

    assert admin_client.get(reverse("wagtailimages:preview", args=[picture.pk, "width-800"])).status_code == 404


def test_a_preview_is_for_those_who_may_change_the_picture(photo: bytes, django_user_model: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    request = RequestFactory().get("/")
    request.user = django_user_model.objects.create_user("reader")

    with pytest.raises(PermissionDenied):
        preview(request, picture.pk, "width-800")
