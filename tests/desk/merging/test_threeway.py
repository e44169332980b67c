"""The merge of three texts: nothing that we wrote is lost without being shown, and who changed what is said right."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.desk.merging.pieces import Kind, Piece
from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.merging.threeway import MAX_UNITS, merge
from broadsheet.desk.merging.units import Unit
from broadsheet.desk.merging.writing import blocks_from
from tests.desk.merging.bodies import ENGLISH, NORWEGIAN, bodies, edits

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def text(*paragraphs: str) -> list[Unit]:
    return units_of([("text", "".join(f"<p>{words}</p>" for words in paragraphs))])


def joined(pieces: list[Piece]) -> list[Unit]:
    return [unit for piece in pieces for unit in piece.joined]


def words(units: Any) -> str:
    return " ".join(unit.words for unit in units)


def kinds(pieces: list[Piece]) -> list[str]:
    return [piece.kind.value for piece in pieces]


def only(pieces: list[Piece], kind: Kind) -> list[Piece]:
    return [piece for piece in pieces if piece.kind == kind]


def keys(units: Any) -> list[tuple[str, str, int]]:
    return [(unit.key, unit.container, unit.level) for unit in units]


@st.composite
def three(draw: Any) -> tuple[list[Unit], list[Unit], list[Unit]]:
    old = draw(bodies())
    return old, draw(edits(old, "o")), draw(edits(old, "w"))


@MANY
@given(three())
def test_nothing_that_we_wrote_is_lost_without_being_shown(texts: tuple[list[Unit], list[Unit], list[Unit]]) -> None:
    old, ours, new = texts
    pieces = merge(old, ours, new)
    assert [unit.key for piece in pieces for unit in piece.ours] == [unit.key for unit in ours]
    wires = Counter(unit.key for unit in old)
    shown = [piece for piece in pieces if piece.kind != Kind.THEIRS]
    for piece in only(pieces, Kind.THEIRS):
        assert [unit.key for unit in piece.ours] == [unit.key for unit in piece.old]
    for unit in ours:
        assert unit.key in wires or any(unit.key == one.key for piece in shown for one in piece.ours)


@MANY
@given(three())
def test_nothing_new_on_the_wire_is_lost_without_being_shown(texts: tuple[list[Unit], list[Unit], list[Unit]]) -> None:
    old, ours, new = texts
    pieces = merge(old, ours, new)
    assert sorted(unit.key for piece in pieces for unit in piece.theirs) == sorted(unit.key for unit in new)
    for piece in only(pieces, Kind.OURS):
        assert [unit.key for unit in piece.theirs] == [unit.key for unit in piece.old]


@MANY
@given(three())
def test_where_nobody_but_us_changed_anything_the_merge_is_ours(
    texts: tuple[list[Unit], list[Unit], list[Unit]],
) -> None:
    old, ours, _new = texts
    pieces = merge(old, ours, old)
    assert keys(joined(pieces)) == keys(ours)
    assert not only(pieces, Kind.CONFLICT) and not only(pieces, Kind.THEIRS)


@MANY
@given(three())
def test_where_we_changed_nothing_the_merge_is_the_wires(texts: tuple[list[Unit], list[Unit], list[Unit]]) -> None:
    old, _ours, new = texts
    pieces = merge(old, old, new)
    assert keys(joined(pieces)) == keys(new)
    assert not only(pieces, Kind.CONFLICT) and not only(pieces, Kind.OURS)


@MANY
@given(three())
def test_the_same_three_texts_always_give_the_same_pieces(texts: tuple[list[Unit], list[Unit], list[Unit]]) -> None:
    old, ours, new = texts
    assert merge(old, ours, new) == merge(list(old), list(ours), list(new))
    assert [unit.key for unit in joined(merge(old, ours, ours))] == [unit.key for unit in ours]


@MANY
@given(three())
def test_merged_text_is_written_and_read_again_without_loss(texts: tuple[list[Unit], list[Unit], list[Unit]]) -> None:
    out = joined(merge(*texts))
    assert words(units_of(blocks_from(out))).split() == words(out).split()


def test_a_sentence_that_we_wrote_is_seen_by_the_property_when_it_is_dropped() -> None:
    """The control: with our side left out of the pieces, the property above would fail."""
    old, ours = text("En. To."), text("En. To. Vår egen.")
    pieces = merge(old, ours, old)
    without = [piece for piece in pieces if piece.kind != Kind.OURS]
    assert [unit.key for piece in without for unit in piece.ours] != [unit.key for unit in ours]


def test_neighbouring_sentences_changed_on_either_side_are_both_taken() -> None:
    old = text("Fergen gikk på grunn mandag. Om bord var 84 passasjerer. Ingen ble skadd.")
    ours = text("Fergen «Solvår» gikk på grunn mandag. Om bord var 84 passasjerer. Ingen ble skadd.")
    new = text("Fergen gikk på grunn mandag. Om bord var 86 passasjerer. Ingen ble skadd. Politiet etterforsker.")
    pieces = merge(old, ours, new)
    assert kinds(pieces) == ["ours", "theirs", "same", "theirs"]
    assert words(joined(pieces)) == (
        "Fergen «Solvår» gikk på grunn mandag. Om bord var 86 passasjerer. Ingen ble skadd. Politiet etterforsker."
    )


def test_the_same_sentence_changed_on_both_sides_is_a_conflict_with_all_three() -> None:
    old = text("Før. Om bord var 84 passasjerer. Etter.")
    ours = text("Før. Om bord på ferga var 84 passasjerer. Etter.")
    new = text("Før. Om bord var 86 passasjerer. Etter.")
    (conflict,) = only(merge(old, ours, new), Kind.CONFLICT)
    assert (words(conflict.old), words(conflict.ours), words(conflict.theirs)) == (
        "Om bord var 84 passasjerer.",
        "Om bord på ferga var 84 passasjerer.",
        "Om bord var 86 passasjerer.",
    )


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    old, same = text("Om bord var 84 passasjerer."), text("Om bord var 86 passasjerer.")
    assert kinds(merge(old, same, same)) == ["both"]


def test_a_sentence_that_we_split_stands_beside_its_new_wording_as_one_conflict() -> None:
    old = text("Rådet sa mandag ja til å betale, og Holm kalte det en rimelig pris. Slutt her.")
    ours = text("Rådet sa mandag ja til å betale. Holm kalte det en rimelig pris. Slutt her.")
    new = text("Rådet sa tirsdag ja til å betale, og Holm kalte det en rimelig pris. Slutt her.")
    (conflict,) = only(merge(old, ours, new), Kind.CONFLICT)
    assert words(conflict.ours) == "Rådet sa mandag ja til å betale. Holm kalte det en rimelig pris."


def test_sentences_that_we_joined_stand_as_ours_in_one_piece() -> None:
    old = text("Rådet sa ja til å betale. Holm kalte det en rimelig pris. Slutt her.")
    ours = text("Rådet sa ja til å betale, og Holm kalte det en rimelig pris. Slutt her.")
    pieces = merge(old, ours, old)
    assert kinds(pieces) == ["ours", "same"]
    assert len(pieces[0].old) == 2


def test_a_sentence_that_we_took_out_and_the_wire_rewrote_is_a_conflict() -> None:
    old = text("Før dette. Om bord var 84 passasjerer. Etter det.")
    (conflict,) = only(
        merge(old, text("Før dette. Etter det."), text("Før dette. Om bord var 86 passasjerer. Etter det.")),
        Kind.CONFLICT,
    )
    assert (words(conflict.ours), words(conflict.theirs)) == ("", "Om bord var 86 passasjerer.")


def test_a_sentence_that_the_wire_moved_stands_where_the_wire_has_it_and_is_marked() -> None:
    old = text("Den første setningen er her. Den andre er om noe annet. Den tredje handler om vær. Og slutt.")
    new = text("Den andre er om noe annet. Den tredje handler om vær. Den første setningen er her. Og slutt.")
    pieces = merge(old, old, new)
    assert any(piece.is_moved for piece in pieces)
    assert words(joined(pieces)) == words(new)


def test_a_sentence_that_we_moved_and_the_wire_withdrew_is_a_conflict_where_it_stands() -> None:
    old = text("Fire personer er savnet etter forliset. Den andre er om noe annet. Den tredje handler om vær.")
    ours = text("Den andre er om noe annet. Den tredje handler om vær. Fire personer er savnet etter forliset.")
    new = text("Den andre er om noe annet. Den tredje handler om vær.")
    (conflict,) = only(merge(old, ours, new), Kind.CONFLICT)
    assert (words(conflict.ours), words(conflict.theirs), conflict.is_moved) == (
        "Fire personer er savnet etter forliset.",
        "",
        True,
    )


def test_our_bold_and_links_survive_beside_the_wires_changes() -> None:
    old = text("Fergen gikk på grunn. Alle er i land.")
    ours = text('Fergen <b>gikk</b> <a href="https://a.example/?x=1&amp;y=2">på grunn</a>. Alle er i land.')
    new = text("Fergen gikk på grunn. Alle er i land nå.")
    (block,) = blocks_from(joined(merge(old, ours, new)))
    assert block["value"] == (
        '<p>Fergen <b>gikk</b> <a href="https://a.example/?x=1&amp;y=2">på grunn</a>. Alle er i land nå.</p>'
    )


def test_our_pictures_and_embeds_stay_between_their_neighbours() -> None:
    old = text("En om båten.", "To om været.", "Tre om havnen.")
    ours = units_of(
        [
            {"type": "text", "value": "<p>En om båten.</p>", "id": "a"},
            {"type": "picture", "value": {"picture": 3, "caption": ""}, "id": "b"},
            {"type": "text", "value": "<p>To om været.</p><p>Tre om havnen.</p>", "id": "c"},
            {"type": "embed", "value": {"url": "https://v.example/1", "title": "Film"}, "id": "d"},
        ]
    )
    new = text("Null om fjorden.", "En om båten.", "To om været i dag.", "Tre om havnen.")
    blocks = blocks_from(joined(merge(old, ours, new)))
    assert [(block["type"], block["value"]) for block in blocks] == [
        ("text", "<p>Null om fjorden.</p><p>En om båten.</p>"),
        ("picture", {"caption": "", "picture": 3}),
        ("text", "<p>To om været i dag.</p><p>Tre om havnen.</p>"),
        ("embed", {"title": "Film", "url": "https://v.example/1"}),
    ]
    assert [block.get("id") for block in blocks][1::2] == ["b", "d"]


@pytest.mark.parametrize("body", [pytest.param(NORWEGIAN, id="nb"), pytest.param(ENGLISH, id="en")])
def test_a_body_is_read_and_written_as_it_was(body: list[Any]) -> None:
    assert [[block["type"], block["value"]] for block in blocks_from(units_of(body))] == body


def _long(count: int, word: str) -> list[Unit]:
    return text(*(f"Setning nummer {n} handler om {word} og {n * 7} andre ting i byen i dag." for n in range(count)))


@pytest.mark.parametrize(
    ("old", "ours", "new"),
    [
        pytest.param(
            _long(400, "båt"), _long(400, "båt")[:-9], _long(400, "fly"), id="five thousand words, all rewritten"
        ),
        pytest.param(text("Ja. " * 4000), text("Ja. Nei. " * 2000), text("Nei. " * 4000), id="the same sentence"),
        pytest.param(text("a" * 1_000_000), text("b" * 1_000_000), text("a" * 999_999), id="one endless sentence"),
        pytest.param(text("A. B? " * 20_000), text("B? C! " * 20_000), text("C! A. " * 20_000), id="beyond the bound"),
    ],
)
def test_o6_a_merge_is_quick_whatever_the_texts(old: list[Unit], ours: list[Unit], new: list[Unit]) -> None:
    started = time.process_time()
    pieces = merge(old, ours, new)
    assert time.process_time() - started < 3
    assert sum(len(piece.ours) for piece in pieces) == len(ours)


def test_a_text_beyond_the_bound_is_one_conflict_with_all_of_it() -> None:
    old = text("Ja. " * (MAX_UNITS + 1))
    pieces = merge(old, [*old[1:]], [*old, *text("Nei.")])
    assert kinds(pieces) == ["conflict"]
