"""The disguises come off, and nothing else changes."""

from __future__ import annotations

import pytest

from broadsheet.comments.scoring.fold import LINK, MAIL, NUMBER, is_disguised, plain, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Idiot", ["idiot"]),
        ("1d1ot", ["idiot"]),
        ("i.d.i.o.t", ["idiot"]),
        ("i d i o t", ["idiot"]),
        ("id\u200biot", ["idiot"]),
        ("іdіоt", ["idiot"]),  # Cyrillic і, о
        ("ｉｄｉｏｔ", ["idiot"]),
        ("𝓲𝓭𝓲𝓸𝓽", ["idiot"]),
        ("i̷d̷i̷o̷t̷", ["idiot"]),
        ("idiooooot", ["idioot"]),
        ("$ub$cribe!!!", ["subscribe"]),
    ],
    ids=[
        "capital",
        "digits",
        "dots",
        "spaces",
        "zero width",
        "cyrillic",
        "full width",
        "script",
        "struck",
        "long",
        "money",
    ],
)
def test_a_disguised_word_is_read_as_the_word(written: str, read: list[str]) -> None:
    assert words(plain(written)) == read


def test_norwegian_letters_stay() -> None:
    assert words(plain("Blåbærsyltetøy på Ørland")) == ["blåbærsyltetøy", "på", "ørland"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c",
        "www.example.org",
        "example.com",
        "example . com",
        "example[.]com",
        "example dot com",
    ],
)
def test_an_address_is_one_word_however_it_is_written(address: str) -> None:
    assert words(plain(f"see {address}")) == ["see", LINK]


def test_mail_addresses_and_numbers_leave_no_trace_of_whose_they_are() -> None:
    assert words(plain("Kari@Example.ORG 12345678")) == [MAIL, NUMBER]


@pytest.mark.parametrize(
    ("text", "disguised"), [("іdiоt", True), ("id\u200biot", True), ("идиот", False), ("idiot", False)]
)
def test_only_a_mixture_is_a_disguise(text: str, disguised: bool) -> None:
    assert is_disguised(text) is disguised
