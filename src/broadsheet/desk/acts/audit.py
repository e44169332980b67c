"""Write one line into the audit log."""

from __future__ import annotations

from typing import Any

from broadsheet.desk.models import AuditEntry


def audit(*, who: Any, what: str, subject: str, before: str = "", after: str = "") -> AuditEntry:
    """Add who did what to what, from what to what; control characters are written as escapes (CVE-2025-48432)."""
    return AuditEntry.objects.create(
        who=_one_line(who.get_username() if who else "system", 150),
        what=what,
        subject=_one_line(subject, 300),
        before=_one_line(before, 2000),
        after=_one_line(after, 2000),
    )


def _one_line(text: str, max_characters: int) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)[:max_characters]
