"""What every published copy says about itself: read by exiftool, which is not ours, from all copies of several inputs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.utils import timezone
from PIL import Image

from broadsheet.core.credit import chain_from
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import published, render
from broadsheet.photos.darkroom.specs import FIRST, LATER
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.photos.models import Picture
from broadsheet.photos.source_types import SCHEME
from broadsheet.reader.loading.pictures import load_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.exiftool]

Found = list[dict[str, Any]]
PRIVATE = ("gps", "serialnumber", "thumbnail", "makernote", "preview", "lensmodel", "ownername")
FORMATS = {".jpg", ".webp", ".avif"}
AGENCY_PICTURES = (
    "superdesk__superdesk-cp/ap/preview.jpg",
    "superdesk__superdesk-cp/fixtures/9e627f74b97841b3b8562b6547ada9c7-d1538139479c43e88021152.jpg",
    "superdesk__superdesk-core/IPTC-PhotometadataRef-Std2017.1.jpg",
    "superdesk__superdesk-core/media/fixtures/cp.jpg",
    "superdesk__superdesk-core/tag_reuters.com_0000_binary_GM1EA7M13RP01-VIEWIMAGE",
)
HOSTILE = ("pillow_hostile/exif_gps*.jpg", "pillow_hostile/exif*.jpg", "patt_metadata_xss/*")
GIVEN = {
    "creator": "Jane Døe",
    "credit_line": "Pool Photo via AP",
    "copyright_notice": "© 2026 Jane Døe",
    "usage_terms": "No sales; no <b>archive</b>",
    "digital_source_type": SCHEME + "compositeWithTrainedAlgorithmicMedia",
    "license_url": "https://agency.example/licence",
    "acquire_url": "https://agency.example/buy?id=4711&size=l",
}


@pytest.fixture
def copies(exiftool: Callable[..., Found], settings: Any) -> Callable[[Picture], Found]:
    """Return a function that makes every copy of a picture and says what exiftool finds in each."""

    def found(picture: Picture) -> Found:
        render(picture, FIRST)
        render(picture, LATER)
        names = picture.published_renditions.filter(recipe=picture.recipe).values_list("name", flat=True)
        paths = [Path(settings.MEDIA_ROOT) / "published" / name for name in sorted(set(names))]
        assert {path.suffix for path in paths} == FORMATS
        return exiftool(*paths)

    return found


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_i4_every_copy_says_all_that_a_licence_asks_for(
    format: str, draw: Callable[..., bytes], copies: Callable[[Picture], Found]
) -> None:
    for told in copies(import_picture(draw(700, 500, format=format), filename="a", overrides=GIVEN)):
        assert told["XMP-dc:Creator"] == [GIVEN["creator"]]
        assert told["XMP-photoshop:Credit"] == GIVEN["credit_line"]
        assert told["XMP-dc:Rights"] == GIVEN["copyright_notice"]
        assert told["XMP-xmpRights:UsageTerms"] == GIVEN["usage_terms"]
        assert told["XMP-iptcExt:DigitalSourceType"] == GIVEN["digital_source_type"]
        assert told["XMP-xmpRights:WebStatement"] == GIVEN["license_url"]
        assert told["XMP-plus:Licensor"] == [{"LicensorURL": GIVEN["acquire_url"]}]


def test_a_jpeg_says_its_credit_to_programs_that_know_iim_alone(
    draw: Callable[..., bytes], copies: Callable[[Picture], Found]
) -> None:
    found = copies(import_picture(draw(700, 500), filename="a", overrides=GIVEN))
    jpegs = [told for told in found if told["SourceFile"].endswith(".jpg")]

    assert jpegs
    for told in jpegs:
        assert (told["IPTC:By-line"], told["IPTC:Credit"]) == (GIVEN["creator"], GIVEN["credit_line"])
        assert told["IPTC:CopyrightNotice"] == GIVEN["copyright_notice"]


@pytest.mark.shared
@pytest.mark.parametrize("name", AGENCY_PICTURES, ids=lambda name: Path(name).name[:24])
def test_i4_exiftool_reads_the_credit_that_the_page_shows_from_every_copy(
    name: str, shared_dir: Path, copies: Callable[[Picture], Found]
) -> None:
    data = (shared_dir / "wire" / "fixtures" / "photo" / name).read_bytes()
    picture = import_picture(data, filename=name)
    shown = load_pictures([picture], now=timezone.now())[picture.pk]

    assert shown.credit
    for told in copies(picture):
        assert credit_in(told) == shown.credit
        assert private_in(told) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"source": "Nordavisa"}, id="source-alone"),
        pytest.param({"creator": "Jane Doe", "copyright_notice": "© 2026 Nordbyrå"}, id="copyright"),
        pytest.param({"caption": "Snow in Bodø. Foto: Jane Doe / NTB"}, id="caption"),
        pytest.param({"credit_line": "Jane Doe / Pool Photo via AP"}, id="all-in-one"),
    ],
)
def test_the_credit_travels_whichever_field_it_was_read_from(
    fields: dict[str, str], draw: Callable[..., bytes], copies: Callable[[Picture], Found]
) -> None:
    picture = import_picture(draw(400, 300), filename="a", overrides=fields)

    assert picture.credit
    assert {credit_in(told) for told in copies(picture)} == {picture.credit}


@pytest.mark.shared
def test_i4_i5_hostile_metadata_gives_copies_without_a_place_a_number_or_a_thumbnail(
    shared_dir: Path, copies: Callable[[Picture], Found], exiftool: Callable[..., Found]
) -> None:
    folder = shared_dir / "security" / "images"
    paths = sorted({path for pattern in HOSTILE for path in folder.glob(pattern)})
    taken, before = [], []
    for path in paths:
        try:
            taken.append(import_picture(path.read_bytes(), filename=path.name, overrides={"creator": "Jane Doe"}))
        except PictureRefusedError:
            continue
        before += exiftool(path)
    left = [(told["SourceFile"], one) for picture in taken for told in copies(picture) for one in private_in(told)]

    assert len(taken) >= 4
    assert any("gps" in tag.lower() for told in before for tag in told)  # control: the inputs have what is looked for
    assert left == []


@pytest.mark.parametrize("format", ["jpeg", "webp", "avif"])
def test_a_picture_in_wider_colours_is_published_in_the_colours_that_it_has(format: str, settings: Any) -> None:
    red = pyvips.Image.black(400, 300).bandjoin([0, 0]).linear(1, [255, 0, 0]).cast("uchar").copy(interpretation="srgb")
    wide = red.icc_transform("p3", input_profile="srgb").jpegsave_buffer(Q=95, subsample_mode="off")
    picture = import_picture(wide, filename="a.jpg")
    render(picture, FIRST)
    render(picture, LATER)
    shown = published(picture)
    assert shown is not None
    name = getattr(shown.widths[0], f"{format}_url").removeprefix(settings.PICTURES_URL)
    copy = colour_at((80, 60), Path(settings.PICTURES_ROOT) / name)
    unmanaged = colour_at((80, 60), io.BytesIO(wide))

    assert all(abs(one - other) <= 6 for one, other in zip(copy, (255, 0, 0), strict=True))
    assert unmanaged[1] > 30  # control: whoever drops the profile shows a duller red


def colour_at(place: tuple[int, int], file: Any) -> tuple[int, ...]:
    with Image.open(file) as image:
        found = image.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return found


def credit_in(told: dict[str, Any]) -> str:
    """Return the credit that a copy's metadata give, read as any other paper would."""
    creators = told.get("XMP-dc:Creator") or []
    return chain_from(
        creator=", ".join(creators if isinstance(creators, list) else [creators]),
        credit_line=str(told.get("XMP-photoshop:Credit", "")),
        source=str(told.get("XMP-photoshop:Source", "")),
        copyright_notice=str(told.get("XMP-dc:Rights", "")),
    ).text


def private_in(told: dict[str, Any]) -> list[str]:
    """Return the names of what no reader may be told."""
    return [tag for tag in told if any(word in tag.lower() for word in PRIVATE)]
