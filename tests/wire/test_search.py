"""The words that the index of PostgreSQL is given; both databases are asked in tests/wire/acts and test_on_postgres."""

from __future__ import annotations

from broadsheet.wire import search


def test_nothing_but_letters_and_digits_is_in_a_vector() -> None:
    vector = search._vector("Ferja 'Kaia': 7 & 8 | www.ferje.example/kai_2 \\ Ferja")
    assert sorted(vector.split()) == ["2", "7", "8", "example", "ferja", "ferje", "kai", "kaia", "www"]


def test_a_word_longer_than_postgresql_takes_is_cut() -> None:
    assert search._vector("a" * 5_000) == "a" * search.MAX_WORD
