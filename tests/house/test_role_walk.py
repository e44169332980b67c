"""Every address by every role against the table that was read and checked in (criterion P1)."""

from __future__ import annotations

import logging
import os

import pytest

from tests.house.role_walk import WALKERS, World, addresses, cases, read_table, walk, write_table

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def test_p1_every_address_answers_every_role_as_the_table_says() -> None:
    logging.disable(logging.CRITICAL)  # a kept log entry of a refusal keeps its whole request
    try:
        found, leaks = walk(World())
    finally:
        logging.disable(logging.NOTSET)
    if os.environ.get("ROLE_WALK") == "write":
        write_table(found)
    table = read_table()
    differences = [
        f"{' '.join(row)}: {name} got {got}, the table says {said}"
        for row, answers in found.items()
        for name, got, said in zip(WALKERS, answers, table.get(row, ("no line",) * len(WALKERS)), strict=True)
        if got != said
    ]
    assert not differences, "\n".join(differences)
    # To a POST without its form's own bookkeeping Wagtail answers 500 and stores nothing; no browser sends one.
    assert not [
        row for row, answers in found.items() if row[1] == "GET" and any(said.startswith("5") for said in answers)
    ]
    assert not leaks, "\n".join(leaks)
    assert set(table) == set(found), "the table has lines of addresses that are gone"


def test_p1_control_an_address_that_the_table_lacks_is_found() -> None:
    table = read_table()
    assert {pattern for pattern, _, _ in table} == set(addresses())
    assert "desk/made-up/" not in {pattern for pattern, _, _ in table}
    assert len(list(cases())) * 2 == len(table)
