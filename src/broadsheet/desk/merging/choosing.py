"""What somebody chose in the conflicts, and the text that comes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from broadsheet.desk.merging.pieces import Kind, Piece, Units
from broadsheet.desk.merging.sentences import sentences
from broadsheet.desk.merging.units import TEXT, Level, Run, Unit, block, sentence

OURS, THEIRS, BOTH, EDIT = "ours", "theirs", "both", "edit"
PICKS = (OURS, THEIRS, BOTH, EDIT)
SUBHEAD = "subhead"
_MAX_SUBHEAD = 200
_MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One side, both, or words typed by hand (plain, paragraphs parted by an empty line)."""

    pick: str = OURS
    text: str = ""


def preselected(piece: Piece) -> Choice:
    """Return what a conflict becomes as long as nobody has chosen: ours, or both where both have only added something."""
    return Choice(BOTH) if not piece.old and piece.ours and piece.theirs else Choice(OURS)


def chosen(pieces: Sequence[Piece], choices: Mapping[int, Choice]) -> list[Unit]:
    """Return the merged text; ``choices`` is by the piece's place. Where nobody chose, `preselected` does."""
    out: list[Unit] = []
    waiting = Level.INSIDE
    for number, piece in enumerate(pieces):
        units = piece.joined
        if piece.kind == Kind.CONFLICT:
            units = settled(piece, choices.get(number, preselected(piece)))
            if not units:
                # What began a paragraph is gone: what follows begins it.
                waiting = max(waiting, *(side[0].level for side in (piece.ours, piece.theirs) if side))
                continue
        if units and waiting > units[0].level:
            units = (replace(units[0], level=waiting), *units[1:])
        waiting = Level.INSIDE if units else waiting
        out += units
    return out


def settled(piece: Piece, choice: Choice) -> Units:
    """Return what a conflict becomes by the choice."""
    match choice.pick:
        case "theirs":
            return piece.theirs
        case "both":
            return (*piece.ours, *_after(piece.ours, _not_in(piece.ours, piece.theirs)))
        case "edit":
            return tuple(_typed(piece, choice.text[:_MAX_CHARACTERS]))
    return piece.ours


def may_be_typed(piece: Piece) -> bool:
    """Return whether the piece is words: pictures, quotes and the like are changed in the editor."""
    families = {unit.family for unit in (*piece.ours, *piece.theirs)}
    return families in ({TEXT}, {SUBHEAD}) and all(unit.container != "raw" for unit in (*piece.ours, *piece.theirs))


def text_of(units: Units) -> str:
    """Return the words as somebody types them: a paragraph a block of lines."""
    out = ""
    for unit in units:
        out += ("\n\n" if unit.level > Level.INSIDE else " ") + unit.words if out else unit.words
    return out


def _not_in(ours: Units, theirs: Units) -> Units:
    """Return theirs without the sentences that ours has word by word: nobody wants them twice."""
    had = {unit.key for unit in ours}
    return tuple(unit for unit in theirs if unit.key not in had)


def _after(ours: Units, theirs: Units) -> Units:
    """Return theirs so that it follows ours in the same paragraph, where both are words of one."""
    if not ours or not theirs or ours[-1].family != TEXT or theirs[0].family != TEXT:
        return theirs
    if ours[-1].container != theirs[0].container or theirs[0].container == "raw":
        return theirs
    return (replace(theirs[0], level=Level.INSIDE), *theirs[1:])


def _typed(piece: Piece, text: str) -> list[Unit]:
    """Return the words as units; a sentence that one of the sides has word by word keeps its marks."""
    first = (*piece.ours, *piece.theirs)[0]
    if first.family == SUBHEAD:
        words = " ".join(text.split())[:_MAX_SUBHEAD]
        return [block(SUBHEAD, json.dumps(words, ensure_ascii=False), words=words)] if words else []
    known = {unit.words: unit for unit in (*piece.theirs, *piece.ours)}
    out: list[Unit] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        level = Level.ELEMENT if out else first.level
        for words in sentences(" ".join(paragraph.split())):
            same = known.get(words.strip())
            runs = same.runs if same else (Run(words),)
            out.append(sentence(runs, container=first.container, level=level))
            level = Level.INSIDE
    return out
