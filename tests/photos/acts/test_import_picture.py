"""A picture that comes in: checked, read, kept once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.photos import metadata
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.errors import NotAPictureError, PictureRefusedError, UnknownFieldError
from broadsheet.photos.models import Picture
from broadsheet.photos.signals import picture_changed

pytestmark = pytest.mark.django_db


def test_a_picture_arrives_with_what_it_says_about_itself(photo: bytes, facts: dict[str, str]) -> None:
    picture = Picture.objects.get(pk=import_picture(photo, filename="ferry.jpg", provider="AP").pk)

    assert {name: getattr(picture, name) for name in facts} == facts
    assert (picture.width, picture.height, picture.provider) == (800, 600, "AP")
    assert picture.credit == "Jane Døe / Pool Photo via AP"
    assert picture.is_complete


def test_the_log_says_when_it_came_and_from_whom_once(photo: bytes) -> None:
    picture = import_picture(photo, filename="a.jpg", provider="AP", overrides={"guid": "urn:1"})
    import_picture(photo, filename="a.jpg", provider="AP", overrides={"guid": "urn:1"})

    [event] = picture.events.all()
    assert (event.kind, event.detail) == ("came", {"provider": "AP"})


def test_what_the_item_beside_it_says_goes_first(photo: bytes) -> None:
    picture = import_picture(
        photo, filename="a.jpg", overrides={"caption": "Corrected.", "creator": "", "guid": "urn:1"}
    )

    assert (picture.caption, picture.creator, picture.guid) == ("Corrected.", "Jane Døe", "urn:1")


def test_an_override_that_a_picture_has_no_field_for_is_refused(photo: bytes) -> None:
    with pytest.raises(UnknownFieldError):
        import_picture(photo, filename="a.jpg", overrides={"ednote": "x"})


def test_the_title_is_the_headline_else_the_name_of_the_file(draw: Callable[..., bytes]) -> None:
    told = metadata.embed(draw(), {"headline": "Ferry in snow"})

    assert import_picture(told, filename="a.jpg").title == "Ferry in snow"
    assert import_picture(draw(), filename="Ferga i Bodø.jpg").title == "Ferga i Bodø"


@pytest.mark.parametrize(
    "filename", ["ferry.html", "../../etc/ferry.php", "..\\ferry.svg", "ferry", "", "fe\x00rry.jpg.exe", ".htaccess"]
)
def test_i1_the_extension_is_forced_from_the_content(photo: bytes, filename: str, settings: Any) -> None:
    picture = import_picture(photo, filename=filename)
    path = Path(picture.file.path).resolve()

    assert path.suffix == ".jpg"
    assert path.parent == (Path(settings.MEDIA_ROOT) / "original_images").resolve()


def test_the_same_picture_under_the_same_guid_is_kept_once(photo: bytes) -> None:
    first = import_picture(photo, filename="a.jpg", overrides={"guid": "urn:1"})
    again = import_picture(photo, filename="a.jpg", overrides={"guid": "urn:1"})

    assert again.pk == first.pk


@pytest.mark.parametrize("overrides", [{"guid": "urn:2"}, {}], ids=["another-guid", "no-guid"])
def test_another_item_with_the_same_pixels_is_another_picture(photo: bytes, overrides: dict[str, str]) -> None:
    first = import_picture(photo, filename="a.jpg", overrides={"guid": "urn:1"})

    assert import_picture(photo, filename="a.jpg", overrides=overrides).pk != first.pk


def test_what_is_no_picture_leaves_nothing_behind(settings: Any) -> None:
    with pytest.raises(NotAPictureError):
        import_picture(b"<svg onload='alert(1)'/>", filename="a.jpg")

    assert not Picture.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_an_import_is_announced_once(photo: bytes) -> None:
    heard: list[Picture] = []

    def listen(picture: Picture, **_kwargs: Any) -> None:
        heard.append(picture)

    picture_changed.connect(listen)
    try:
        picture = import_picture(photo, filename="a.jpg")
    finally:
        picture_changed.disconnect(listen)

    assert heard == [picture]


def test_text_longer_than_its_field_is_cut(draw: Callable[..., bytes]) -> None:
    picture = import_picture(metadata.embed(draw(), {"creator": "A" * 900}), filename="a.jpg")

    assert picture.creator == "A" * 254 + "…"


@pytest.mark.shared
def test_i5_script_in_metadata_is_kept_as_text(shared_dir: Path) -> None:
    folder = shared_dir / "security" / "images" / "patt_metadata_xss"
    pictures = []
    for path in sorted(folder.iterdir()):
        try:
            pictures.append(import_picture(path.read_bytes(), filename=path.name))
        except PictureRefusedError:
            continue

    assert len(pictures) >= 2
    assert all("<" not in picture.file.name for picture in pictures)
