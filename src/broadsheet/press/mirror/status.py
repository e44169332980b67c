"""How far this machine's copy is behind the shared store: written by the mirror, read by whoever shows figures."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Lag:
    """Changes that are known and not yet copied, the age of the oldest of them, and when the mirror last looked."""

    waiting: int
    oldest_seconds: float
    looked_at: float
    is_whole: bool = True
    error: str = ""

    @property
    def seconds_since_look(self) -> float:
        """Return how long ago that was; a mirror that lives looks every few seconds."""
        return max(0.0, time.time() - self.looked_at)


def lag() -> Lag | None:
    """Return how far the mirror of this machine is behind, None where there is none."""
    try:
        return Lag(**json.loads(_file().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def note(lag: Lag) -> None:
    """Say how far behind it is. A full disk costs the figure, not the mirror."""
    temporary = _file().with_suffix(".new")
    try:
        temporary.write_text(json.dumps(asdict(lag)), "utf-8")
        temporary.replace(_file())
    except OSError:
        temporary.unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.RUN_ROOT) / "mirror.json"
