"""One look of the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "warning", "broken"]


@dataclass(frozen=True)
class Check:
    """One look: its name, how it is, and what to do about it."""

    name: str
    state: State = "good"
    advice: str = ""
