"""What somebody chose in the conflicts, and the text that comes of it."""

from __future__ import annotations

import pytest

from broadsheet.desk.merging.choosing import Choice, chosen, may_be_typed, text_of
from broadsheet.desk.merging.pieces import Kind
from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.merging.threeway import merge
from broadsheet.desk.merging.writing import blocks_from
from tests.desk.merging.test_threeway import text

OLD = text("Før dette skjedde det lite. Om bord var 84 passasjerer.", "Etterpå ble det stille.")
OURS = text("Før dette skjedde det lite. Om bord på <b>ferga</b> var 84 passasjerer.", "Etterpå ble det stille.")
NEW = text("Før dette skjedde det lite. Om bord var 86 passasjerer.", "Etterpå ble det stille.")


def body(choice: Choice) -> str:
    pieces = merge(OLD, OURS, NEW)
    (place,) = [number for number, piece in enumerate(pieces) if piece.kind == Kind.CONFLICT]
    (block,) = blocks_from(chosen(pieces, {place: choice}))
    return str(block["value"])


@pytest.mark.parametrize(
    ("choice", "middle"),
    [
        pytest.param(Choice("ours"), " Om bord på <b>ferga</b> var 84 passasjerer.", id="ours"),
        pytest.param(Choice("theirs"), " Om bord var 86 passasjerer.", id="theirs"),
        pytest.param(
            Choice("both"), " Om bord på <b>ferga</b> var 84 passasjerer. Om bord var 86 passasjerer.", id="both"
        ),
        pytest.param(Choice("edit", "86 var med."), " 86 var med.", id="typed"),
        pytest.param(
            Choice("edit", "Om bord på ferga var 84 passasjerer. Kanskje."),
            " Om bord på <b>ferga</b> var 84 passasjerer. Kanskje.",
            id="typed, a sentence left as it was keeps its bold",
        ),
        pytest.param(Choice("edit", "En.\r\n\r\nTo."), " En.</p><p>To.", id="typed, two paragraphs"),
        pytest.param(Choice("edit", "a < b & c"), " a &lt; b &amp; c", id="typed, escaped"),
        pytest.param(Choice("nonsense"), " Om bord på <b>ferga</b> var 84 passasjerer.", id="anything else is ours"),
    ],
)
def test_a_conflict_becomes_what_was_chosen(choice: Choice, middle: str) -> None:
    assert body(choice).rstrip() == f"<p>Før dette skjedde det lite.{middle}</p><p>Etterpå ble det stille.</p>"


def test_what_begins_a_paragraph_may_go_and_the_paragraph_stays() -> None:
    old = text("Foran står dette.", "Om bord var 84 passasjerer. Ingen ble skadd i forliset.")
    ours = text("Foran står dette.", "Ingen ble skadd i forliset.")
    new = text("Foran står dette.", "Om bord var 86 passasjerer. Ingen ble skadd i forliset.")
    (block,) = blocks_from(chosen(merge(old, ours, new), {}))
    assert block["value"] == "<p>Foran står dette.</p><p>Ingen ble skadd i forliset.</p>"


def test_a_subhead_is_typed_as_a_subhead() -> None:
    old, ours, new = (
        units_of([("subhead", words)]) for words in ("Alle er reddet", "Alle ble reddet", "Alle er i land")
    )
    pieces = merge(old, ours, new)
    assert may_be_typed(pieces[0])
    assert blocks_from(chosen(pieces, {0: Choice("edit", " Alle er \n trygge ")})) == [
        {"type": "subhead", "value": "Alle er trygge"}
    ]


def test_a_quote_is_chosen_and_not_typed() -> None:
    said = (("Vi er lettet i dag.", ""), ("Vi er lettet i dag.", "Ås"), ("Vi er glade i dag.", ""))
    (piece,) = merge(*(units_of([("quote", {"text": words, "name": name})]) for words, name in said))
    assert (piece.kind, may_be_typed(piece)) == (Kind.CONFLICT, False)


def test_words_are_typed_as_they_are_shown() -> None:
    assert text_of(tuple(text("En. To.", "Tre."))) == "En. To.\n\nTre."


def test_two_pure_additions_both_stand_and_none_twice() -> None:
    ours = text("En gang var det stille. Vi sto på kaia.", "Alle kom i land.")
    theirs = text("En gang var det stille. Politiet kom hit.", "Alle kom i land.")
    pieces = merge(text("En gang var det stille."), ours, theirs)
    words = " ".join(unit.words for unit in chosen(pieces, {}))
    assert [words.count(one) for one in ("Vi sto på kaia.", "Politiet kom hit.", "Alle kom i land.")] == [1, 1, 1]
    assert words.index("Vi sto") < words.index("Politiet")
