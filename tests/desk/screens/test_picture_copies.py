"""Copies that could not be made, as the photo desk sees them (criterion I3)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from broadsheet.photos.acts import note_copies
from broadsheet.photos.errors import CopiesStoppedError
from broadsheet.photos.models import Picture
from tests.desk.screens.photo_desk import as_role, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> Picture:
    """Return a picture at whose copies the decoder stopped."""
    made = picture("ferry")
    note_copies.failed(made, CopiesStoppedError(made.pk, "ended by SIGKILL"))
    return made


def test_i3_the_desk_is_told_in_a_sentence_and_offered_a_second_try(failed: Picture) -> None:
    page = as_role("photo").get(reverse("wagtailimages:edit", args=[failed.pk])).content.decode()

    assert CopiesStoppedError.template in page
    assert f'formaction="{reverse("pictures:copies", args=[failed.pk])}"' in page
    assert "SIGKILL" not in page


def test_i3_a_second_try_is_asked_for_by_a_press(failed: Picture) -> None:
    answer = as_role("photo").post(reverse("pictures:copies", args=[failed.pk]))

    assert answer["Location"] == reverse("wagtailimages:edit", args=[failed.pk])
    failed.refresh_from_db()
    assert (failed.copies_state, failed.copies_error) == ("waiting", "")


def test_a_second_try_is_no_link(failed: Picture) -> None:
    assert as_role("photo").get(reverse("pictures:copies", args=[failed.pk])).status_code == 405


def test_a_second_try_is_not_for_everybody(failed: Picture) -> None:
    as_role("moderator").post(reverse("pictures:copies", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.copies_state == "failed"
