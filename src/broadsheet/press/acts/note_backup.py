"""Remember a backup, so that the doctor and the desk can say how old the newest is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from broadsheet.press.models import BackupNote

KEPT: Final = 100


def note_backup(*, made_at: datetime, seal: str, size_bytes: int, is_encrypted: bool) -> None:
    """Keep a line of a backup that was read back; the oldest lines go."""
    BackupNote.objects.create(made_at=made_at, seal=seal, size_bytes=size_bytes, is_encrypted=is_encrypted)
    old = BackupNote.objects.order_by("-made_at").values_list("pk", flat=True)[KEPT:]
    BackupNote.objects.filter(pk__in=list(old)).delete()
