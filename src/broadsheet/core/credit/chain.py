"""The credit as a value: parties in order, and the one form in which they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from broadsheet.core.credit.words import is_bare


class Role(StrEnum):
    """What a party has to do with the picture."""

    CREATOR = "creator"
    POOL = "pool"
    AGENCY = "agency"
    VIA = "via"
    ARCHIVE = "archive"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Party:
    """One who is credited. `name` is what is printed, and is never empty."""

    role: Role
    name: str

    @property
    def is_named(self) -> bool:
        """Return whether somebody can be asked for leave: "Pool Photo", "File Photo" or "Handout" alone is nobody."""
        return not is_bare(self.name)


@dataclass(frozen=True, slots=True)
class CreditChain:
    """All who are credited: creators first, an archive last, and between them the houses in the order of the line."""

    parties: tuple[Party, ...] = ()

    @property
    def text(self) -> str:
        """Return the chain as it is printed, without the word Photo: `Jane Doe / Pool Photo via AP`; "" for nobody."""
        printed = ", ".join(self.creators)
        for party in self.parties:
            if party.role == Role.CREATOR:
                continue
            joint = "via " if party.role == Role.VIA else "/ " if printed else ""
            printed = f"{printed} {joint}{party.name}".strip()
        return printed

    @property
    def creators(self) -> tuple[str, ...]:
        """Return the names of those who made it."""
        return tuple(party.name for party in self.parties if party.role == Role.CREATOR)

    @property
    def line(self) -> str:
        """Return the printed form without the creators: what goes into IPTC's Credit Line beside By-line."""
        return CreditChain(tuple(party for party in self.parties if party.role != Role.CREATOR)).text

    @property
    def is_complete(self) -> bool:
        """Return whether a creator or an agency is named."""
        return any(party.is_named for party in self.parties)

    def to_json(self) -> list[dict[str, str]]:
        """Return the parties as plain data, for a database or a file."""
        return [{"role": str(party.role), "name": party.name} for party in self.parties]

    @classmethod
    def from_json(cls, data: Iterable[Mapping[str, Any]]) -> CreditChain:
        """Return the chain that `to_json` made `data` of."""
        return cls(tuple(Party(Role(one["role"]), one["name"]) for one in data))

    def __bool__(self) -> bool:
        return bool(self.parties)


def in_order(parties: Iterable[Party]) -> CreditChain:
    """Return the chain of these parties: creators first, archives last, the others as they come."""
    ranks = {Role.CREATOR: 0, Role.ARCHIVE: 2}
    return CreditChain(tuple(sorted(parties, key=lambda party: ranks.get(party.role, 1))))
