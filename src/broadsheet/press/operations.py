"""What the desk's operations screen is told, and what it may ask for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from broadsheet.desk.screens.operations.state import Backup, Failing, State
from broadsheet.desk.signals import operations_asked, page_asked_again
from broadsheet.press.figures import waiting
from broadsheet.press.health import fault_of_database
from broadsheet.press.mirror.status import lag
from broadsheet.press.models import BackupNote, PageJob
from broadsheet.press.sampling import moments
from broadsheet.press.status import status
from broadsheet.press.wake import wake

SHOWN: Final = 20
#: A backup older than this is warned of, here and by the doctor.
BACKUP_OLD: Final = timedelta(days=7)
DISK_LOW_BYTES: Final = 500 * 1024 * 1024
PACKAGES: Final = ("broadsheet", "Django", "wagtail")


def connect() -> None:
    """Listen; called once, when Django is ready."""
    operations_asked.connect(_how_it_is, dispatch_uid="press.operations.state")
    page_asked_again.connect(_again, dispatch_uid="press.operations.again")


def _how_it_is(**_: Any) -> State:
    now = timezone.now()
    press, queue, mirror = status(now), waiting(), lag()
    disk = shutil.disk_usage(Path(settings.PAGES_ROOT).parent)
    return State(
        at_once=queue["at_once"],
        lists=queue["list"],
        later=queue["later"],
        keys=queue["keys"],
        oldest_seconds=press["oldest_stale_seconds"],
        pages=press["pages"],
        older_pages=press["older_pages"],
        failing=list(_failing()),
        failing_count=press["failing_pages"],
        moments=moments(now),
        free_bytes=disk.free,
        total_bytes=disk.total,
        is_disk_low=disk.free < DISK_LOW_BYTES,
        backup=newest_backup(),
        database=_database(),
        fault=fault_of_database() or "",
        versions=[(name, version(name)) for name in PACKAGES],
        mirror_seconds=mirror.oldest_seconds if mirror else None,
    )


def newest_backup() -> Backup | None:
    """Return the newest backup that was read back, None where there is none."""
    row = BackupNote.objects.order_by("-made_at").first()
    if row is None:
        return None
    return Backup(row.made_at, row.size_bytes, row.is_encrypted, timezone.now() - row.made_at > BACKUP_OLD)


def _failing() -> Iterator[Failing]:
    for row in PageJob.objects.filter(attempts__gt=0).order_by("-id")[:SHOWN]:
        yield Failing(row.pk, row.path, row.error, row.attempts, row.not_before)


def _again(number: int, **_: Any) -> bool:
    """Have a page that failed tried at once; returns whether it still waits."""
    with transaction.atomic():
        found = PageJob.objects.filter(pk=number, attempts__gt=0).update(not_before=None)
        wake()
    return bool(found)


def _database() -> str:
    name, number = connection.display_name, connection.get_database_version()
    return f"{name} {'.'.join(map(str, number))}"
