"""Real files of the older formats, against facts that were read from them independently."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.wire.agreement_older import DISPUTED, FORMATS, compare_older


@pytest.mark.shared
def test_real_files_of_the_older_formats_agree_with_the_facts_read_from_them(shared_dir: Path) -> None:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    differences = []

    def report(label: str, agrees: bool, words: str) -> None:
        (right if agrees else wrong)[label.split(maxsplit=1)[0]] += 1
        differences.extend([] if agrees else [f"{label}: {words}"])

    compare_older(shared_dir / "wire", report)
    rates = {format: right[format] / (right[format] + wrong[format]) for format in FORMATS}
    assert {format: rate for format, rate in rates.items() if rate < 0.98} == {}, differences


@pytest.mark.shared
def test_every_disputed_fact_is_one_that_is_there(shared_dir: Path) -> None:
    rows = [json.loads(line) for line in (shared_dir / "wire" / "expected.jsonl").read_text().splitlines()]
    facts = [(Path(row["file"]).name, fact) for row in rows for fact in row.get("origin_tests", ())]
    for file, field, part in DISPUTED:
        assert any(name == file and fact["field"] == field and part in str(fact.get("value")) for name, fact in facts)
