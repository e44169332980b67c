"""The demo's drawings become press pictures."""

import pytest
import pyvips

from broadsheet.demo.content import load
from broadsheet.demo.pictures import press_picture, rasterise
from broadsheet.photos.metadata import read


@pytest.fixture(scope="module")
def press() -> tuple[dict[str, str], bytes]:
    picture = next(picture for picture in load().pictures if picture.slug == "road-slide")
    return picture.fields(), press_picture(picture)


def test_a_drawing_becomes_a_jpeg_2400_pixels_wide(press: tuple[dict[str, str], bytes]) -> None:
    image = pyvips.Image.jpegload_buffer(press[1])

    assert (image.width, image.height) == (2400, 1600)


def test_a_press_picture_carries_its_words(press: tuple[dict[str, str], bytes]) -> None:
    words, jpeg = press
    told = read(jpeg)

    assert {name: getattr(told, name) for name in words} == words


def test_rasterising_alone_writes_no_metadata() -> None:
    picture = load().pictures[0]

    assert read(rasterise(picture.path)).creator == ""
