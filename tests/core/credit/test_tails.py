"""The credit at the end of a caption."""

from __future__ import annotations

import time

import pytest

from broadsheet.core.credit import parse_caption_tail


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("The lock is shut. (AP Photo/Maud Ellery)", "The lock is shut.", "Maud Ellery / AP"),
        ("The lock is shut. (Maud Ellery/Pool via AP)", "The lock is shut.", "Maud Ellery / Pool via AP"),
        ("Slusen er stengt. Foto: Åse Lunde / NTB", "Slusen er stengt.", "Åse Lunde / NTB"),
        ("Slusen er stengt.\nFoto: Å. Lunde / NTB", "Slusen er stengt.", "Å. Lunde / NTB"),
        ("Slusen er stengt. (Foto: NTB)", "Slusen er stengt.", "NTB"),
        ("Slusen er stengt. Arkivfoto: Åse Lunde", "Slusen er stengt.", "Åse Lunde / Arkivfoto"),
        ("Slusen. (Arkivfoto) (Foto: Åse Lunde/Scanpix)", "Slusen.", "Åse Lunde / Scanpix / Arkivfoto"),
        ("Slussen är stängd. Bild: Sanna Wikgren/TT", "Slussen är stängd.", "Sanna Wikgren / TT"),
        ("Die Schleuse ist zu. Bild: dpa", "Die Schleuse ist zu.", "dpa"),
        ("Die Schleuse ist zu (Archivbild)", "Die Schleuse ist zu", "Archivbild"),
        ("Die Schleuse. Foto: picture alliance/dpa/Udo Kranz", "Die Schleuse.", "Udo Kranz / picture alliance / dpa"),
        ("L'écluse est fermée. Photo Line Aubry/AFP", "L'écluse est fermée.", "Line Aubry / AFP"),
        ("L'écluse est fermée. Crédit photo : Line Aubry", "L'écluse est fermée.", "Line Aubry"),
        ("The lock on May 2, 2020. REUTERS/Ned Crabbe", "The lock on May 2, 2020.", "Ned Crabbe / Reuters"),
        ("The lock. REUTERS/Ned Crabbe  (NORWAY - Tags: BOATS)", "The lock.", "Ned Crabbe / Reuters"),
        ("The lock on May 2, 2020. AFP PHOTO / PIA LORME", "The lock on May 2, 2020.", "Pia Lorme / AFP"),
        ("The lock. AFP PHOTO / PIA LORME RESTRICTED TO EDITORIAL USE. No sales.", "The lock.", "Pia Lorme / AFP"),
        ("The lock is shut / AFP", "The lock is shut", "AFP"),
        ("The lock is shut. Photo by Ivo Stannard/Getty Images", "The lock is shut.", "Ivo Stannard / Getty Images"),
        ("The lock is shut © Ivo Stannard / Tidewater", "The lock is shut", "Ivo Stannard / Tidewater"),
        ("Foto: NTB", "", "NTB"),
        ("FILE PHOTO: The lock is seen. REUTERS/Ned Crabbe", "FILE PHOTO: The lock is seen.", "Ned Crabbe / Reuters"),
        ("Slusen åbner. PR-foto", "Slusen åbner.", "PR-foto"),
        ("The lock. Courtesy of the Ellery family", "The lock.", "Courtesy of the Ellery family"),
        ("L'écluse. Photo Line Aubry / Portimage", "L'écluse.", "Line Aubry / Portimage"),
        ("L'écluse. BELGA PHOTO LINE AUBRY", "L'écluse.", "Line Aubry / Belga"),
        ("L'écluse en 1936 – Archives de Port-Aubry", "L'écluse en 1936", "Archives de Port-Aubry"),
        ("The lock. Photos: Maud Ellery/AP; Ned Crabbe/AFP", "The lock.", "Maud Ellery, Ned Crabbe / AP / AFP"),
    ],
)
def test_a_tail_is_read_and_taken_off(caption: str, text: str, credit: str) -> None:
    left, chain = parse_caption_tail(caption)
    assert (left, chain.text) == (text, credit)


@pytest.mark.parametrize(
    "caption",
    [
        "The lock is shut.",
        "He worked for the BBC (and NRK)",
        "Read more: see page 3.",
        "The lock (photo: see page 3)",
        "Arkivbild från slussen 2017, då den var öppen.",
        "She joined NATO in 2004.",
        "Photo finish at the lock. Photo finish Maud Ellery won",
        "The boats Ellery (left) and Crabbe (right)",
        "Øvelsen varer i to uker (Se også side 4)",
        "",
    ],
)
def test_what_is_no_credit_stays_in_the_caption(caption: str) -> None:
    left, chain = parse_caption_tail(caption)
    assert (left, bool(chain)) == (caption, False)


@pytest.mark.parametrize("piece", ["(", "- ", "., ", "a ", "(a ", "Foto: ", "©", "/ ", " " * 9 + "a"])
def test_a_caption_made_to_take_long_does_not(piece: str) -> None:
    begin = time.monotonic()
    parse_caption_tail(piece * (5_000 // len(piece)))

    assert time.monotonic() - begin < 2
