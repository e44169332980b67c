"""A merged text in pieces: the same in all, from the wire, ours, from both, or a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broadsheet.desk.merging.units import Unit

Units = tuple[Unit, ...]


class Kind(StrEnum):
    """Who changed a piece."""

    SAME = "same"
    THEIRS = "theirs"
    OURS = "ours"
    BOTH = "both"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sentences in the three texts; ``is_moved`` where they stand elsewhere in one of them."""

    kind: Kind
    old: Units = ()
    ours: Units = ()
    theirs: Units = ()
    is_moved: bool = False

    @property
    def joined(self) -> Units:
        """What the merged text has here as long as nobody has chosen: in a conflict, ours (`choosing.py` settles it)."""
        return self.theirs if self.kind == Kind.THEIRS else self.ours
