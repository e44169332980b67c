"""When two spellings are one party."""

from __future__ import annotations

from broadsheet.core.credit.agencies import house_of, key_of
from broadsheet.core.credit.chain import CreditChain, Party, Role
from broadsheet.core.credit.words import is_bare, kind_of


def are_same(one: Party, other: Party) -> bool:
    """Return whether two parties are one: the same name but for case and marks, or the same house, or the same word."""
    if is_bare(one.name) or is_bare(other.name):
        return kind_of(one.name) == kind_of(other.name)
    if key_of(one.name) == key_of(other.name):
        return True
    return bool(house_of(one.name)) and house_of(one.name) == house_of(other.name) and _is_plain(one, other)


def _is_plain(one: Party, other: Party) -> bool:
    return Role.CREATOR not in (one.role, other.role)


def without_repeats(chain: CreditChain) -> CreditChain:
    """Return the chain with nobody named twice: the first place counts."""
    kept: list[Party] = []
    for party in chain.parties:
        if not any(are_same(party, other) for other in kept):
            kept.append(party)
    return CreditChain(tuple(kept))
