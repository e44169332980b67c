"""The words that the index is given; both databases are asked in tests/wire/acts and test_on_postgres."""

from __future__ import annotations

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire import words


def item(text: str) -> Dispatch:
    return Dispatch(format="ninjs-2", headline="Ferja", keywords=("#Kai",), body_text=text)


def test_nothing_but_letters_and_digits_is_among_the_words() -> None:
    found = words.words_in(item("Ferja 'Kaia': 7 & 8 | www.ferje.example/kai_2 \\ Ferja"))
    assert found.split() == ["ferja", "kaia", "7", "8", "www", "ferje", "example", "kai", "2"]


def test_a_word_longer_than_postgresql_takes_is_cut() -> None:
    assert words.words_in(item("a" * 5_000)).split()[1] == "a" * words.MAX_WORD


def test_an_item_and_its_json_are_found_by_the_same_text() -> None:
    one = item("Et såre e\u0301nkelt ord\nto\x00re")
    assert words.text_of(one.to_json()) == words.text_in(one)
