"""One credit out of four fields and a caption."""

from __future__ import annotations

import itertools

import pytest

from broadsheet.core.credit import CreditChain, Party, Role, chain_from, parse_credit


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        pytest.param(
            {"creator": "Maud Ellery", "credit_line": "Pool Photo via AP"}, "Maud Ellery / Pool Photo via AP", id="two"
        ),
        pytest.param(
            {"creator": "Maud Ellery", "credit_line": "AP", "source": "Pool", "copyright_notice": "© 2024 Xinhua"},
            "Maud Ellery / Xinhua / Pool / AP",
            id="four-fields-four-parties",
        ),
        pytest.param(
            {
                "creator": "Maud Ellery",
                "credit_line": "AP",
                "source": "AP Third Party",
                "copyright_notice": "Tidewater News",
                "caption": "The lock. (Maud Ellery/Tidewater News via AP)",
            },
            "Maud Ellery / Tidewater News via AP",
            id="the-caption-says-most",
        ),
        pytest.param(
            {
                "creator": "Ned Crabbe",
                "credit_line": "AP",
                "source": "POOL Getty Images",
                "copyright_notice": "(c) Getty Images Europe/Pool",
                "caption": "The lock. (Ned Crabbe/Pool via AP)",
            },
            "Ned Crabbe / Getty Images / Pool via AP",
            id="a-branch-is-the-house",
        ),
        pytest.param(
            {
                "creator": "NED CRABBE",
                "credit_line": "REUTERS",
                "source": "X12345",
                "caption": "The lock. REUTERS/Ned Crabbe",
            },
            "Ned Crabbe / Reuters",
            id="an-office-code-is-nobody",
        ),
        pytest.param(
            {"creator": "PIA DELACROIX-MACLEAN", "credit_line": "Pia Delacroix-MacLean/AFP"},
            "Pia Delacroix-MacLean / AFP",
            id="as-somebody-typed-it",
        ),
        pytest.param(
            {"creator": "P. Lorme", "caption": "Slusen. Foto: Pia Lorme / NTB"}, "Pia Lorme / NTB", id="in-full"
        ),
        pytest.param(
            {"creator": "Pia Lorme", "copyright_notice": "Copyright 2020 Pia Lorme. All rights reserved."},
            "Pia Lorme",
            id="the-holder-made-it",
        ),
        pytest.param({"copyright_notice": "© Pia Lorme"}, "Pia Lorme", id="the-notice-alone"),
        pytest.param({"copyright_notice": "Free for all who ask first"}, "", id="a-notice-that-names-nobody"),
        pytest.param({"creator": "Pia Lorme", "provider": "ntb"}, "Pia Lorme / NTB", id="the-provider-stands-in"),
        pytest.param(
            {"creator": "Pia Lorme", "credit_line": "AFP", "provider": "NTB"}, "Pia Lorme / AFP", id="a-house-is-named"
        ),
        pytest.param({"creator": "Pia Lorme via AP", "credit_line": "ap"}, "Pia Lorme via AP", id="via"),
        pytest.param(
            {"creator": "Pia Lorme", "source": "Pool Photo via AP", "copyright_notice": "© 2026 AP"},
            "Pia Lorme / Pool Photo via AP",
            id="via-in-the-source-alone",
        ),
        pytest.param(
            {"creator": "Pia Lorme; Ned Crabbe", "credit_line": "dpa"}, "Pia Lorme, Ned Crabbe / dpa", id="two-creators"
        ),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_all_that_is_said_is_one_chain(said: dict[str, str], credit: str) -> None:
    assert chain_from(**said).text == credit


FIELDS = ("creator", "credit_line", "source", "copyright_notice")
NAMES = ("", "Maud Ellery", "NED CRABBE", "AP", "Pool Photo via AP", "Fjordavisa AS", "Arkivfoto", "www.lock.example")


@pytest.mark.parametrize("values", [*itertools.product(NAMES[::2], NAMES[1::2], NAMES[::3], NAMES[::2])])
def test_no_house_is_named_twice_and_the_printed_form_says_the_same(values: tuple[str, ...]) -> None:
    chain = chain_from(**dict(zip(FIELDS, values, strict=True)))
    names = [party.name.casefold() for party in chain.parties]

    assert len(names) == len(set(names))
    assert parse_credit(chain.text).text == chain.text


def test_a_chain_goes_through_plain_data_and_back() -> None:
    chain = parse_credit("Maud Ellery / Pool Photo via AP / Arkivfoto")
    assert CreditChain.from_json(chain.to_json()) == chain


def test_rights_reserved_in_french_is_not_the_danish_broadcaster() -> None:
    assert parse_credit("Photo DR").parties == (Party(Role.AGENCY, "DR"),)
    assert parse_credit("Photo DR", "fr").parties[0].role == Role.OWN
    assert not parse_credit("Photo DR", "fr").is_complete
