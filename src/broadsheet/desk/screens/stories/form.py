"""The editor's form: a row that somebody has opened and not filled in yet stops no saving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

#: The rows of the editor that are added one by one, and the fields of each that somebody fills in.
ROWS: Mapping[str, tuple[str, ...]] = {"story_authors": ("author", "role"), "related_stories": ("related",)}
#: More rows than this no editor has: what a form claims beyond it is not looked at.
MAX_ROWS = 1000


class StoryForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Wagtail's form of a story. The editor saves by itself, often between opening a row and choosing what goes in."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(without_empty_rows(data) if data else data, *args, **kwargs)


def without_empty_rows(data: Any) -> Any:
    """Return what was sent, with rows that are new and empty marked as taken away."""
    sent = data.copy()
    for name, fields in ROWS.items():
        total = str(sent.get(f"{name}-TOTAL_FORMS", ""))
        rows = int(total) if total.isascii() and total.isdecimal() and len(total) < 5 else 0
        for number in range(min(rows, MAX_ROWS)):
            row = f"{name}-{number}"
            if not any(sent.get(f"{row}-{field}") for field in ("id", *fields)):
                sent[f"{row}-DELETE"] = "1"
    return sent
