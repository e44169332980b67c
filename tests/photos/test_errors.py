"""What a person is told when a picture is refused."""

from __future__ import annotations

import pytest
from django.utils import translation

from broadsheet.photos.errors import (
    AnimatedPngError,
    CopiesStoppedError,
    DecoderStoppedError,
    NotAPictureError,
    PhotosError,
    PictureFileTooLargeError,
    PictureTooLargeError,
    PictureUnreadableError,
    TooManyFramesError,
)

EVERY = [
    NotAPictureError("content of no known kind"),
    AnimatedPngError(),
    PictureTooLargeError(9000, 9000, 1, max_pixels=50_000_000),
    PictureFileTooLargeError(1, max_bytes=25 * 2**20),
    TooManyFramesError(201, max_frames=200),
    DecoderStoppedError("ended by SIGKILL"),
    PictureUnreadableError(7, "gone"),
    CopiesStoppedError(7, "ended by SIGKILL"),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_a_refusal_is_a_plain_sentence_without_the_detail_of_the_log(error: PhotosError) -> None:
    assert error.said.endswith(".")
    assert "%(" not in error.said
    assert str(error) not in error.said


def test_a_refusal_names_its_limit() -> None:
    assert "9000 × 9000 pixels. At most 50 million" in EVERY[2].said
    assert "larger than 25 MB" in EVERY[3].said


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_a_refusal_is_said_in_norwegian_with_the_same_facts(error: PhotosError) -> None:
    with translation.override("nb"):
        said = translation.gettext(error.template) % vars(error)

    assert said != error.said
    assert "%(" not in said
