"""How a row of a blind table is read, and when the chain that was read is the one that its author meant."""

from __future__ import annotations

from broadsheet.core.credit import CreditChain, parse_caption_tail, parse_credit

ROLES = {"C": "creator", "P": "pool", "A": "agency", "V": "via", "R": "archive", "O": "own"}


def read(text: str, way: str) -> CreditChain:
    """Return the chain of a line, or that of the tail where the text is a caption."""
    return parse_credit(text) if way == "line" else parse_caption_tail(text)[1]


def agrees(chain: CreditChain, meant: str) -> bool:
    """Return whether the parties are those that are meant, in their order, without regard to case."""
    parties = [part.split(" ", 1) for part in meant.casefold().split("; ")]
    may_be_there = {name for mark, name in parties if mark == "?"}
    wanted = [(ROLES.get(mark.upper(), ""), name) for mark, name in parties if mark != "?"]
    read = [(str(one.role), one.name.casefold()) for one in chain.parties if one.name.casefold() not in may_be_there]
    return len(read) == len(wanted) and all(
        name == meant_name and role in (meant_role, role if not meant_role else "")
        for (role, name), (meant_role, meant_name) in zip(read, wanted, strict=True)
    )
