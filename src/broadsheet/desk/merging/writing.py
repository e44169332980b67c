"""Units back into blocks of a story, as the database has them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from broadsheet.desk.merging.units import TEXT, Level, Run, Unit, joined, markup

_LISTS = frozenset({"ul", "ol"})


def blocks_from(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Return the blocks that the units make up, with the numbers that they had: ``{type, value, id}``."""
    blocks: list[dict[str, Any]] = []
    text: list[Unit] = []
    for unit in units:
        if text and (unit.family != TEXT or unit.level == Level.BLOCK):
            blocks.append(_text_block(text))
            text = []
        if unit.family == TEXT:
            text.append(unit)
        else:
            blocks.append(_block(unit.family, json.loads(unit.value), unit.block_id))
    if text:
        blocks.append(_text_block(text))
    return _with_each_number_once(blocks)


def _block(kind: str, value: Any, number: str) -> dict[str, Any]:
    return {"type": kind, "value": value, **({"id": number} if number else {})}


def _with_each_number_once(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for block in blocks:
        if block.get("id") in seen:
            del block["id"]
        seen.add(block.get("id", ""))
    return blocks


def _text_block(units: list[Unit]) -> dict[str, Any]:
    out: list[str] = []
    open_list = ""
    for container, level, content in _paragraphs(units):
        goes_on = container == open_list and level <= Level.ITEM
        if open_list and not goes_on:
            out.append(f"</{open_list}>")
            open_list = ""
        if container in _LISTS:
            out.append(("" if goes_on else f"<{container}>") + f"<li>{content}</li>")
            open_list = container
        else:
            out.append(content if container == "raw" else f"<p>{content}</p>")
    if open_list:
        out.append(f"</{open_list}>")
    return _block(TEXT, "".join(out), next((unit.block_id for unit in units if unit.block_id), ""))


def _paragraphs(units: list[Unit]) -> list[tuple[str, Level, str]]:
    """Return tag, level and inner rich text of each paragraph, item or piece of raw markup."""
    out: list[tuple[str, Level, list[Unit]]] = []
    for unit in units:
        alone = unit.container == "raw" or (out and out[-1][0] == "raw")
        if not out or alone or unit.level > Level.INSIDE or unit.container != out[-1][0]:
            out.append((unit.container, unit.level, [unit]))
        else:
            out[-1][2].append(unit)
    return [(tag, level, _content(tag, within)) for tag, level, within in out]


def _content(tag: str, units: list[Unit]) -> str:
    if tag == "raw":
        return units[0].value
    runs: list[Run] = []
    for unit in units:
        if runs and unit.runs and not _parts(runs[-1]) and not unit.runs[0].text[:1].isspace():
            runs.append(Run(" ", tuple(mark for mark in runs[-1].marks if mark in unit.runs[0].marks)))
        runs += unit.runs
    return markup(joined(runs))


def _parts(run: Run) -> bool:
    """Return whether the run ends with a space or a line break."""
    return run.text[-1:].isspace()
