"""The credit as the page prints it."""

from __future__ import annotations

import pytest

from broadsheet.core.credit import chain_from, parse_credit
from broadsheet.photos.credit import LACKS_CREDIT, LACKS_CREDIT_LINE, lacking


@pytest.mark.parametrize(
    ("creator", "credit_line", "expected"),
    [
        ("Jane Doe", "Pool Photo via AP", "Jane Doe / Pool Photo via AP"),
        ("Amit Sharma", "Amit Sharma / AP / NTB", "Amit Sharma / AP / NTB"),
        ("Amit Sharma", "AP/Amit Sharma", "Amit Sharma / AP"),
        ("AMIT SHARMA", "Amit  Sharma / AP", "Amit Sharma / AP"),
        ("Jane Doe/AP", "AP", "Jane Doe / AP"),
        ("Jane Doe via AP", "ap", "Jane Doe via AP"),
        ("NTB", "NTB", "NTB"),
        ("Ann", "Joanne Smith", "Ann / Joanne Smith"),
        ("Jo (Pool)", "AP", "Jo / Pool / AP"),
        ("Foto: Ola Nordmann", "NTB", "Ola Nordmann / NTB"),
        ("Ola Nordmann", "Photo by: NTB", "Ola Nordmann / NTB"),
        ("Ola\nNordmann ", " NTB /", "Ola Nordmann / NTB"),
        ("", "NTB", "NTB"),
        ("Jane Doe", "", "Jane Doe"),
        ("", "", ""),
        (" ", "\n", ""),
    ],
)
def test_no_name_is_missing_and_none_stands_twice(creator: str, credit_line: str, expected: str) -> None:
    assert chain_from(creator=creator, credit_line=credit_line).text == expected


@pytest.mark.parametrize(
    ("credit", "credit_line", "asks", "expected"),
    [
        pytest.param("Jane Doe", "", False, (), id="a-creator"),
        pytest.param("NTB", "NTB", True, (), id="an-agency"),
        pytest.param("Privat", "", False, (), id="a-private-picture"),
        pytest.param("Jane Doe", " ", True, (LACKS_CREDIT_LINE,), id="a-contract-asks-for-the-line"),
        pytest.param("", "", True, (LACKS_CREDIT, LACKS_CREDIT_LINE), id="nothing"),
        pytest.param("Pool Photo", "Pool Photo", False, (LACKS_CREDIT,), id="a-pool-that-is-nobody"),
        pytest.param("Arkivfoto", "", False, (LACKS_CREDIT,), id="an-archive-that-is-nobody"),
        pytest.param("Handout via Reuters", "", False, (), id="a-handout-that-somebody-delivered"),
    ],
)
def test_a_credit_is_complete_when_it_names_a_creator_or_an_agency_and_the_line_that_is_asked_for(
    credit: str, credit_line: str, asks: bool, expected: tuple[str, ...]
) -> None:
    assert lacking(parse_credit(credit), credit_line, asks_credit_line=asks) == expected
