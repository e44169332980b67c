"""Who presses: a slot to hold addresses under, a design to render in, and what may interrupt a long batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from broadsheet.press.acts.claim import free
from broadsheet.press.design import design_digest, edition_of
from broadsheet.press.lock import Slot, take_slot


def _never() -> bool:
    return False


@dataclass
class Worker:
    """One that presses pages: a loop, a command, or a request for a page that is not in the store."""

    slot: Slot
    design: str
    is_called: Callable[[], bool] = _never
    """Whether something more urgent may have come; asked between two pages that are not urgent."""

    @property
    def number(self) -> int:
        """The number under which it holds addresses."""
        return self.slot.number

    def edition(self) -> int:
        """Return the edition that its pages belong to; to be asked before they are rendered."""
        return edition_of(self.design)


@contextmanager
def hire() -> Iterator[Worker]:
    """Take a slot, and free what its last holder left behind."""
    with take_slot() as slot:
        free(slot.number)
        yield Worker(slot, design_digest())
