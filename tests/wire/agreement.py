"""Compares what our readers read with the facts that were read from the same files independently.

Run it for the whole table: `python -m tests.wire.agreement DIR`, where DIR holds `expected.jsonl` and `fixtures/`.

`agreement_iptc` knows ninjs, NewsML-G2 and NITF, and `agreement_origin` the facts of the files' own test suites. The
modules of `OTHERS` know the other formats and report by themselves: `compare_feeds(wire, report)`,
`compare_older(wire, report)`.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.wire.errors import WireError
from broadsheet.wire.formats import read
from tests.wire import agreement_iptc, agreement_origin

OSLO = ZoneInfo("Europe/Oslo")
OTHERS = {"agreement_older": "compare_older", "agreement_feeds": "compare_feeds"}
Facts = dict[str, Any]


@dataclass
class Tally:
    """How often each field of each format agreed, and every disagreement in words."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def report(self, label: str, agrees: bool, words: str) -> None:
        """Count one fact; `label` is `<format> <field>`."""
        format, _, name = label.partition(" ")
        (self.right if agrees else self.wrong)[family(format), name] += 1
        if not agrees:
            self.differences.append(f"{label}: {words}")

    def rate(self, format: str | None = None, name: str | None = None) -> float:
        right, wrong = self.counts(format, name)
        return right / max(1, right + wrong)

    def counts(self, format: str | None = None, name: str | None = None) -> tuple[int, int]:
        def total(counter: Counter[tuple[str, str]]) -> int:
            return sum(n for key, n in counter.items() if format in (None, key[0]) and name in (None, key[1]))

        return total(self.right), total(self.wrong)

    def formats(self) -> list[str]:
        """Return the formats that have facts."""
        return sorted({format for format, _name in self.right.keys() | self.wrong.keys()})

    def table(self) -> str:
        rows = [f"{'format':26}{'files':>6}{'facts':>7}{'agree':>7}{'rate':>9}"]
        for format in [*self.formats(), None]:
            right, wrong = self.counts(format)
            files = self.files[format] if format else self.files.total()
            rows.append(f"{format or 'all':26}{files:6}{right + wrong:7}{right:7}{right / max(1, right + wrong):9.1%}")
        return "\n".join(rows)


def compare(wire: Path) -> Tally:
    """Read every file that `expected.jsonl` under `wire` knows and compare it with the facts there."""
    tally = Tally()
    for row in rows(wire):
        format = family(row["format"])
        tally.files[format] += 1
        if row["format"] in agreement_iptc.FORMATS:
            _compare(row, format, tally)
    for compare_others in _others():
        compare_others(wire, tally.report)
    return tally


def _compare(row: Facts, format: str, tally: Tally) -> None:
    try:
        items = read(row["path"].read_bytes(), filename=row["path"].name, time_zone=OSLO)
    except WireError as error:
        tally.unread.append(f"{row['file']}: {type(error).__name__}: {error}")
        return
    for source in (agreement_iptc, agreement_origin):
        for name, agrees in source.facts(row, items):
            tally.report(f"{format} {name}", agrees, f"{row['file']}")


def family(format: str) -> str:
    """Return the name that a format goes by in the table."""
    return {"photo": "picture", "dpa-digitalwires-json": "dpa-digitalwires"}.get(format, format.removesuffix("-other"))


def rows(wire: Path) -> Iterator[Facts]:
    """Yield the rows of `expected.jsonl`, each a file."""
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        row["path"] = wire / row["file"]
        yield row


def _others() -> Iterator[Any]:
    for name, function in OTHERS.items():
        if importlib.util.find_spec(f"tests.wire.{name}"):
            yield getattr(importlib.import_module(f"tests.wire.{name}"), function)


def main(folder: str) -> int:
    """Print the table and every difference."""
    tally = compare(Path(folder))
    print("\n".join([*tally.differences, *(f"unread: {line}" for line in tally.unread), tally.table()]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
