"""What the desk is told of content credentials."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from broadsheet.photos.credentials import sentences
from broadsheet.photos.source_types import SCHEME

TRUSTED = {
    "state": "trusted",
    "signer": "Nordbyrå",
    "signed_at": "2026-11-01T10:00:00+00:00",
    "tool": "Nordkamera 2",
    "actions": [{"action": "c2pa.created"}, {"action": "c2pa.cropped"}, {"action": "org.own"}],
    "digital_source_type": SCHEME + "trainedAlgorithmicMedia",
    "ingredients": 2,
}


def test_the_desk_reads_who_signed_with_what_and_what_was_done() -> None:
    told = " ".join(sentences(TRUSTED))

    for words in (
        "Nordbyrå",
        "2026",
        "Nordkamera 2",
        "created, cropped, org.own",
        "Generated with AI",
        "2 other files",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        pytest.param({}, "no content credentials", id="none"),
        pytest.param({"state": "valid", "signer": "X"}, "not on the newsroom's list", id="valid"),
        pytest.param({"state": "changed", "signer": "X"}, "changed after X signed it", id="changed"),
        pytest.param({"state": "invalid", "codes": ["claim.malformed"]}, "claim.malformed", id="invalid"),
        pytest.param({"state": "unread", "reason": "extra"}, "install the extra", id="no-extra"),
        pytest.param({"state": "unread", "reason": "limits"}, "took too long", id="limits"),
        pytest.param({"state": "trusted"}, "somebody without a name", id="nameless"),
        pytest.param({"state": "trusted", "signed_at": "2026-99-99T10:00:00Z"}, "as it was signed", id="no-such-day"),
    ],
)
def test_each_state_has_its_sentence(credentials: dict[str, Any], words: str) -> None:
    assert words in " ".join(sentences(credentials))


def test_the_loss_is_said_where_copies_are_not_signed() -> None:
    assert "no certificate" in sentences(TRUSTED)[-1]


@pytest.mark.usefixtures("signing")
def test_the_desk_reads_that_copies_are_signed() -> None:
    assert "signed by the newsroom" in sentences(TRUSTED)[-1]


def test_the_sentences_are_norwegian_for_a_norwegian_desk() -> None:
    with translation.override("nb"):
        assert "signert" in sentences(TRUSTED)[0]
