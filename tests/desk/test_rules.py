"""Whether a rule matches an item: every condition with what it takes in and what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Dispatch, Term
from broadsheet.desk.models import WireRule
from broadsheet.desk.rules import Arrival, Conditions, conditions_of, entries, matches

OSLO = ZoneInfo("Europe/Oslo")
#: A Sunday, 13:30 in Oslo.
ARRIVED = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def _item(**values: Any) -> Dispatch:
    told = {
        "kind": "text",
        "language": "nb-NO",
        "urgency": 3,
        "headline": "Ferge på grunn utenfor Sund",
        "slugline": "ferge-sund",
        "located": "Sund",
        "keywords": ("#Norge", "ulykke"),
        "subjects": (Term("20000139", "ulykke", "medtop"), Term("15073001", None, "subj"), Term(None, "Innenriks")),
        "places": (Term("NO-46", "Vestland"),),
    }
    return Dispatch(format="ninjs", **{**told, **values})


def _matches(item: Dispatch | None = None, *, at: datetime = ARRIVED, **asked: Any) -> bool:
    arrival = Arrival(item=item or _item(), feed_id=7, provider="NTB", local=at.astimezone(OSLO))
    return matches(Conditions(**asked), arrival)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({}, True, id="nothing asked"),
        pytest.param({"feeds": frozenset({7, 8})}, True, id="one of the feeds"),
        pytest.param({"feeds": frozenset({8})}, False, id="another feed"),
        pytest.param({"providers": ("ntb",)}, True, id="the provider, whatever the case"),
        pytest.param({"providers": ("nt",)}, False, id="a part of the provider"),
        pytest.param({"providers": ("nt*",)}, True, id="the beginning of the provider"),
        pytest.param({"kinds": ("text", "picture")}, True, id="one of the kinds"),
        pytest.param({"kinds": ("picture",)}, False, id="another kind"),
        pytest.param({"urgency_from": 1, "urgency_to": 3}, True, id="urgency at the end of the range"),
        pytest.param({"urgency_from": 4}, False, id="urgency before the range"),
        pytest.param({"urgency_to": 2}, False, id="urgency after the range"),
        pytest.param({"subjects": ("20000139",)}, True, id="a subject's code"),
        pytest.param({"subjects": ("medtop:20000139",)}, True, id="a code with its scheme"),
        pytest.param({"subjects": ("03000000",)}, True, id="what IPTC puts the media topic under"),
        pytest.param({"subjects": ("15000000",)}, True, id="what the subject code is under by its number"),
        pytest.param({"subjects": ("15*",)}, True, id="the beginning of a code"),
        pytest.param({"subjects": ("04*", "04000000")}, False, id="another subject"),
        pytest.param({"subjects": ("ulykke",)}, True, id="a subject's name"),
        pytest.param({"subjects": ("innenriks",)}, True, id="the name of a subject without code"),
        pytest.param({"subjects": ("ulyk",)}, False, id="a part of a subject's name"),
        pytest.param({"places": ("vestland",)}, True, id="a place's name"),
        pytest.param({"places": ("no-46",)}, True, id="a place's code"),
        pytest.param({"places": ("sund",)}, True, id="where the item is located"),
        pytest.param({"places": ("oslo",)}, False, id="another place"),
        pytest.param({"keywords": ("norge",)}, True, id="a keyword without its mark"),
        pytest.param({"keywords": ("#norge",)}, True, id="a keyword with its mark"),
        pytest.param({"keywords": ("ferge",)}, True, id="a whole word"),
        pytest.param({"keywords": ("på grunn",)}, True, id="two words in a row"),
        pytest.param({"keywords": ("ferge-sund",)}, True, id="the slugline"),
        pytest.param({"keywords": ("grunnlov", "erge", "unn")}, False, id="parts of words"),
        pytest.param({"keywords": ("uten*",)}, True, id="the beginning of a word"),
        pytest.param({"keywords": ("*",)}, False, id="an asterisk alone"),
        pytest.param({"keywords": (".*",)}, False, id="no regular expression"),
        pytest.param({"weekdays": frozenset({7})}, True, id="the weekday"),
        pytest.param({"weekdays": frozenset({1, 2, 3, 4, 5, 6})}, False, id="every other weekday"),
        pytest.param({"hours": (13, 14)}, True, id="the hour"),
        pytest.param({"hours": (12, 13)}, False, id="the hour's end is not in it"),
        pytest.param({"hours": (0, 24)}, True, id="the whole day"),
        pytest.param({"kinds": ("text",), "providers": ("dpa",)}, False, id="all conditions together"),
    ],
)
def test_a_condition_takes_in_what_it_says(asked: dict[str, Any], said: bool) -> None:
    assert _matches(**asked) is said


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        pytest.param("nb-NO", "nb", True, id="nb takes in nb-NO"),
        pytest.param("no", "nb", True, id="nb takes in no"),
        pytest.param("no-NO", "nb", True, id="nb takes in no-NO"),
        pytest.param("nn", "nb", False, id="nb leaves nn out"),
        pytest.param("nn-NO", "no", True, id="no takes in nn"),
        pytest.param("nb", "no", True, id="no takes in nb"),
        pytest.param("no", "nn", False, id="nn leaves no out"),
        pytest.param("en_GB", "en", True, id="an underscore is a hyphen"),
        pytest.param("EN-us", "en-us", True, id="case does not matter"),
        pytest.param("en", "en-gb", False, id="a region asks for the region"),
        pytest.param("eng", "en", False, id="the beginning of a word is no language"),
        pytest.param(None, "nb", False, id="an item that does not say"),
    ],
)
def test_a_language_takes_in_its_regions_and_norwegian_as_agencies_write_it(
    language: str | None, asked: str, said: bool
) -> None:
    assert _matches(_item(language=language), languages=(asked,)) is said


@pytest.mark.parametrize("asked", [{"urgency_from": 1}, {"urgency_to": 9}], ids=["from", "to"])
def test_an_item_without_urgency_is_in_no_range(asked: dict[str, int]) -> None:
    assert not _matches(_item(urgency=None), **asked)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param("2026-11-20T21:59+01:00", False, id="Friday before ten"),
        pytest.param("2026-11-20T22:00+01:00", True, id="Friday at ten"),
        pytest.param("2026-11-21T00:00+01:00", True, id="the midnight after Friday"),
        pytest.param("2026-11-21T05:59+01:00", True, id="Saturday before six is Friday's night"),
        pytest.param("2026-11-21T06:00+01:00", False, id="Saturday at six"),
        pytest.param("2026-11-21T22:00+01:00", False, id="Saturday's own night"),
        pytest.param("2026-11-20T05:00+01:00", False, id="Friday before six is Thursday's night"),
    ],
)
def test_the_hours_after_midnight_belong_to_the_day_before(at: str, said: bool) -> None:
    friday = frozenset({5})
    assert _matches(at=datetime.fromisoformat(at), hours=(22, 6), weekdays=friday) is said


@pytest.mark.parametrize(
    ("at", "hours", "said"),
    [
        pytest.param("2026-03-29T00:59Z", (1, 2), True, id="the last minute before the spring change"),
        pytest.param("2026-03-29T01:00Z", (2, 3), False, id="the hour that spring leaves out never comes"),
        pytest.param("2026-03-29T01:00Z", (3, 4), True, id="the first minute after the spring change"),
        pytest.param("2026-10-25T00:30Z", (2, 3), True, id="the hour that autumn has twice, first"),
        pytest.param("2026-10-25T01:30Z", (2, 3), True, id="the hour that autumn has twice, second"),
        pytest.param("2026-10-25T02:00Z", (2, 3), False, id="the hour after it"),
        pytest.param("2026-06-30T22:00Z", (0, 1), True, id="midnight in summer is 22 UTC"),
        pytest.param("2026-12-30T23:00Z", (0, 1), True, id="midnight in winter is 23 UTC"),
    ],
)
def test_hours_are_the_newsrooms_clock_when_it_changes(at: str, hours: tuple[int, int], said: bool) -> None:
    assert _matches(at=datetime.fromisoformat(at), hours=hours) is said


def test_a_list_is_read_by_lines_without_empty_ones() -> None:
    assert entries("  NTB \r\n\n The  Press\n") == ("ntb", "the press")


def test_the_fields_of_a_rule_become_conditions() -> None:
    rule = WireRule(languages="nb, EN", kinds="text,picture", weekdays="17", from_hour=22, to_hour=6, subjects="15*\n")
    assert conditions_of(rule, [3]) == Conditions(
        feeds=frozenset({3}),
        languages=("nb", "en"),
        kinds=("text", "picture"),
        weekdays=frozenset({1, 7}),
        hours=(22, 6),
        subjects=("15*",),
    )


def test_half_a_stretch_of_hours_is_none() -> None:
    assert conditions_of(WireRule(from_hour=22), []).hours is None
