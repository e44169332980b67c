"""Sentences that stand elsewhere now. A move and a change of the same sentence are brought together, or shown as a conflict."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.desk.merging.pieces import Kind, Piece
from broadsheet.desk.merging.units import Unit

#: Shorter sentences come twice by chance ("– Nei.").
_LEAST_CHARACTERS = 15


def with_moves(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with moved sentences marked.

    A sentence that one side moved while the other took it out is a conflict where it stands now. One that the wire moved
    while we rewrote it stands where the wire has it, as a conflict with both wordings.
    """
    gone = _gone(pieces)
    out = list(pieces)
    for number, piece in enumerate(pieces):
        if piece.old or piece.kind not in (Kind.OURS, Kind.THEIRS, Kind.BOTH):
            continue
        came = piece.theirs if piece.kind == Kind.THEIRS else piece.ours
        homes = [gone[unit.key] for unit in came if unit.key in gone]
        if homes:
            out[number] = _moved(out, piece, homes)
    return out


def _gone(pieces: list[Piece]) -> dict[str, int]:
    """Return where sentences of the old text stood that one of the sides no longer has there."""
    found: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        if piece.kind == Kind.SAME:
            continue
        kept = {unit.key for unit in piece.ours} & {unit.key for unit in piece.theirs}
        for unit in piece.old:
            if unit.key not in kept and len(unit.words) >= _LEAST_CHARACTERS:
                found.setdefault(unit.key, number)
    return found


def _moved(out: list[Piece], piece: Piece, homes: list[int]) -> Piece:
    """Mark both places; where the other side did not leave the sentence as it was, make the new place a conflict."""
    is_disputed = False
    for home in homes:
        was = out[home]
        out[home] = replace(was, is_moved=True)
        is_disputed = is_disputed or _is_disputed(piece, was)
    if not is_disputed:
        return replace(piece, is_moved=True)
    old = _stood(out, piece, homes)
    return replace(piece, kind=Kind.CONFLICT, old=old, is_moved=True)


def _is_disputed(piece: Piece, was: Piece) -> bool:
    """Return whether the side that did not move the sentence changed it or took it out."""
    other = was.ours if piece.kind == Kind.THEIRS else was.theirs
    return piece.kind != Kind.BOTH and not {unit.key for unit in was.old} <= {unit.key for unit in other}


def _stood(out: list[Piece], piece: Piece, homes: list[int]) -> tuple[Unit, ...]:
    came = {unit.key for unit in (*piece.ours, *piece.theirs)}
    return tuple(unit for home in dict.fromkeys(homes) for unit in out[home].old if unit.key in came)
