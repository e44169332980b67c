"""Real agency files, against facts that were read from them independently."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.wire.formats import detect
from tests.wire.agreement import FORMATS, compare

EXACT = (
    "ninjs uri",
    "ninjs versioncreated",
    "ninjs firstcreated",
    "ninjs pubstatus",
    "ninjs urgency",
    "ninjs language",
    "ninjs headline",
    "ninjs headlines#names",
    "ninjs subjects#names",
    "newsml-g2 uri",
    "newsml-g2 version",
    "newsml-g2 version_created",
    "newsml-g2 first_created",
    "newsml-g2 embargo_until",
    "newsml-g2 urgency",
    "newsml-g2 languages",
    "newsml-g2 headlines",
    "newsml-g2 keywords",
    "nitf doc_id",
    "nitf pubstatus",
    "nitf urgency",
    "nitf date_issue",
    "nitf date_expire",
    "nitf keywords",
    "nitf subjects",
    "nitf byline",
)
# Not items but fragments of one, two files that are no JSON, and one empty object.
FRAGMENTS = 3
NOT_NINJS = 3


@pytest.mark.shared
def test_real_files_agree_with_the_facts_read_from_them(shared_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally = compare(shared_dir / "wire")
    with capsys.disabled():
        print(f"\n{tally.table()}\n" + "\n".join(f"unread: {line}" for line in tally.unread))
    assert len(tally.unread) <= FRAGMENTS + NOT_NINJS, tally.unread
    assert {name: tally.rate(name) for name in EXACT if tally.rate(name) < 1} == {}
    assert tally.rate(*tally.right) > 0.97, "\n".join(tally.differences)


def test_every_format_that_is_compared_is_one_that_is_read() -> None:
    assert set(FORMATS) - {"newsml-g2-other"} <= set(detect.FORMATS)
