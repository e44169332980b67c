"""A sentence that is kept, so that everybody reads it in their own language: what a rule refused, what an alarm tells.

Whatever writes such a sentence knows no reader: it is a process, and the newsroom may read in two languages. So the
sentence is kept as the catalogue has it, in English and with named gaps, beside what fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Union

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

Value = Union[str, int, datetime, "Said", "tuple[Said, ...]"]


@dataclass(frozen=True, slots=True)
class Said:
    """``text`` is a sentence of the catalogue; ``values`` fill its gaps: words, instants, and sentences in their turn.

    An instant is read on the newsroom's clock, to the second; several sentences are joined by commas.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in the language that is spoken now."""
        words = gettext(self.text) if self.text else ""
        return words % {name: _read(value) for name, value in self.values.items()} if self.values else words

    def as_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return {"text": self.text, "values": {name: _packed(value) for name, value in self.values.items()}}


def said(text: str, **values: Value) -> Said:
    """Return the sentence; ``text`` is marked with ``gettext_noop`` where it is written."""
    return Said(text, values)


def read(kept: Any, otherwise: str) -> str:
    """Return a kept sentence in the language that is spoken now; a row of before, or one that is spoilt, as it stands."""
    if not isinstance(kept, dict):
        return otherwise
    try:
        return str(_unpacked(kept))
    except (KeyError, TypeError, ValueError, AttributeError):
        return otherwise


def _read(value: Value) -> str:
    if isinstance(value, datetime):
        local = localtime(value)
        return f"{date_format(local, 'j M')} {local:%H:%M:%S}"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _packed(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, tuple):
        return [one.as_json() for one in value]
    return value.as_json() if isinstance(value, Said) else value


def _unpacked(kept: Any) -> Any:
    if isinstance(kept, list):
        return tuple(_unpacked(one) for one in kept)
    if not isinstance(kept, dict):
        return kept
    if "at" in kept:
        return datetime.fromisoformat(kept["at"])
    return Said(kept["text"], {name: _unpacked(value) for name, value in kept.get("values", {}).items()})
