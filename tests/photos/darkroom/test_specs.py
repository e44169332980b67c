"""Which copies there are, and which part of a picture they show."""

from __future__ import annotations

import pytest

from broadsheet.photos.darkroom.specs import CROPS, box, steps
from broadsheet.photos.models import PublishedRendition


def test_the_crops_and_formats_are_those_that_the_database_knows() -> None:
    assert list(CROPS) == PublishedRendition.Crop.values


@pytest.mark.parametrize(
    ("width", "made"),
    [
        pytest.param(1, [1], id="one-pixel"),
        pytest.param(330, [320], id="a-step-is-near"),
        pytest.param(400, [320, 400], id="between-two-steps"),
        pytest.param(9000, [320, 640], id="more-than-is-shown"),
    ],
)
def test_a_picture_is_made_in_the_steps_that_it_has_pixels_for(width: int, made: list[int]) -> None:
    assert steps(width, (320, 640)) == made


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "expected"),
    [
        pytest.param((1200, 900), None, (0.5, 0.5), (0, 0, 1200, 900), id="the-whole"),
        pytest.param((1600, 900), 16 / 9, (0.1, 0.1), (0, 0, 1600, 900), id="it-has-the-ratio"),
        pytest.param((1200, 797), 3 / 2, (0.5, 0.5), (0, 0, 1200, 797), id="it-nearly-has-the-ratio"),
        pytest.param((900, 1600), 3 / 2, (0.5, 0.5), (0, 500, 900, 600), id="tall"),
        pytest.param((900, 1600), 3 / 2, (0.5, 0.0), (0, 0, 900, 600), id="tall-with-its-focus-at-the-top"),
        pytest.param((3000, 600), 3 / 2, (0.9, 0.5), (2100, 0, 900, 600), id="wide-with-its-focus-at-the-right"),
        pytest.param((1, 1), 16 / 9, (0.5, 0.5), (0, 0, 1, 1), id="one-pixel"),
    ],
)
def test_a_crop_keeps_as_much_as_its_ratio_allows_around_the_focus(
    size: tuple[int, int], ratio: float | None, focus: tuple[float, float], expected: tuple[int, int, int, int]
) -> None:
    assert box(*size, ratio, focus) == expected
