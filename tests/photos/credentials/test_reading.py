"""Reading the manifest that a picture arrives with."""

from __future__ import annotations

import importlib.util
import socket
import time
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.credentials import read, reading
from broadsheet.photos.darkroom import manifests
from broadsheet.photos.darkroom.workshop import Limits, Workshop
from broadsheet.photos.source_types import SCHEME

JPEG = "image/jpeg"
GENERATED = SCHEME + "trainedAlgorithmicMedia"


def test_a_picture_without_a_manifest_says_nothing(draw: Callable[..., bytes]) -> None:
    assert read(draw(), format=JPEG) == {}


@pytest.mark.usefixtures("trusting")
def test_a_picture_of_somebody_on_the_list_is_trusted(draw: Callable[..., bytes], sign: Callable[..., bytes]) -> None:
    told = read(sign(draw()), format=JPEG)

    assert (told["state"], told["signer"], told["issuer"]) == ("trusted", "Nordbyrå", "Nordbyrå AS")
    assert told["tool"].startswith("Nordkamera 2")
    assert [one["action"] for one in told["actions"]] == ["c2pa.created"]
    assert told["digital_source_type"] == SCHEME + "digitalCapture"
    assert orjson.loads(orjson.dumps(told)) == told


def test_a_picture_of_somebody_else_is_valid_and_no_more(
    draw: Callable[..., bytes], sign: Callable[..., bytes]
) -> None:
    assert read(sign(draw()), format=JPEG)["state"] == "valid"


@pytest.mark.parametrize(("format", "kind"), [(JPEG, "JPEG"), ("image/png", "PNG"), ("image/webp", "WEBP")])
def test_a_manifest_is_read_in_every_format_that_is_taken_in(
    format: str, kind: str, draw: Callable[..., bytes], sign: Callable[..., bytes]
) -> None:
    assert read(sign(draw(format=kind), format=format), format=format)["state"] == "valid"


@pytest.mark.usefixtures("trusting")
def test_one_other_byte_among_the_pixels_is_a_changed_picture(
    draw: Callable[..., bytes], sign: Callable[..., bytes]
) -> None:
    data = bytearray(sign(draw()))
    data[-200] ^= 0xFF
    told = read(bytes(data), format=JPEG)

    assert told["state"] == "changed"
    assert "assertion.dataHash.mismatch" in told["codes"]


@pytest.mark.parametrize("at", [20, 60, 300, 700, 1200, 1800])
def test_a_damaged_manifest_is_told_as_invalid_and_breaks_no_import(
    at: int, draw: Callable[..., bytes], sign: Callable[..., bytes]
) -> None:
    data = bytearray(sign(draw()))
    start = data.index(b"jumb") + at
    data[start : start + 8] = b"\xff" * 8

    assert read(bytes(data), format=JPEG).get("state", "none") in ("invalid", "changed", "none")


def test_reading_asks_nobody_on_the_network(
    draw: Callable[..., bytes], sign: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody was asked")

    data = sign(draw())
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert (
        manifests.OFFLINE["verify"] | {"remote_manifest_fetch": False, "ocsp_fetch": False}
        == manifests.OFFLINE["verify"]
    )
    assert manifests.told(data, format=JPEG, anchors="")["state"] == "valid"


def test_i3_reading_that_takes_too_long_is_ended_and_the_picture_stays(
    draw: Callable[..., bytes], sign: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(Limits(max_seconds=0.001))
    monkeypatch.setattr(reading, "_workshop", lambda: workshop)
    began = time.monotonic()
    told = read(sign(draw()), format=JPEG)
    workshop.close()

    assert told == {"state": "unread", "reason": "limits"}
    assert time.monotonic() - began < 10


def test_without_the_extra_a_manifest_is_told_as_unread(
    draw: Callable[..., bytes], sign: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, found = sign(draw()), importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "c2pa" else found(name))

    assert read(data, format=JPEG) == {"state": "unread", "reason": "extra"}
    assert read(draw(), format=JPEG) == {}


def test_a_list_of_the_trusted_that_is_gone_trusts_nobody(
    draw: Callable[..., bytes], sign: Callable[..., bytes], settings: Any, tmp_path: Any
) -> None:
    settings.PICTURES_TRUST_ANCHORS = tmp_path / "gone.pem"

    assert read(sign(draw()), format=JPEG)["state"] == "valid"


@pytest.mark.django_db
@pytest.mark.usefixtures("trusting")
def test_what_the_manifest_says_is_kept_with_the_picture(
    draw: Callable[..., bytes], sign: Callable[..., bytes]
) -> None:
    picture = import_picture(sign(draw(), source_type=GENERATED), filename="a.jpg")
    picture.refresh_from_db()

    assert picture.credentials["state"] == "trusted"
    assert picture.digital_source_type == GENERATED


@pytest.mark.parametrize(
    ("relationship", "expected"),
    [("parentOf", "trainedAlgorithmicMedia"), ("componentOf", "compositeSynthetic")],
)
def test_ai_in_what_the_picture_was_made_of_is_told(relationship: str, expected: str) -> None:
    actions = {
        "label": "c2pa.actions.v2",
        "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": GENERATED}]},
    }
    report = {
        "active_manifest": "a",
        "validation_state": "Valid",
        "manifests": {
            "a": {"ingredients": [{"active_manifest": "b", "relationship": relationship}]},
            "b": {"assertions": [actions], "ingredients": [{"active_manifest": "a", "relationship": "parentOf"}]},
        },
    }

    told = reading._with_source_type(manifests.facts(orjson.dumps(report).decode()))

    assert told["digital_source_type"] == SCHEME + expected


def test_i5_what_a_manifest_names_is_cut_and_cleaned() -> None:
    signature = {"common_name": "<script>\x00" + "x" * 5_000, "issuer": 7}
    report = {"active_manifest": "a", "validation_state": "Valid", "manifests": {"a": {"signature_info": signature}}}
    told = manifests.facts(orjson.dumps(report).decode())

    assert told["signer"].startswith("<script>x")
    assert len(told["signer"]) == manifests.MAX_TEXT
    assert told["issuer"] == ""


def test_a_report_that_is_too_long_is_not_read() -> None:
    assert manifests.facts("x" * (manifests.MAX_REPORT_CHARACTERS + 1))["state"] == "invalid"
