"""The copies that readers get."""

from __future__ import annotations

import errno
import io
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from PIL import Image

from broadsheet.photos import metadata
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import _rendered, made_for, previewed_for, published, published_for, render
from broadsheet.photos.checks import check_upload
from broadsheet.photos.darkroom.specs import FIRST, LATER
from broadsheet.photos.errors import PictureUnreadableError
from broadsheet.photos.files import MADE
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.published import Variant

pytestmark = pytest.mark.django_db

PRIVATE = ("GPS", "SerialNumber", "Thumbnail", "MakerNote", "Preview", "Location", "Make", "Model", "Software")

LICENCE = {
    "license_url": "https://agency.example/licence",
    "acquire_url": "https://agency.example/buy",
    "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
}


def files(settings: Any) -> list[Path]:
    return sorted(Path(settings.PICTURES_ROOT).iterdir())


def content(variant: Variant, settings: Any, *, format: str = "jpeg") -> bytes:
    url = getattr(variant, f"{format}_url")
    return (Path(settings.PICTURES_ROOT) / url.removeprefix(settings.PICTURES_URL)).read_bytes()


def opened(variant: Variant, settings: Any, *, format: str = "jpeg") -> Image.Image:
    return Image.open(io.BytesIO(content(variant, settings, format=format)))


def from_a_camera(draw: Callable[..., bytes], **more: Any) -> bytes:
    """Return a JPEG with everything that a telephone writes about its owner, by EXIF and by XMP."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Model 1", more.pop("orientation", 1)
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (67.0, 17.0, 0.0), "E", (14.0, 24.0, 0.0)
    inner = exif.get_ifd(0x8769)
    inner[0xA431], inner[0x927C] = "SERIAL-4711", b"MAKERNOTE-4711"
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="67,17N" '
        b'xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="SERIAL-4711" '
        b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Pool Photo via AP"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    return draw(exif=exif, xmp=xmp, **more)


def test_a_picture_comes_in_every_width_that_it_has_pixels_for(draw: Callable[..., bytes], settings: Any) -> None:
    shown = published(import_picture(draw(1300, 900), filename="a.jpg"))

    assert [variant.width for variant in shown.widths] == [160, 320, 640, 960, 1280]
    assert [variant.width for variant in shown.crops["card"]] == [320, 640, 960, 1280]
    for variant in shown.widths:
        for format in ("jpeg", "webp"):
            kind = check_upload(content(variant, settings, format=format))
            assert (kind.format, kind.width, kind.height) == (format, variant.width, variant.height)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (200, [160, 200]),
        (533, [160, 320, 533]),
        (1000, [160, 320, 640, 960]),
        (2500, [160, 320, 640, 960, 1280]),
        (1, [1]),
    ],
)
def test_a_picture_between_two_steps_is_also_shown_in_its_own_width(
    draw: Callable[..., bytes], width: int, widths: list[int]
) -> None:
    shown = published(import_picture(draw(width, 400), filename="a.jpg"))

    assert [variant.width for variant in shown.widths] == widths


@pytest.mark.parametrize(("crop", "ratio"), [("lead", 16 / 9), ("card", 3 / 2)])
@pytest.mark.parametrize(("width", "height"), [(1300, 900), (900, 1300), (4000, 400)])
def test_a_crop_has_its_ratio_whatever_the_picture_has(
    draw: Callable[..., bytes], crop: str, ratio: float, width: int, height: int
) -> None:
    widest = published(import_picture(draw(width, height), filename="a.jpg")).crops[crop][-1]

    assert widest.width / widest.height == pytest.approx(ratio, rel=0.02)


def test_a_crop_keeps_the_focal_point(draw: Callable[..., bytes], settings: Any) -> None:
    picture = import_picture(draw(1000, 1600), filename="a.jpg")
    before = published(picture)
    picture.focal_point_x, picture.focal_point_y = 250, 100
    picture.focal_point_width = picture.focal_point_height = 50
    picture.save()
    after = published(picture)

    assert after.focus == (25, 6)
    assert after.crops["lead"][0].jpeg_url != before.crops["lead"][0].jpeg_url
    with opened(after.crops["lead"][0], settings) as top, opened(before.crops["lead"][0], settings) as middle:
        assert top.getpixel((20, 20)) == pytest.approx((20, 40, 60), abs=12)
        assert middle.getpixel((20, 175)) != pytest.approx((20, 40, 60), abs=12)


def test_a_picture_is_turned_upright(draw: Callable[..., bytes], settings: Any) -> None:
    shown = published(import_picture(from_a_camera(draw, width=1200, height=800, orientation=6), filename="a.jpg"))

    assert (shown.width, shown.height) == (800, 1200)
    with opened(shown.widths[0], settings) as image:
        assert image.getpixel((image.width - 5, 5)) == pytest.approx((20, 40, 60), abs=12)


@pytest.mark.parametrize(
    ("format", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P")]
)
def test_every_colour_space_becomes_srgb(draw: Callable[..., bytes], settings: Any, format: str, mode: str) -> None:
    shown = published(import_picture(draw(400, 300, format=format, mode=mode), filename="a"))

    for kind in ("jpeg", "webp"):
        with opened(shown.widths[-1], settings, format=kind) as image:
            assert image.mode == "RGB" or (kind, mode) == ("webp", "RGBA")
            assert image.convert("RGB").getpixel((300, 20)) == pytest.approx((200, 210, 220), abs=30)


def test_a_name_tells_picture_content_and_width(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="<script>.jpg")
    published(picture)

    assert all(path.name.startswith(f"{picture.pk}-") for path in files(settings))
    assert all(len(path.name.split("-")[1]) == 16 for path in files(settings))
    assert {path.stat().st_mode & 0o777 for path in files(settings)} == {0o644}


def test_credit_and_copyright_stay_in_every_copy(photo: bytes, facts: dict[str, str], settings: Any) -> None:
    published(import_picture(photo, filename="a.jpg"))

    assert len(files(settings)) > 10
    for path in files(settings):
        told = metadata.read(path.read_bytes())
        assert {name: getattr(told, name) for name in facts} == facts


@pytest.mark.exiftool
def test_avif_carries_what_a_licence_asks_for_as_well(
    photo: bytes, settings: Any, exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    picture = import_picture(photo, filename="a.jpg", overrides=LICENCE)
    render(picture, LATER)
    published(picture)

    for found in exiftool(*Path(settings.PICTURES_ROOT).glob("*.avif")):
        assert found["XMP-dc:Creator"] == ["Jane Døe"]
        assert found["XMP-photoshop:Credit"] == "Pool Photo via AP"
        assert found["XMP-dc:Rights"] == "© 2026 Jane Døe"
        assert found["XMP-xmpRights:UsageTerms"] == "No sales"
        assert found["XMP-xmpRights:WebStatement"] == LICENCE["license_url"]
        assert found["XMP-plus:Licensor"] == [{"LicensorURL": LICENCE["acquire_url"]}]
        assert found["XMP-iptcExt:DigitalSourceType"] == LICENCE["digital_source_type"]


def test_what_the_desk_changed_is_in_the_copies(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    picture.credit_line = "NTB"
    picture.save()

    assert metadata.read(content(published(picture).widths[0], settings)).credit_line == "NTB"


@pytest.mark.exiftool
def test_i4_nothing_private_is_published(
    draw: Callable[..., bytes], settings: Any, exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    picture = import_picture(from_a_camera(draw), filename="a.jpg")
    render(picture, LATER)
    published(picture)

    assert {path.suffix for path in files(settings)} == {".avif", ".webp", ".jpg"}
    for path, found in zip(files(settings), exiftool(*files(settings)), strict=True):
        assert [tag for tag in found if any(word in tag for word in PRIVATE)] == []
        assert found["XMP-photoshop:Credit"] == "Pool Photo via AP"
        assert b"4711" not in path.read_bytes()


@pytest.mark.exiftool
def test_i4_control_the_original_has_all_of_it(
    draw: Callable[..., bytes], tmp_path: Path, exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    path = tmp_path / "original.jpg"
    path.write_bytes(from_a_camera(draw))
    (found,) = exiftool(path)

    assert {"GPS:GPSLatitude", "XMP-exif:GPSLatitude", "XMP-aux:SerialNumber", "IFD0:Model"} <= set(found)
    assert b"MAKERNOTE-4711" in path.read_bytes()


@pytest.mark.exiftool
@pytest.mark.shared
@pytest.mark.parametrize("name", ["exif_gps.jpg", "exif_gps_typeerror.jpg", "exif_typeerror.jpg"])
def test_i4_pictures_with_a_place_are_published_without(
    shared_dir: Path, name: str, settings: Any, exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    data = (shared_dir / "security" / "images" / "pillow_hostile" / name).read_bytes()
    published(import_picture(data, filename=name))

    assert [tag for found in exiftool(*files(settings)) for tag in found if "GPS" in tag or "Thumbnail" in tag] == []


def test_i1_what_a_picture_is_besides_is_not_published(draw: Callable[..., bytes], settings: Any) -> None:
    both = draw(format="GIF") + b"<script>alert(4711)</script>PK\x03\x04"
    published(import_picture(both, filename="a.html"))

    assert b"4711" in both
    assert all(b"4711" not in path.read_bytes() for path in files(settings))


def test_many_pictures_take_two_queries_once_they_are_made(
    photo: bytes, django_assert_num_queries: Callable[[int], Any]
) -> None:
    pictures = [import_picture(photo, filename=f"{number}.jpg") for number in range(3)]
    published_for(pictures)

    with django_assert_num_queries(2):
        shown = published_for(pictures)

    assert list(shown) == [picture.pk for picture in pictures]


def test_nothing_is_made_twice(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    first = published(picture)
    times = [path.stat().st_mtime_ns for path in files(settings)]

    assert published(Picture.objects.get(pk=picture.pk)) == first
    assert [path.stat().st_mtime_ns for path in files(settings)] == times


def test_a_lost_file_is_made_again(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    shown = published(picture)
    names = files(settings)
    names[0].unlink()

    assert published(picture) == shown
    assert files(settings) == names


def test_w16_a_preview_s_copies_have_the_desk_s_addresses_and_make_nothing_public(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    shown = made_for([picture])[picture.pk]

    assert shown.widths[0].webp_url.startswith(f"{settings.MEDIA_URL}{MADE}/")
    assert not Path(settings.PICTURES_ROOT).exists()


def test_w16_control_what_a_public_page_shows_is_public(photo: bytes, settings: Any) -> None:
    published(import_picture(photo, filename="a.jpg"))
    assert len(files(settings)) > 10


def test_copies_become_public_where_the_folders_lie_on_two_disks(
    photo: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr("os.link", refused)
    published(import_picture(photo, filename="a.jpg"))
    assert len(files(settings)) > 10


def test_copies_that_an_earlier_release_made_public_are_not_made_again(
    photo: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    shown = published(picture)
    shutil.rmtree(Path(settings.MEDIA_ROOT) / MADE)
    monkeypatch.setattr("broadsheet.photos.acts.render._rendered", None)

    assert published(picture) == shown
    assert made_for([picture])[picture.pk].width == shown.width


def test_files_of_the_state_before_stay_and_those_of_earlier_ones_go_after_a_day(
    photo: bytes, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    published(picture)
    first = set(files(settings))
    states = [first]
    for caption in ("Another.", "A third."):
        PublishedRendition.objects.update(made_at=F("made_at") - timedelta(days=2))
        picture.caption = caption
        with django_capture_on_commit_callbacks(execute=True):
            picture.save()
            published(picture)
        states.append(set(files(settings)))

    assert first < states[1]
    assert first.isdisjoint(states[2])
    assert states[1] - first < states[2]


def test_a_deleted_picture_leaves_no_public_file(
    photo: bytes, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    published(picture)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()

    assert files(settings) == []


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_picture_that_cannot_be_read_is_left_out_and_stops_no_page(photo: bytes, settings: Any, harm: str) -> None:
    whole, broken = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")
    path = Path(broken.file.path)
    path.unlink() if harm == "gone" else path.write_bytes(photo[:4000])

    assert list(published_for([broken, whole])) == [whole.pk]
    assert list(previewed_for([broken, whole])) == [whole.pk]

    broken.refresh_from_db()
    assert (broken.copies_state, broken.copies_error) == ("failed", PictureUnreadableError.template)
    assert broken.events.filter(kind="failed").count() == 1


def test_a_publication_is_told_of_a_picture_that_cannot_be_read(photo: bytes) -> None:
    broken = import_picture(photo, filename="b.jpg")
    Path(broken.file.path).unlink()

    with pytest.raises(PictureUnreadableError) as caught:
        made_for([broken])

    assert caught.value.picture_id == broken.pk


def test_a_page_does_not_decode_again_what_has_failed(photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = import_picture(photo, filename="b.jpg")
    Path(broken.file.path).write_bytes(photo[:4000])
    assert published(broken) is None
    tried: list[int] = []
    monkeypatch.setattr("broadsheet.photos.acts.render._rendered", lambda picture, formats: tried.append(picture.pk))

    assert published(Picture.objects.get(pk=broken.pk)) is None
    assert tried == []


def test_a_public_folder_that_takes_no_file_costs_a_page_the_picture_alone(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = import_picture(photo, filename="a.jpg"), import_picture(photo, filename="b.jpg")

    def reveal_but_one(names: set[str]) -> bool:
        if any(name.startswith(f"{one.pk}-") for name in names):
            raise OSError(28, "No space left on device")
        return False

    monkeypatch.setattr("broadsheet.photos.acts.render.reveal", reveal_but_one)

    assert list(published_for([one, other])) == [other.pk]
    one.refresh_from_db()
    assert (one.copies_state, one.copies_tries) == ("waiting", 1)


def test_an_ordinary_agency_picture_is_made_in_time(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(2400, 1600), filename="a.jpg")
    begin = time.process_time()
    published(picture)

    assert time.process_time() - begin < 3


def test_a_crop_that_takes_nothing_off_is_no_second_file(draw: Callable[..., bytes], settings: Any) -> None:
    shown = published(import_picture(draw(960, 640), filename="a.jpg"))

    assert shown.crops["card"] == shown.widths[1:]
    assert len(files(settings)) == len({(path.suffix, path.name.rpartition("-")[0]) for path in files(settings)})


def test_a_page_has_avif_only_once_all_of_a_crop_is_made(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    before = published(picture)
    render(picture, LATER)
    after = published(picture)

    assert {variant.avif_url for variant in before.widths} == {""}
    assert all(variant.avif_url.endswith(f"-{variant.width}.avif") for variant in after.widths)
    for variant in after.crops["lead"]:
        with opened(variant, settings, format="avif") as image:
            assert (image.format, image.width, image.height) == ("AVIF", variant.width, variant.height)


def test_avif_that_is_lost_is_left_out_and_made_again(photo: bytes, settings: Any) -> None:
    picture = import_picture(photo, filename="a.jpg")
    Picture.objects.update(copies_state="ready")
    render(picture, LATER)
    for path in (Path(settings.MEDIA_ROOT) / MADE).glob("*.avif"):
        path.unlink()

    assert {variant.avif_url for variant in published(picture).widths} == {""}
    picture.refresh_from_db()
    assert picture.copies_state == "basic"


def test_every_copy_is_handed_over_to_be_signed(photo: bytes, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def signed(content: bytes, *, format: str, **_: Any) -> bytes:
        return content + f"signed as {format}".encode()

    monkeypatch.setattr("broadsheet.photos.acts.render.signed", signed)
    picture = import_picture(photo, filename="a.jpg")
    render(picture, (*FIRST, *LATER))
    published(picture)

    names = {"avif": "avif", "webp": "webp", "jpg": "jpeg"}
    assert all(path.read_bytes().endswith(f"signed as {names[path.suffix[1:]]}".encode()) for path in files(settings))


def test_what_another_process_made_meanwhile_stands_and_leaves_no_file_behind(
    photo: bytes, monkeypatch: pytest.MonkeyPatch, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    picture = import_picture(photo, filename="a.jpg")
    shown = made_for([picture])[picture.pk]
    monkeypatch.setattr("broadsheet.photos.acts.render.signed", lambda content, **_: content + b"another seal")
    with django_capture_on_commit_callbacks(execute=True):
        _rendered(picture, FIRST)

    assert made_for([picture])[picture.pk] == shown
    kept = {path.name for path in (Path(settings.MEDIA_ROOT) / MADE).iterdir()}
    assert kept == set(PublishedRendition.objects.values_list("name", flat=True))
