"""Where the newsroom puts an item by its subjects: the table that an editor keeps, read from the nearest code upwards.

A row is for a code and for what IPTC puts under it; one that ends in ``*`` is for all codes that begin so. Of an
item's subject the nearest row that names a section gives the section, and the nearest that names a topic the topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broadsheet.core.dispatch import Term
from broadsheet.desk.mediatopics import broader
from broadsheet.desk.models import Section, SubjectMapping, Topic

#: Longest code that is looked at; what is longer is no code of a table.
MAX_CODE = 200
#: Schemes that go by two names: the last part of their address, and their usual alias.
ALIASES = {"mediatopic": "medtop", "subjectcode": "subj"}


@dataclass(frozen=True, slots=True)
class Place:
    """A section, where a subject names one, and the topics that the subjects name."""

    section: Section | None = None
    topics: tuple[Topic, ...] = ()


def place_of(subjects: Iterable[Term]) -> Place:
    """Return where the newsroom's table puts the subjects; nothing is stored. One query, none without subjects."""
    terms = tuple(subjects)
    if not terms:
        return Place()
    rows = SubjectMapping.objects.select_related("section", "topic")
    return place_by(terms, [row for row in rows if row.section_id or row.topic_id])


def place_by(subjects: Iterable[Term], rows: Iterable[SubjectMapping]) -> Place:
    """Return where the rows put the subjects: the first subject that has a section decides it, topics add up."""
    table = _Table(rows)
    section: Section | None = None
    topics: dict[int, Topic] = {}
    for term in subjects:
        nearest = list(table.rows_for(term))
        section = section or next((row.section for row in nearest if row.section), None)
        topic = next((row.topic for row in nearest if row.topic), None)
        if topic:
            topics.setdefault(topic.pk, topic)
    return Place(section, tuple(topics.values()))


def unmapped(subjects: Iterable[Term], rows: Iterable[SubjectMapping]) -> list[Term]:
    """Return the subjects for which no row stands, whether or not the row is filled in."""
    table = _Table(rows)
    return [term for term in subjects if code_of(term) and not any(table.rows_for(term))]


def code_of(term: Term) -> str:
    """Return a subject's code without scheme or address, in lower case; of a subject without code its name."""
    text = (term.code or term.name or "").strip()[:MAX_CODE].casefold()
    return plain_code(text)


def plain_code(code: str) -> str:
    """Return a code without the prefix or the address of its scheme, in lower case."""
    return code.strip().casefold().rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def codes_of(term: Term) -> tuple[str, ...]:
    """Return the codes that stand for a subject, nearest first: its own, then what IPTC puts it under."""
    code = code_of(term)
    return (code, *broader(code)) if code else ()


def plain_scheme(scheme: str | None) -> str:
    """Return the name of a scheme: the last part of an address, and one name where there are two."""
    name = (scheme or "").strip().casefold().rstrip("/").rsplit("/", 1)[-1]
    return ALIASES.get(name, name)


class _Table:
    """The rows by code; those that end in ``*`` apart, the longest first."""

    def __init__(self, rows: Iterable[SubjectMapping]) -> None:
        self.exact: dict[str, list[SubjectMapping]] = {}
        beginnings: list[tuple[str, SubjectMapping]] = []
        for row in rows:
            code = plain_code(row.code)
            if code.endswith("*"):
                beginnings.append((code[:-1], row))
            else:
                self.exact.setdefault(code, []).append(row)
        self.beginnings = sorted(beginnings, key=lambda pair: -len(pair[0]))

    def rows_for(self, term: Term) -> Iterator[SubjectMapping]:
        """Return the rows that stand for a subject, nearest first; of two alike the one that names the scheme."""
        scheme = plain_scheme(term.scheme)
        for code in codes_of(term):
            found = [*self.exact.get(code, ()), *(row for start, row in self.beginnings if code.startswith(start))]
            fitting = [row for row in found if not row.scheme or plain_scheme(row.scheme) == scheme]
            yield from sorted(fitting, key=lambda row: (-len(plain_code(row.code).rstrip("*")), not row.scheme))
