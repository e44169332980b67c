"""The fourth blind table of credits: how far the parser agrees with one who knew the stated rules and not the parser."""

from __future__ import annotations

import pytest

from broadsheet.core.credit import CreditChain, Party, parse_caption_tail, parse_credit
from tests.core.credit.fourth_blind_rows import BLIND

AGREEMENT = 0.95

LETTERS = {"C": "creator", "P": "pool", "A": "agency", "V": "via", "R": "archive", "O": "own"}
ROWS = tuple((kind, text, wanted) for (_, kind), rows in BLIND.items() for text, wanted in rows)


def read(kind: str, text: str) -> CreditChain:
    """Return what the parser reads in a line or in a caption's tail."""
    return parse_caption_tail(text)[1] if kind == "tail" else parse_credit(text)


def fits(letter: str, names: str, party: Party, *, fold: bool) -> bool:
    """Return whether this party is the one that a row names, in one of its spellings."""
    if letter in LETTERS and party.role != LETTERS[letter]:
        return False
    spellings = names.split("|")
    if fold:
        return party.name.casefold() in {name.casefold() for name in spellings}
    return party.name in spellings


def agrees(wanted: str, chain: CreditChain, *, fold: bool) -> bool:
    """Return whether the chain has the row's parties in their order, and no others."""
    left = list(chain.parties)
    for party in filter(None, wanted.split("; ")):
        letter, names = party.split(" ", 1)
        if left and fits(letter, names, left[0], fold=fold):
            left.pop(0)
        elif letter != "?":
            return False
    return not left


def test_the_parser_agrees_with_the_fourth_blind_table() -> None:
    read_rows = [(kind, text, wanted, read(kind, text)) for kind, text, wanted in ROWS]
    exact = sum(agrees(wanted, chain, fold=False) for _, _, wanted, chain in read_rows)
    misread = [row for row in read_rows if not agrees(row[2], row[3], fold=True)]
    folded = len(ROWS) - len(misread)
    print(f"exact {exact} of {len(ROWS)} ({exact / len(ROWS):.1%}), without case {folded} ({folded / len(ROWS):.1%})")
    for kind, text, wanted, chain in misread:
        got = "; ".join(f"{party.role} {party.name}" for party in chain.parties)
        print(f"{kind}: {text!r}\n  wanted {wanted or 'nobody'}\n  got    {got or 'nobody'}")
    assert folded / len(ROWS) >= AGREEMENT


def test_no_text_stands_twice() -> None:
    texts = [text for _, text, _ in ROWS]
    assert sorted(set(texts)) == sorted(texts)


@pytest.mark.parametrize(
    ("wanted", "agreed"),
    [
        ("C Jane Doe; A AP", True),
        ("C Jane Doe; ? Frilans; A AP|The Associated Press", True),
        ("X Jane Doe; X AP", True),
        ("C Jane Doe; V AP", False),
        ("A AP; C Jane Doe", False),
        ("C Jane Doe", False),
        ("C Jane Doe; A AP; R File", False),
        ("C jane doe; A AP", False),
        ("", False),
    ],
)
def test_a_row_agrees_with_its_own_chain_alone(wanted: str, agreed: bool) -> None:
    """The control of the score: a chain with another role, order or number of parties is a misread."""
    chain = CreditChain.from_json([{"role": "creator", "name": "Jane Doe"}, {"role": "agency", "name": "AP"}])

    assert agrees(wanted, chain, fold=False) is agreed


def test_without_case_the_spelling_alone_is_forgiven() -> None:
    chain = CreditChain.from_json([{"role": "creator", "name": "JANE DOE"}])

    assert agrees("C Jane Doe", chain, fold=True)
    assert not agrees("A Jane Doe", chain, fold=True)
