"""What a merge moves about: one sentence with its marks, or one block that has no sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from html import escape

_SPACES = re.compile(r"\s+")

#: A tag with its attributes, as it is written: ``("a", ' href="https://…"')``.
Mark = tuple[str, str]
TEXT = "text"


class Level(IntEnum):
    """Where a unit begins: in the paragraph before it, or with an item, a paragraph or list, or a block of its own."""

    INSIDE = 0
    ITEM = 1
    ELEMENT = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters with the same marks. ``void`` is a tag without content, such as ``<br/>``; then ``text`` stands for it."""

    text: str
    marks: tuple[Mark, ...] = ()
    void: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence (``family`` is "text"), or one whole block (``family`` is its type, ``value`` its JSON).

    ``container`` is the tag that a sentence stands in: p, ul or ol; "raw" for markup that is kept as it is.
    ``key`` is what makes two units the same: words and marks, neither the space around them nor where they stand.
    """

    family: str
    key: str
    words: str
    runs: tuple[Run, ...] = ()
    value: str = ""
    container: str = "p"
    level: Level = Level.INSIDE
    block_id: str = ""


def sentence(runs: tuple[Run, ...], *, container: str, level: Level, block_id: str = "") -> Unit:
    """Return the unit of one sentence."""
    words = _SPACES.sub(" ", "".join(run.text for run in runs)).strip()
    return Unit(
        family=TEXT,
        key=f"{TEXT}\0{_SPACES.sub(' ', markup(_stripped(runs)))}",
        words=words,
        runs=runs,
        container=container,
        level=level,
        block_id=block_id,
    )


def block(family: str, value: str, *, words: str, block_id: str = "") -> Unit:
    """Return the unit of a block that is kept whole; ``value`` is JSON with its keys in order."""
    return Unit(family=family, key=f"{family}\0{value}", words=words, value=value, level=Level.BLOCK, block_id=block_id)


def raw(html: str, *, words: str, level: Level, block_id: str = "") -> Unit:
    """Return the unit of markup that is not taken apart."""
    return Unit(
        family=TEXT, key=f"raw\0{html}", words=words, value=html, container="raw", level=level, block_id=block_id
    )


def markup(runs: tuple[Run, ...]) -> str:
    """Return the runs as rich text; marks that neighbours share are written once around them."""
    out: list[str] = []
    open_marks: list[Mark] = []
    for run in runs:
        shared = 0
        while shared < min(len(open_marks), len(run.marks)) and open_marks[shared] == run.marks[shared]:
            shared += 1
        out += [f"</{name}>" for name, _attributes in reversed(open_marks[shared:])]
        out += [f"<{name}{attributes}>" for name, attributes in run.marks[shared:]]
        open_marks = list(run.marks)
        out.append(run.void or escape(run.text, quote=False))
    out += [f"</{name}>" for name, _attributes in reversed(open_marks)]
    return "".join(out)


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs without the space at either end, so that a mark on it makes no difference."""
    kept = list(runs)
    while kept and not kept[0].text.strip() and (not kept[0].void or kept[0].void == "<br/>"):
        kept.pop(0)
    while kept and not kept[-1].text.strip() and (not kept[-1].void or kept[-1].void == "<br/>"):
        kept.pop()
    if kept and not kept[0].void:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].marks)
    if kept and not kept[-1].void:
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].marks)
    return _joined(kept)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    out: list[Run] = []
    for run in runs:
        if out and out[-1].marks == run.marks and not run.void and not out[-1].void:
            out[-1] = Run(out[-1].text + run.text, run.marks)
        elif run.text or run.void:
            out.append(run)
    return tuple(out)


def joined(runs: list[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbours of the same marks made one, and empty ones left out."""
    return _joined(runs)
