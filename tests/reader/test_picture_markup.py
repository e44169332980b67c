"""How a page asks for its pictures: formats, widths, and which comes first."""

from __future__ import annotations

import pytest
from lxml import html
from lxml.html import HtmlElement

from broadsheet.reader.templating import environment
from broadsheet.reader.values import Picture, Variant

SIZES = "(min-width: 64rem) 50vw, 92vw"


def variants(crop: str, *sizes: tuple[int, int], avif: bool = True) -> tuple[Variant, ...]:
    return tuple(
        Variant(wide, high, f"/m/{crop}-{wide}.webp", f"/m/{crop}-{wide}.jpg", f"/m/{crop}-{wide}.avif" if avif else "")
        for wide, high in sizes
    )


PICTURE = Picture(
    width=1280,
    height=960,
    alt="A tug",
    variants=variants("full", (640, 480), (1280, 960)),
    lead=variants("lead", (960, 540), (1920, 1080)),
    card=variants("card", (320, 213), (640, 427), avif=False),
)


def drawn(call: str, picture: Picture = PICTURE) -> HtmlElement:
    source = '{% from "parts/picture.html" import picture, preload %}' + call
    text = environment("en").from_string(source).render(image=picture, sizes=SIZES)
    return html.fragment_fromstring(text, create_parent="div")


def test_the_smallest_format_is_offered_first_and_jpeg_is_what_is_left() -> None:
    tree = drawn("{{ picture(image, sizes) }}")

    assert tree.xpath("//source/@type") == ["image/avif", "image/webp"]
    assert tree.xpath("//source/@sizes") == [SIZES, SIZES]
    assert tree.xpath("//source[@type='image/avif']/@srcset") == ["/m/full-640.avif 640w, /m/full-1280.avif 1280w"]
    assert tree.xpath("//img/@srcset") == ["/m/full-640.jpg 640w, /m/full-1280.jpg 1280w"]
    assert tree.xpath("//img/@src") == ["/m/full-1280.jpg"]


def test_until_avif_is_made_webp_comes_first() -> None:
    tree = drawn('{{ picture(image, sizes, "r32") }}{{ preload(image, sizes, "r32") }}')

    assert tree.xpath("//source/@type") == ["image/webp"]
    assert tree.xpath("//link/@type") == ["image/webp"]


@pytest.mark.parametrize(
    ("shape", "name", "width", "height"),
    [("", "full", "1280", "960"), ("r11", "full", "1280", "960"), ("r169", "lead", "1920", "1080")],
)
def test_a_shape_has_files_of_its_own_and_says_how_large_they_are(
    shape: str, name: str, width: str, height: str
) -> None:
    (image,) = drawn(f'{{{{ picture(image, sizes, "{shape}") }}}}').xpath("//img")

    assert f"/m/{name}-" in image.get("src")
    assert (image.get("width"), image.get("height")) == (width, height)


def test_a_shape_that_the_stylesheet_changes_takes_the_whole_picture() -> None:
    (image,) = drawn('{{ picture(image, sizes, "r169", true, true) }}').xpath("//img")

    assert (image.get("class"), image.get("src")) == ("r169", "/m/full-1280.jpg")


def test_what_opens_the_page_is_fetched_at_once_and_the_rest_when_it_is_near() -> None:
    (first,) = drawn("{{ picture(image, sizes, eager=true) }}").xpath("//img")
    (other,) = drawn("{{ picture(image, sizes) }}").xpath("//img")

    assert (first.get("fetchpriority"), first.get("loading")) == ("high", None)
    assert (other.get("fetchpriority"), other.get("loading")) == (None, "lazy")


def test_the_preload_asks_for_the_very_files_that_the_picture_is_shown_with() -> None:
    tree = drawn('{{ preload(image, sizes, "r169") }}{{ picture(image, sizes, "r169", true) }}')
    (link,) = tree.xpath("//link[@rel='preload'][@as='image']")
    (source,) = tree.xpath("//source[@type='image/avif']")

    assert link.get("imagesrcset") == source.get("srcset")
    assert (link.get("imagesizes"), link.get("type"), link.get("href")) == (source.get("sizes"), "image/avif", None)
