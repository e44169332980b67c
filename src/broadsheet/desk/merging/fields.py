"""The plain fields of a story, three ways, each by its value: headline, byline, embargo and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.desk.merging.pieces import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One field in the three texts."""

    name: str
    kind: Kind
    old: str
    ours: str
    theirs: str

    @property
    def joined(self) -> str:
        """What the story has as long as nobody has chosen: in a conflict, ours."""
        return self.theirs if self.kind == Kind.THEIRS else self.ours


def merge_fields(
    names: tuple[str, ...], *, old: Mapping[str, str], ours: Mapping[str, str], new: Mapping[str, str]
) -> list[Field]:
    """Return the fields in the order of ``names``. What differs in spaces alone is the same."""
    return [_field(name, old.get(name, ""), ours.get(name, ""), new.get(name, "")) for name in names]


def _field(name: str, old: str, ours: str, theirs: str) -> Field:
    then, here, now = (" ".join(text.split()) for text in (old, ours, theirs))
    if here == now:
        kind = Kind.SAME if here == then else Kind.BOTH
    elif here == then:
        kind = Kind.THEIRS
    elif now == then:
        kind = Kind.OURS
    else:
        kind = Kind.CONFLICT
    return Field(name, kind, old, ours, theirs)
