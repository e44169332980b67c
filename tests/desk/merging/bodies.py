"""Bodies of our own writing, in Norwegian and English, and every way in which a desk and a wire change one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.merging.units import Level, Run, Unit, sentence

NORWEGIAN = [
    [
        "text",
        "<p>Fergen mellom Storhelm og Varholm gikk på grunn mandag kveld. Om bord var 84 passasjerer og ni i mannskapet."
        " Ingen ble alvorlig skadd, opplyser politiet.</p><p>– Vi hørte et smell, og så ble det stille, sier passasjer"
        " Tone Ås (41). – Så kom beskjeden om å ta på vestene.</p>"
        '<p>Rederiet beklager. <b>Det har satt inn buss</b> til kl. 23.30, ifølge <a href="https://ferge.example/">sine'
        " egne sider</a>. Meldingen kom den 24. november.</p>",
    ],
    ["subhead", "Alle er i land"],
    [
        "text",
        "<p>Redningsskøyta kom frem etter tolv minutter. Den tok de første passasjerene i land ved Tollboden. Dr. Eva"
        " Li ved sykehuset sier at fire er undersøkt. De er sendt hjem.</p>"
        "<ul><li>Fergen er 62 meter lang.</li><li>Den ble bygd i 1998. Den er ombygd to ganger.</li></ul>"
        "<p>Havarikommisjonen rykker ut tirsdag morgen. Til uken skal saken opp i kommunestyret.</p>",
    ],
]
ENGLISH = [
    [
        "text",
        "<p>The night ferry to Varholm will run for another three years. The county council agreed on Monday to pay 4.2"
        " million kroner a year. Mr. Holm, who chairs the council, called it “a fair price.” Nobody voted against.</p>"
        "<p>The ferry carries about 300 people a night. Most of them work at the yard. It was to be stopped in January,"
        " after the operator lost its permit.</p>",
    ],
    ["quote", {"text": "Without it we would have had to move.", "name": "Ida Storm"}],
    [
        "text",
        "<p>The operator, Fjordline A.S., has until March to find a second boat. <i>It has found none so far.</i> A study"
        " by St. Olav's college put the need at two. The council meets again on 14 December.</p>"
        "<p>Fares go up by nine per cent. Children travel free! What happens after 2029 is open.</p>",
    ],
]
WORDS = ("kai", "harbour", "vedtak", "nine", "båten", "council", "kveld", "quay", "Åse", "storm", "minutter", "yard")


def bodies() -> st.SearchStrategy[list[Unit]]:
    """Return either body as units."""
    return st.sampled_from([units_of(NORWEGIAN), units_of(ENGLISH)])


@st.composite
def edits(draw: Any, units: list[Unit], tag: str) -> list[Unit]:
    """Draw the text after some edits: sentences moved, split, joined, rewritten, taken out, put in, paragraphs cut."""
    out = list(units)
    for number in range(draw(st.integers(0, 6))):
        act = draw(st.sampled_from((_moved, _split, _joined, _rewritten, _taken_out, _put_in, _parted)))
        out = act(draw, out, f"{tag}{number}")
    return out


def _at(draw: Any, units: list[Unit]) -> int:
    return int(draw(st.integers(0, max(len(units) - 1, 0))))


def _said(unit: Unit, words: str) -> Unit:
    return sentence((Run(words + " "),), container=unit.container if unit.family == "text" else "p", level=unit.level)


def _moved(draw: Any, units: list[Unit], _tag: str) -> list[Unit]:
    if not units:
        return units
    out = list(units)
    one = out.pop(_at(draw, out))
    out.insert(_at(draw, out), one)
    return out


def _split(draw: Any, units: list[Unit], tag: str) -> list[Unit]:
    at = _at(draw, units)
    if not units or units[at].family != "text":
        return units
    words = units[at].words.split()
    cut = len(words) // 2
    halves = (" ".join(words[:cut]) + ".", f"{tag.title()} " + " ".join(words[cut:]))
    return [*units[:at], *(_said(units[at], half) for half in halves), *units[at + 1 :]]


def _joined(draw: Any, units: list[Unit], _tag: str) -> list[Unit]:
    at = _at(draw, units)
    if at + 1 >= len(units) or {units[at].family, units[at + 1].family} != {"text"}:
        return units
    one = _said(units[at], f"{units[at].words.rstrip('.')}, {units[at + 1].words}")
    return [*units[:at], one, *units[at + 2 :]]


def _rewritten(draw: Any, units: list[Unit], tag: str) -> list[Unit]:
    at = _at(draw, units)
    if not units or units[at].family != "text":
        return units
    words = units[at].words.split() or ["–"]
    place = draw(st.integers(0, len(words) - 1))
    words[place] = draw(st.sampled_from(WORDS)) + tag
    return [*units[:at], _said(units[at], " ".join(words)), *units[at + 1 :]]


def _taken_out(draw: Any, units: list[Unit], _tag: str) -> list[Unit]:
    at = _at(draw, units)
    return [*units[:at], *units[at + 1 :]]


def _put_in(draw: Any, units: list[Unit], tag: str) -> list[Unit]:
    at = _at(draw, units)
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9)))
    new = sentence((Run(f"{tag.title()} {words}. "),), container="p", level=draw(st.sampled_from(list(Level))))
    return [*units[:at], new, *units[at:]]


def _parted(draw: Any, units: list[Unit], _tag: str) -> list[Unit]:
    at = _at(draw, units)
    if not units or units[at].family != "text":
        return units
    level = Level.INSIDE if units[at].level else Level.ELEMENT
    return [*units[:at], replace(units[at], level=level), *units[at + 1 :]]
