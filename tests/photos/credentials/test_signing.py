"""Signing published copies with the newsroom's certificate."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
import orjson
import pytest
from cryptography import x509
from django.utils import timezone

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import published, render
from broadsheet.photos.credentials import can_sign, fault, identity, signed
from broadsheet.photos.credentials.signing import MEDIA_TYPES
from broadsheet.photos.darkroom import manifests
from broadsheet.photos.darkroom.specs import FIRST, LATER
from tests.photos.credentials.conftest import Signatory, signatory

pytestmark = pytest.mark.django_db


def copies(settings: Any) -> list[Path]:
    return sorted(path for path in (Path(settings.MEDIA_ROOT) / "published").iterdir() if path.is_file())


def report_of(content: bytes, format: str, anchors: bytes) -> dict[str, Any]:
    with c2pa.Settings.from_dict(manifests.settings(anchors.decode())) as chosen, c2pa.Context(chosen) as context:
        with c2pa.Reader(format, io.BytesIO(content), context=context) as reader:
            found: dict[str, Any] = orjson.loads(reader.json())
    return found


def active(report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = report["manifests"][report["active_manifest"]]
    return found


def test_without_a_certificate_a_copy_stays_as_it_is(draw: Callable[..., bytes]) -> None:
    picture = import_picture(draw(), filename="a.jpg")

    assert not can_sign()
    assert signed(b"bytes", format="jpeg", picture=picture) == b"bytes"


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize("format", sorted(MEDIA_TYPES))
def test_every_format_that_readers_get_is_signed_with_its_history(
    format: str, draw: Callable[..., bytes], newsroom: Signatory
) -> None:
    picture = import_picture(draw(), filename="a.jpg")
    content = signed(draw(320, 240, format=format.upper()), format=format, picture=picture, crop="lead")
    report = report_of(content, MEDIA_TYPES[format], newsroom.root)
    [listed] = [one for one in active(report)["assertions"] if one["label"].startswith("c2pa.actions")]

    assert report["validation_state"] == "Trusted"
    assert active(report)["signature_info"]["common_name"] == "Nordavisa"
    assert [action["action"] for action in listed["data"]["actions"]] == [
        "c2pa.opened",
        "c2pa.cropped",
        "c2pa.resized",
        "c2pa.converted",
    ]


@pytest.mark.usefixtures("signing")
def test_the_agencys_own_manifest_travels_inside_ours(
    draw: Callable[..., bytes], sign: Callable[..., bytes], newsroom: Signatory
) -> None:
    picture = import_picture(sign(draw()), filename="a.jpg")
    report = report_of(signed(draw(), format="jpeg", picture=picture), "image/jpeg", newsroom.root)
    [parent] = active(report)["ingredients"]

    assert parent["relationship"] == "parentOf"
    assert report["manifests"][parent["active_manifest"]]["signature_info"]["common_name"] == "Nordbyrå"


@pytest.mark.usefixtures("signing")
def test_every_published_copy_is_signed(draw: Callable[..., bytes], settings: Any, newsroom: Signatory) -> None:
    picture = import_picture(draw(700, 500), filename="a.jpg")
    render(picture, FIRST)
    render(picture, LATER)
    types = {".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif"}
    states = {
        path.name: report_of(path.read_bytes(), types[path.suffix], newsroom.root)["validation_state"]
        for path in copies(settings)
    }

    assert {Path(name).suffix for name in states} == set(types)
    assert set(states.values()) == {"Trusted"}


def test_a_certificate_that_comes_later_makes_the_copies_anew(
    draw: Callable[..., bytes], request: pytest.FixtureRequest
) -> None:
    picture = import_picture(draw(), filename="a.jpg")
    before = published(picture)
    request.getfixturevalue("signing")
    after = published(picture)

    assert before is not None
    assert after is not None
    assert before.widths[0].jpeg_url != after.widths[0].jpeg_url


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize("file", ["PICTURES_CERTIFICATE", "PICTURES_PRIVATE_KEY"])
def test_a_certificate_or_key_that_is_none_stops_no_publication(
    file: str, draw: Callable[..., bytes], settings: Any
) -> None:
    getattr(settings, file).write_text("no PEM at all")
    picture = import_picture(draw(), filename="a.jpg")

    assert published(picture) is not None
    assert signed(b"bytes", format="jpeg", picture=picture) == b"bytes"


@pytest.mark.usefixtures("signing")
def test_a_certificate_that_has_ended_signs_nothing_and_nobody_says_so(
    draw: Callable[..., bytes], settings: Any
) -> None:
    ended = signatory("Nordavisa", now=datetime(2026, 1, 1, tzinfo=UTC))
    settings.PICTURES_CERTIFICATE.write_bytes(ended.chain)
    settings.PICTURES_PRIVATE_KEY.write_bytes(ended.key)
    picture = import_picture(draw(), filename="a.jpg")

    assert not can_sign()
    assert signed(b"bytes", format="jpeg", picture=picture) == b"bytes"


@pytest.mark.usefixtures("signing")
def test_anothers_key_signs_nothing(agency: Signatory, settings: Any) -> None:
    settings.PICTURES_PRIVATE_KEY.write_bytes(agency.key)

    assert not can_sign()


def test_a_newsroom_without_a_certificate_is_told_of_no_fault() -> None:
    assert fault(timezone.now()) == ""


MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize(
    ("edge", "after", "said"),
    [
        ("not_valid_before_utc", -MINUTE, "holds only from"),
        ("not_valid_before_utc", MINUTE, ""),
        ("not_valid_after_utc", -MINUTE, "Get a new one before that."),
        ("not_valid_after_utc", MINUTE, "no longer signed"),
    ],
    ids=["early", "holds", "soon", "late"],
)
def test_a_certificate_that_does_not_hold_or_soon_will_not_is_told_of(
    settings: Any, monkeypatch: pytest.MonkeyPatch, edge: str, after: timedelta, said: str
) -> None:
    monkeypatch.setattr(identity, "ENDS_SOON", timedelta(hours=1))
    own = x509.load_pem_x509_certificates(settings.PICTURES_CERTIFICATE.read_bytes())[0]

    told = fault(getattr(own, edge) + after)

    assert (said in told, bool(told)) == (True, bool(said))


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize("harm", ["another's key", "no PEM", "gone", "half set"])
def test_a_certificate_that_cannot_be_used_is_told_of(agency: Signatory, settings: Any, harm: str) -> None:
    key = settings.PICTURES_PRIVATE_KEY
    match harm:
        case "another's key":
            key.write_bytes(agency.key)
        case "no PEM":
            key.write_text("no PEM at all")
        case "gone":
            key.unlink()
        case _:
            settings.PICTURES_PRIVATE_KEY = None

    assert fault(timezone.now()).endswith(".")


@pytest.mark.usefixtures("signing")
def test_a_certificate_that_is_gone_stops_no_publication(draw: Callable[..., bytes], settings: Any) -> None:
    settings.PICTURES_CERTIFICATE.unlink()

    assert not can_sign()
    assert published(import_picture(draw(), filename="a.jpg")) is not None


PLACE = {
    "label": "stds.exif",
    "kind": "Json",
    "data": {"@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:GPSLatitude": "67,17N-4711"},
}


def private_picture(draw: Callable[..., bytes], sign: Callable[..., bytes]) -> bytes:
    """Return a picture whose manifest has a thumbnail and two places."""
    return sign(draw(), has_thumbnail=True, also=[PLACE, PLACE])


@pytest.mark.usefixtures("signing")
def test_i4_a_place_and_a_thumbnail_in_the_manifest_that_came_are_not_published(
    draw: Callable[..., bytes], sign: Callable[..., bytes], newsroom: Signatory
) -> None:
    data = private_picture(draw, sign)
    picture = import_picture(data, filename="a.jpg")
    copy = signed(draw(200, 150), format="jpeg", picture=picture)
    report = report_of(copy, "image/jpeg", newsroom.root)

    assert data.count(b"4711") == 2  # control: the file that came has them
    assert data.count(b"\xff\xd8\xff") > 1
    assert copy.count(b"4711") == 0
    assert copy.count(b"\xff\xd8\xff") == 1
    assert report["validation_state"] == "Trusted"
    assert any(one.get("signature_info", {}).get("common_name") == "Nordbyrå" for one in report["manifests"].values())


@pytest.mark.usefixtures("signing")
def test_i4_a_record_of_which_the_private_cannot_be_taken_out_stays_behind(
    draw: Callable[..., bytes], sign: Callable[..., bytes], newsroom: Signatory
) -> None:
    picture = import_picture(private_picture(draw, sign), filename="a.jpg")
    picture.credentials["private"] = []
    copy = signed(draw(200, 150), format="jpeg", picture=picture)
    report = report_of(copy, "image/jpeg", newsroom.root)

    assert copy.count(b"4711") == 0
    assert len(report["manifests"]) == 1
    assert active(report)["ingredients"][0]["relationship"] == "parentOf"
