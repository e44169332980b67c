"""What is known about a comment besides its words: who sent how much, and whether the words stood elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """Counts alone, of the time before the comment came; the scorer sees no name, address or network.

    `from_network` counts comments of the last hour, `elsewhere` other comments of the last month with nearly the same
    text, `turned_down` those of them that a moderator rejected or removed.
    """

    from_network: int = 0
    elsewhere: int = 0
    turned_down: int = 0
    is_first_of_address: bool = False


NOTHING_KNOWN = Circumstances()
