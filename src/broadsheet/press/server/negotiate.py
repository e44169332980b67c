"""Which content coding a client gets, by its Accept-Encoding.

By hand, because the answer is needed for every page in a microsecond, for three codings only, and with a bound on what a
hostile header may cost: length and repetition are judged before anything is split.

Source: RFC 9110, sections 12.4.2 and 12.5.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

MAX_LINES: Final = 4
MAX_CHARACTERS: Final = 1024
MAX_MEMBERS: Final = 32

PREFERENCE: Final = ("br", "zstd", "gzip", "identity")
"""Ours, where the client has none: smallest first."""

_MEMBER: Final = re.compile(r"\s*([a-z0-9*!#$%&'+.^_`|~-]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")


class TooManyLinesError(ValueError):
    """Accept-Encoding came in more header lines than any client needs."""


class TooLongError(ValueError):
    """Accept-Encoding is longer than any client needs."""


def codings(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the codings that a client takes, best first; `identity` is always among them, as the last resort.

    A member that cannot be read counts for nothing.

    Raises:
        TooManyLinesError, TooLongError: more than is worth reading.
    """
    if len(lines) > MAX_LINES:
        raise TooManyLinesError
    text = ",".join(lines)
    if len(text) > MAX_CHARACTERS:
        raise TooLongError
    if not text.strip():
        return ("identity",)
    weights = _weights(text)
    star = weights.get("*", 0.0)
    ranked = {name: weights.get(name, star) for name in PREFERENCE[:-1]}
    ranked["identity"] = weights.get("identity", weights.get("*", 0.001))
    taken = [name for name in PREFERENCE if ranked[name] > 0]
    taken.sort(key=lambda name: (-ranked[name], PREFERENCE.index(name)))
    return tuple(taken) if "identity" in taken else (*taken, "identity")


def _weights(text: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for member in text.lower().split(",", MAX_MEMBERS)[:MAX_MEMBERS]:
        match = _MEMBER.fullmatch(member)
        if match is not None:
            name = "gzip" if match[1] == "x-gzip" else match[1]
            weights[name] = min(float(match[2]), 1.0) if match[2] else 1.0
    return weights
