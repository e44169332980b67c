"""How a picture came to be, and whether a reader is told of AI."""

from __future__ import annotations

import pytest

from broadsheet.photos.source_types import CHOICES, SCHEME, Ai, ai_part, declared, normal


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (SCHEME + "trainedAlgorithmicMedia", Ai.GENERATED),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/", Ai.GENERATED),
        ("digsrctype:compositeWithTrainedAlgorithmicMedia", Ai.ALTERED),
        ("compositeSynthetic", Ai.ALTERED),
        (SCHEME + "digitalCapture", Ai.NONE),
        (SCHEME + "algorithmicallyEnhanced", Ai.NONE),
        ("", Ai.NONE),
        ("something else", Ai.NONE),
    ],
)
def test_a_source_type_tells_ais_part_however_it_is_written(value: str, expected: Ai) -> None:
    assert ai_part(value) == expected


def test_a_value_is_kept_under_the_address_that_the_vocabulary_gives_it() -> None:
    assert normal("digsrctype:digitalArt") == SCHEME + "digitalCreation"
    assert normal("unknown to IPTC") == "unknown to IPTC"


@pytest.mark.parametrize(
    ("stated", "by_credentials", "expected"),
    [
        ("digitalCapture", "trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "digitalCapture", "trainedAlgorithmicMedia"),
        ("negativeFilm", "digitalCapture", "negativeFilm"),
        ("", "digitalCapture", "digitalCapture"),
    ],
)
def test_ai_that_either_the_file_or_its_credentials_tell_of_is_told(
    stated: str, by_credentials: str, expected: str
) -> None:
    assert declared(stated, by_credentials=by_credentials) == SCHEME + expected


def test_the_desk_may_choose_any_of_the_vocabulary_or_nothing() -> None:
    assert CHOICES[0][0] == ""
    assert all(value.startswith(SCHEME) for value, _label in CHOICES[1:])
