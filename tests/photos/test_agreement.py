"""The shared pictures give the facts that the Metadata Working Group's rules make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.photos.agreement import compared, main

AGREEMENT = 0.98


@pytest.mark.shared
def test_98_of_100_reconciled_facts_are_read_as_they_were_read_independently(shared_dir: Path) -> None:
    facts = [agrees for kind, _name, _file, agrees, _words in compared(shared_dir / "wire") if kind == "reconciled"]

    assert len(facts) > 90
    assert sum(facts) >= AGREEMENT * len(facts)


@pytest.mark.shared
def test_every_difference_is_one_that_the_reference_explains(shared_dir: Path) -> None:
    told = {(name, Path(file).name[:20]) for _k, name, file, agrees, _w in compared(shared_dir / "wire") if not agrees}

    # Two creators, of which EXIF has room for one; and a Source that the file's digest says is older than IIM's.
    assert told == {("Creator", "IPTC-PhotometadataRe"), ("source", "9e627f74b97841b3b856")}


@pytest.mark.shared
def test_the_agreement_is_printed_for_each_kind_of_fact(shared_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(shared_dir / "wire")) == 0

    assert "reconciled Description" in capsys.readouterr().out
