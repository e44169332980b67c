"""What says that a version corrects, in six languages; and what only looks so."""

from __future__ import annotations

import time

import pytest

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.correction import is_correction

SAYS_SO = [
    "CORRECTS: the mayor's name in the third paragraph",
    "Eds: Corrected version, replaces the one of 10.04",
    "Correction: the ferry has two decks",
    "Rettelse: navnet i andre avsnitt",
    "RETTING: rett namn på ordføraren",
    "Saken er korrigert i tredje avsnitt",
    "Rättelse: fel siffra i ingressen",
    "Rättad version",
    "Rettelse til telegrammet fra klokken ni",
    "Berigtigelse: tallet er 14",
    "Korrektur: Name im zweiten Absatz",
    "Berichtigung: es waren 14 Boote",
    "Korrigiert wurde der Vorname",
    "RECTIFICATIF: bien lire 14 bateaux",
    "Corrigé: le nom du maire",
]
DOES_NOT = [
    "",
    "The spelling of Jonn is correct",
    "Siktelsen er rettet mot to personer",
    "Retten tok saken opp",
    "Updates with quotes from the mayor",
    "No corrections so far",
    "Ingen rettelser",
    "Dette er ikke en rettelse",
    "Keine Korrektur",
]


@pytest.mark.parametrize("ednote", SAYS_SO)
def test_a_note_to_editors_says_so(ednote: str) -> None:
    assert is_correction(Dispatch("ninjs", ednote=ednote))


@pytest.mark.parametrize("ednote", DOES_NOT)
def test_other_notes_do_not(ednote: str) -> None:
    assert not is_correction(Dispatch("ninjs", ednote=ednote))


@pytest.mark.parametrize(
    ("signal", "says_so"),
    [
        ("sig:correction", True),
        ("http://cv.iptc.org/newscodes/signal/correction", True),
        ("Correction", True),
        ("rettelse", True),
        ("CORR", True),
        ("sig:update", False),
        ("http://correction.example/signal/update", False),
        ("corridor", False),
    ],
)
def test_a_signal_is_known_by_its_last_part(signal: str, says_so: bool) -> None:
    assert is_correction(Dispatch("ninjs", signals=(signal,))) is says_so


def test_a_headline_says_nothing() -> None:
    assert not is_correction(Dispatch("ninjs", headline="CORRECTION: prison reform", slugline="correction"))


def test_o6_a_long_note_that_denies_again_and_again_is_read_in_no_time() -> None:
    begun = time.process_time()
    assert not is_correction(Dispatch(format="ninjs-3", ednote="no correction " * 20_000))
    assert time.process_time() - begun < 2
