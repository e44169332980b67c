"""The third blind table of credits, and the general forms that the parser learned from what it misread there.

What the first reading scored, before that, stands at the head of the table. The forms are tested with other names.
"""

from __future__ import annotations

import pytest

from broadsheet.core.credit import parse_caption_tail, parse_credit
from tests.core.credit.agreement import agrees, read
from tests.photos import blind_credits, blind_credits_2
from tests.photos.blind_credits_3 import BLIND, TAIL

AGREEMENT = 0.95

FORMS = (
    ("Screendump: Nordavisa", "A Nordavisa"),
    ("Skærmbillede fra video: Østpolitiet", "A Østpolitiet"),
    ("Screenshot BBC Sport", "A BBC Sport"),
    ("Skärmdump från Nordavisa", "A Nordavisa"),
    ("Stillbilde: Kari Vik", "C Kari Vik"),
    ("Navy photo by Petty Officer 1st Class Jane Doe", "C Petty Officer 1st Class Jane Doe; A Navy"),
    ("1st Lt. Jane Doe/U.S. Air Force", "C 1st Lt. Jane Doe; A U.S. Air Force"),
    ("MC2 JANE DOE/U.S. NAVY", "C MC2 Jane Doe; A U.S. NAVY"),
    ("Nordfoto/Jane Doe/via AFP", "C Jane Doe; A Nordfoto; V AFP"),
    ("Jane Doe/VII for The Guardian", "C Jane Doe; A VII; A The Guardian"),
    ("Jane Doe/TASS (Telegraph Agency) via AP", "C Jane Doe; A TASS; A Telegraph Agency; V AP"),
    ("Jane Doe/SNA (Sea News Agency) via AP", "C Jane Doe; A SNA (Sea News Agency); V AP"),
    ("Bild: Jane Doe (Chur, 3. Juni 2021)", "C Jane Doe"),
    ("Foto: VG (Jane Doe, 3. juni 2021)", "C Jane Doe; A VG"),
    ("Bildbyrån / Jane Doe / COP 12", "C Jane Doe; A Bildbyrån"),
    ("Foto: Stadtpolizei Chur", "A Stadtpolizei Chur"),
    ("Foto: Nordavisa (arkiv)", "A Nordavisa; R Arkiv"),
    ("Pressbild: Nord Motors", "? pressbild; A Nord Motors"),
    ("Foto: Skjermdump fra trafikkamera / Politiet", "A Politiet"),
    ("Foto: Nordolje / Ola Jørgen Vik", "C Ola Jørgen Vik; A Nordolje"),
    ("Foto: Rådhuskontora / K. Vik", "C K. Vik; A Rådhuskontora"),
    ("Foto: BLS SBB TPF", "A BLS SBB TPF"),
    ("Photo by Staff Sgt. Jane Doe, U.S. Air Force", "C Staff Sgt. Jane Doe; A U.S. Air Force"),
    ("Montasje: Kari Vik. Foto: NTB", "C Kari Vik; A NTB"),
    ("Fotograf: Ukjent. Bildekilde: Bymuseet", "A Bymuseet"),
    ("Foto: Nord Arbeiderblad", "A Nord Arbeiderblad"),
    ("Foto: Kari Lindblad / NTB", "C Kari Lindblad; A NTB"),
    ("Photo: Jane Davis/AFP", "C Jane Davis; A AFP"),
    ("Photo: Marine Dumas/AFP", "C Marine Dumas; A AFP"),
    ("Foto: imago/Jana Althaus", "C Jana Althaus; A imago"),
    ("Foto: nordbild.de/Jana Vik", "C Jana Vik; A nordbild.de"),
    ("Photo : RTLX Réseau", "A RTLX Réseau"),
    ("Foto: Stapo Chur", "A Stapo Chur"),
    ("Foto: Udlånt af Jane Doe", "O Udlånt af Jane Doe"),
)


def test_19_of_20_lines_of_the_third_table_are_read_as_they_were_meant() -> None:
    wrong = [
        (text, meant, chain.to_json()) for text, way, meant in BLIND if not agrees(chain := read(text, way), meant)
    ]

    assert len(BLIND) >= 160
    assert len(wrong) <= (1 - AGREEMENT) * len(BLIND), wrong


def test_no_line_of_the_third_table_stands_in_it_twice_or_in_another() -> None:
    others = {row[0] for row in (*blind_credits.BLIND, *blind_credits.BLIND_CAPTIONS, *blind_credits_2.BLIND)}
    lines = {text for text, _way, _meant in BLIND}

    assert len(lines) == len(BLIND)
    assert not lines & others


def test_every_caption_of_the_third_table_is_left_without_its_credit() -> None:
    left = [parse_caption_tail(text)[0] for text, way, _meant in BLIND if way == TAIL]

    assert [rest for rest in left if not rest.endswith((".", "(Archivfoto)"))] == []


@pytest.mark.parametrize("text", [text for text, way, _meant in BLIND if way != TAIL])
def test_what_is_printed_of_a_line_is_read_as_the_same_names(text: str) -> None:
    printed = parse_credit(text).text

    assert parse_credit(printed).text == printed


@pytest.mark.parametrize(("text", "meant"), FORMS, ids=[text for text, _ in FORMS])
def test_a_form_that_was_misread_is_read_with_other_names(text: str, meant: str) -> None:
    assert agrees(parse_credit(text), meant), parse_credit(text).to_json()


@pytest.mark.parametrize(
    ("caption", "rest", "meant"),
    [
        ("Gata lå øde. JANE DOE POUR « LE MONDE »", "Gata lå øde.", "C Jane Doe; A Le Monde"),
        ("La gare, hier. Photo Le Matin / archives", "La gare, hier.", "A Le Matin; R archives"),
    ],
)
def test_a_tail_that_was_misread_is_taken_off(caption: str, rest: str, meant: str) -> None:
    left, chain = parse_caption_tail(caption)

    assert left == rest
    assert agrees(chain, meant), chain.to_json()


@pytest.mark.parametrize(
    "caption",
    [
        "Hun skrev i ti år for Aftenposten",
        "Skjermdump viser meldingen som ble sendt mandag kveld.",
        "Le maire est venu pour Le Monde.",
        "The second class of 1951 met again.",
    ],
)
def test_a_sentence_that_only_looks_like_such_a_form_stays_in_the_caption(caption: str) -> None:
    assert parse_caption_tail(caption) == (caption, parse_credit(""))
