"""Compares what is read from the shared pictures with the facts that were read from the same files independently.

`python -m tests.photos.agreement DIR` prints it, where DIR holds `expected.jsonl` and `fixtures/`: facts per kind, and
each difference. Two kinds: `mwg_reconciled`, what the Metadata Working Group's rules make of IIM, XMP and EXIF; and what
those rules leave open, which the other table has. What the table lost of a charset, and writes as a question mark, is
not compared.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet.core.metadata import AgencyMetadata, read_agency

RECONCILED: dict[str, Callable[[AgencyMetadata], Any]] = {
    "Description": lambda told: told.caption,
    "Creator": lambda told: list(told.creators),
    "Copyright": lambda told: told.copyright_notice,
    "Keywords": lambda told: list(told.keywords),
    "City": lambda told: _places(told, "city"),
    "State": lambda told: _places(told, "state"),
    "Country": lambda told: _places(told, "country"),
    "Location": lambda told: _places(told, "location"),
    "DateTimeOriginal": lambda told: told.taken,
    "CreateDate": lambda told: told.digitized,
    "ModifyDate": lambda told: told.modified,
    "Orientation": lambda told: {1: "Horizontal (normal)"}.get(told.orientation),
    "Rating": lambda told: float(told.rating),
}
LEFT_OPEN: dict[str, Callable[[AgencyMetadata], Any]] = {
    "headline": lambda told: told.headline,
    "title": lambda told: told.title,
    "credit": lambda told: told.credit_line,
    "source": lambda told: told.source,
    "usage_terms": lambda told: told.usage_terms,
    "instructions": lambda told: told.instructions,
    "country_code": lambda told: told.country_code,
    "urgency": lambda told: told.urgency[:1],
}
UNRECONCILED = {"caption": "Description", "creator": "Creator", "copyright": "Copyright", "keywords": "Keywords"}
"""Facts of an XMP file, of which the reconciled table has nothing."""


def compared(wire: Path) -> Iterator[tuple[str, str, str, bool, str]]:
    """Yield the kind and name of each fact, the file, whether we agree, and both values in words."""
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["format"] != "photo":
            continue
        told = read_agency((wire / row["file"]).read_bytes())
        for kind, name, wanted, ours in _facts(row["document"], told):
            if "?" not in str(wanted) or kind == "reconciled":
                yield (
                    kind,
                    name,
                    row["file"],
                    _plain(ours) == _plain(wanted, like=ours),
                    f"{ours!r:.120} != {wanted!r:.120}",
                )


def _facts(document: dict[str, Any], told: AgencyMetadata) -> Iterator[tuple[str, str, Any, Any]]:
    stated, reconciled = document["preferred_xmp_then_iim"], document["mwg_reconciled"]
    if reconciled is None:
        reconciled = {UNRECONCILED[name]: value for name, value in stated.items() if name in UNRECONCILED}
    for name, value in reconciled.items():
        yield "reconciled", name, value, RECONCILED[name](told)
    for name, value in stated.items():
        if name in LEFT_OPEN:
            yield "left open", name, str(value)[:1] if name == "urgency" else value, LEFT_OPEN[name](told)


def _places(told: AgencyMetadata, part: str) -> Any:
    return [place[part] for place in told.shown if part in place] or getattr(told, part)


def _plain(value: Any, like: Any = None) -> Any:
    """Return a value as it is compared: white space and a list of one are no difference, times are times."""
    if isinstance(like, datetime):
        day, _, time = str(value).partition(" ")
        return datetime.fromisoformat(" ".join(filter(None, (day.replace(":", "-"), time))))
    if isinstance(value, list):
        return [_plain(one) for one in value] if len(value) != 1 else _plain(value[0])
    return " ".join(value.split()) if isinstance(value, str) else value


def main(folder: str) -> int:
    """Print each difference, and the facts per kind."""
    right, wrong = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for kind, name, file, agrees, words in compared(Path(folder)):
        (right if agrees else wrong)[kind, name] += 1
        if not agrees:
            print(f"{kind}: {name}: {Path(file).name}: {words}")
    print(f"{'facts':28}{'all':>6}{'agree':>7}{'rate':>9}")
    for key in [*sorted(right.keys() | wrong.keys()), ("reconciled", ""), ("left open", ""), ("", "")]:
        same, other = (sum(n for one, n in counter.items() if _is_under(one, key)) for counter in (right, wrong))
        print(f"{' '.join(key).strip() or 'all':28}{same + other:6}{same:7}{same / max(1, same + other):9.1%}")
    return 0


def _is_under(one: tuple[str, str], key: tuple[str, str]) -> bool:
    return all(part in ("", of) for part, of in zip(key, one, strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
