"""Real agency files, against facts that were read from them independently."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.wire.errors import WireError
from broadsheet.wire.formats import read
from tests.wire.agreement import OSLO, compare

OVERALL, EACH_FORMAT = 0.98, 0.95
# What decides whether, when and as what an item is published has to agree in every file.
EXACT = (
    ("ninjs-1", "versioncreated"),
    ("ninjs-2", "pubstatus"),
    ("ninjs-3", "pubstatus"),
    ("newsml-g2", "uri"),
    ("newsml-g2", "version"),
    ("newsml-g2", "version_created"),
    ("newsml-g2", "embargo_until"),
    ("newsml-g2", "urgency"),
    ("newsml-g2", "headlines"),
    ("nitf", "pubstatus"),
    ("nitf", "date_issue"),
    ("nitf", "date_release"),
    ("nitf", "date_expire"),
)


@pytest.mark.shared
def test_real_files_agree_with_the_facts_read_from_them(shared_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally = compare(shared_dir / "wire")
    with capsys.disabled():
        print(f"\n{tally.table()}\nnot read: {len(tally.unread)}")
    assert {pair: tally.rate(*pair) for pair in EXACT if tally.rate(*pair) < 1} == {}
    assert {name: tally.rate(name) for name in tally.formats() if tally.rate(name) < EACH_FORMAT} == {}
    assert tally.rate() >= OVERALL, "\n".join(tally.differences)


@pytest.mark.shared
def test_every_real_file_is_read_or_refused_in_words(shared_dir: Path) -> None:
    files = [path for path in sorted((shared_dir / "wire" / "fixtures").rglob("*")) if path.is_file()]
    refused = {}
    for path in files:
        try:
            read(path.read_bytes(), filename=path.name, time_zone=OSLO)
        except WireError as error:
            refused[path.name] = str(error)
    assert len(files) > 800
    assert all(refused.values())
