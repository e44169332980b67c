"""Blocks of a story into units. Everything in a block becomes part of some unit: what is not known is kept as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from broadsheet.desk.merging.sentences import sentences
from broadsheet.desk.merging.units import TEXT, Level, Mark, Run, Unit, block, joined, raw, sentence

#: Marks from the outside in; others stand between links and these, in the order of their names.
_ORDER = {"a": 0, "b": 8, "i": 9}
_SAME = {"strong": "b", "em": "i"}
_VOID = frozenset({"br", "embed", "img", "hr"})
_LISTS = frozenset({"ul", "ol"})
#: Attributes that say nothing about the text: the editor gives each paragraph a new key.
_UNSAID = frozenset({"data-block-key"})
#: Markup that is nested deeper is kept as it is rather than taken apart.
_MAX_DEPTH = 30


def units_of(blocks: Iterable[Any]) -> list[Unit]:
    """Return the units of a body: of ``{type, value, id}`` as the database has it, or of pairs of type and value."""
    return [unit for one in blocks for unit in _units(*_parts(one))]


def _parts(one: Any) -> tuple[str, Any, str]:
    if isinstance(one, Mapping):
        return one["type"], one["value"], one.get("id") or ""
    kind, value = one
    return kind, value, ""


def _units(kind: str, value: Any, block_id: str) -> Iterator[Unit]:
    if kind == TEXT:
        yield from _text(str(value), block_id)
        return
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    yield block(kind, plain, words=words_of(value), block_id=block_id)


def words_of(value: Any) -> str:
    """Return what a person reads of a block's value, or ``""``."""
    if isinstance(value, Mapping):
        return " – ".join(
            part for name in ("text", "title", "caption", "name", "url") if (part := _line(value.get(name)))
        )
    return _line(value) if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())


def _text(markup: str, block_id: str) -> Iterator[Unit]:
    """Yield the sentences of a block of text; its first one begins the block."""
    level, number = Level.BLOCK, 0
    for unit_container, runs_or_raw, beginning in _elements(markup):
        start = max(level, beginning)
        level = Level.INSIDE
        if isinstance(runs_or_raw, str):
            root: Any = lxml_html.fromstring(f"<div>{runs_or_raw}</div>")
            yield raw(
                runs_or_raw, words=_line(root.text_content()), level=start, block_id=block_id if not number else ""
            )
            number += 1
            continue
        for place, runs in enumerate(_cut(runs_or_raw)):
            yield sentence(
                runs,
                container=unit_container,
                level=start if place == 0 else Level.INSIDE,
                block_id=block_id if not number else "",
            )
            number += 1


def _elements(markup: str) -> Iterator[tuple[str, tuple[Run, ...] | str, Level]]:
    if not markup.strip():
        return
    root: Any = lxml_html.fragment_fromstring(markup, create_parent="div")
    if root.text and root.text.strip():
        yield "p", (Run(_spaced(root.text)),), Level.ELEMENT
    for element in root:
        yield from _element(element)
        if element.tail and element.tail.strip():
            yield "p", (Run(_spaced(element.tail)),), Level.ELEMENT


def _element(element: Any) -> Iterator[tuple[str, tuple[Run, ...] | str, Level]]:
    if not isinstance(element.tag, str):
        return
    if element.tag == "p" and not _is_deep(element):
        runs = joined(list(_runs(element, ())))
        if runs:
            yield "p", runs, Level.ELEMENT
    elif element.tag in _LISTS and _is_plain_list(element):
        for number, item in enumerate(element):
            runs = joined(list(_runs(item, ())))
            if runs:
                yield element.tag, runs, Level.ELEMENT if number == 0 else Level.ITEM
    else:
        yield "raw", _as_it_is(element), Level.ELEMENT


def _is_plain_list(element: Any) -> bool:
    items = all(item.tag == "li" and not (item.tail or "").strip() for item in element)
    return items and not (element.text or "").strip() and not _is_deep(element) and not _has_list(element)


def _has_list(element: Any) -> bool:
    return any(True for _inner in element.iterdescendants("ul", "ol", "p"))


def _is_deep(element: Any) -> bool:
    """Return whether markup is nested beyond what is taken apart: walked, not recursed into."""
    depth = 0
    for event, _one in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _as_it_is(element: Any) -> str:
    written: str = etree.tostring(element, encoding="unicode", with_tail=False, method="xml")
    return written


def _runs(element: Any, marks: tuple[Mark, ...]) -> Iterator[Run]:
    if element.text:
        yield Run(_spaced(element.text), marks)
    for child in element:
        if isinstance(child.tag, str):
            yield from _child(child, marks)
        if child.tail:
            yield Run(_spaced(child.tail), marks)


def _child(child: Any, marks: tuple[Mark, ...]) -> Iterator[Run]:
    name = _SAME.get(child.tag, child.tag)
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in sorted(child.attrib.items()) if key not in _UNSAID
    )
    if name in _VOID:
        yield Run("\n" if name == "br" else "\ufffc", marks, f"<{name}{attributes}/>")
        return
    mark = (name, attributes)
    inner = marks if mark in marks else tuple(sorted((*marks, mark), key=_place))
    yield from _runs(child, inner)


def _place(mark: Mark) -> tuple[int, str, str]:
    return _ORDER.get(mark[0], 4), mark[0], mark[1]


def _spaced(text: str) -> str:
    """Return the text with its line breaks as spaces, which is what a reader sees of them."""
    return text.replace("\r", " ").replace("\n", " ")


def _cut(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """Return the runs sentence by sentence, each run cut where a sentence ends in it."""
    out: list[tuple[Run, ...]] = []
    waiting = list(reversed(runs))
    for words in sentences("".join(run.text for run in runs)):
        left, taken = len(words), []
        while left:
            run = waiting.pop()
            if len(run.text) > left:
                waiting.append(Run(run.text[left:], run.marks))
                run = Run(run.text[:left], run.marks)
            left -= len(run.text)
            taken.append(run)
        out.append(tuple(taken))
    return out
