"""The id of a request, by which its lines are found in every log. We make it; a trusted proxy may bring its own."""

from __future__ import annotations

import re
import secrets
from typing import Final

HEADER: Final = "x-broadsheet-request"
_OURS: Final = re.compile(r"[0-9a-f]{16,32}")


def request_id(said: str | None) -> str:
    """Return what a trusted proxy said if it looks like an id, else a new one. It tells nothing about who asks."""
    return said if said is not None and _OURS.fullmatch(said) else secrets.token_hex(8)
