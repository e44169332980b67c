"""Subjects that the wire has brought lately and that lead nowhere: what an editor may want a row for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from broadsheet.core.dispatch import Term
from broadsheet.desk.mediatopics import TOP_SUBJECTS
from broadsheet.desk.models import SubjectMapping
from broadsheet.desk.subjects import code_of, codes_of, plain_scheme, unmapped
from broadsheet.wire.models import DispatchRecord

#: So many dispatches are looked at, the newest, and so many subjects are shown, the most frequent.
MAX_LOOKED_AT = 2000
MAX_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One subject, how often it came, and IPTC's top subject above it where there is one."""

    code: str
    name: str
    scheme: str
    count: int
    under: str


def seen_without_a_place() -> list[Seen]:
    """Return the subjects of the newest dispatches that give neither section nor topic, the most frequent first.

    Two queries; of the dispatches their subjects alone are read.
    """
    newest = DispatchRecord.objects.order_by("-received_at", "-pk").values_list("data__subjects", flat=True)
    rows = [row for row in SubjectMapping.objects.all() if row.section_id or row.topic_id]
    counts: Counter[tuple[str, str]] = Counter()
    terms: dict[tuple[str, str], Term] = {}
    for told in newest[:MAX_LOOKED_AT]:
        for key, term in {(code_of(term), plain_scheme(term.scheme)): term for term in _terms(told)}.items():
            counts[key] += 1
            if key not in terms or (term.name and not terms[key].name):
                terms[key] = term
    free = {(code_of(term), plain_scheme(term.scheme)) for term in unmapped(terms.values(), rows)}
    return [_seen(terms[key], count) for key, count in counts.most_common() if key in free][:MAX_SHOWN]


def _terms(told: Any) -> list[Term]:
    values = told if isinstance(told, list) else []
    return [Term(value.get("code"), value.get("name"), value.get("scheme")) for value in values if value]


def _seen(term: Term, count: int) -> Seen:
    above = codes_of(term)[-1]
    return Seen(
        code=(term.code or term.name or "")[:80],
        name=(term.name or "")[:120],
        scheme=plain_scheme(term.scheme)[:80],
        count=count,
        under=TOP_SUBJECTS.get(above, "") if above != code_of(term) else "",
    )
