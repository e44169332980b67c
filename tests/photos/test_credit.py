"""The credit as the page prints it."""

from __future__ import annotations

import pytest

from broadsheet.photos.credit import credit_text, is_complete


@pytest.mark.parametrize(
    ("creator", "credit_line", "expected"),
    [
        ("Jane Doe", "Pool Photo via AP", "Jane Doe / Pool Photo via AP"),
        ("Amit Sharma", "Amit Sharma / AP / NTB", "Amit Sharma / AP / NTB"),
        ("Amit Sharma", "AP/Amit Sharma", "AP/Amit Sharma"),
        ("AMIT SHARMA", "Amit  Sharma / AP", "Amit Sharma / AP"),
        ("Jane Doe/AP", "AP", "Jane Doe/AP"),
        ("Jane Doe via AP", "ap", "Jane Doe via AP"),
        ("NTB", "NTB", "NTB"),
        ("Ann", "Joanne Smith", "Ann / Joanne Smith"),
        ("Jo (Pool)", "AP", "Jo (Pool) / AP"),
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
    assert credit_text(creator, credit_line) == expected


@pytest.mark.parametrize(
    ("creator", "alt_text", "is_decorative", "expected"),
    [
        pytest.param("Jane Doe", "A ferry", False, True, id="both"),
        pytest.param("Jane Doe", "", True, True, id="decorative-needs-no-alt-text"),
        pytest.param("Jane Doe", " ", False, False, id="no-alt-text"),
        pytest.param("", "A ferry", False, False, id="no-credit"),
    ],
)
def test_a_picture_is_complete_with_credit_and_alt_text(
    creator: str, alt_text: str, is_decorative: bool, expected: bool
) -> None:
    assert is_complete(creator, "", alt_text=alt_text, is_decorative=is_decorative) is expected
