"""What ``broadsheet doctor`` looks at in a newsroom that runs: the store, the clock, mail, backups, what waits."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from typing import Any, Final

from broadsheet.commands.check import Check
from broadsheet.settings.table import Settings

MAIL_SECONDS: Final = 5
MAX_CLOCK_SECONDS: Final = 5.0
#: A minute is long: a page takes a tenth of a second.
MAX_WAIT_SECONDS: Final = 60
CLIENT_PROGRAMS: Final = ("pg_dump", "pg_restore")


def upkeep_checks(settings: Settings) -> Iterator[Check]:
    """Yield the checks."""
    yield _store(settings)
    yield _extras(settings)
    yield _clock()
    yield _mail_server(settings)
    yield _backup(settings)
    yield _waiting()
    yield _mirror()


def _store(settings: Settings) -> Check:
    """Write a file into the page store's own folder, and remove it: rights alone do not tell of a full or sick disk."""
    file = settings.data / "pages" / f".doctor-{time.monotonic_ns()}"
    try:
        file.write_bytes(b"x" * 4096)
    except OSError as err:
        return Check("store", "broken", f"The page store cannot be written ({err.strerror}). Readers see no change.")
    finally:
        with suppress(OSError):
            file.unlink()
    return Check("store")


def _extras(settings: Settings) -> Check:
    import shutil

    if settings["pictures.certificate_file"] and find_spec("c2pa") is None:
        return Check(
            "extras",
            "warning",
            "pictures.certificate_file is set and c2pa is not installed: pip install broadsheet[c2pa]",
        )
    missing = [name for name in CLIENT_PROGRAMS if shutil.which(name) is None]
    if settings["database.url"] and missing:
        return Check("extras", "warning", f"No backup without {missing[0]}. Debian: apt install postgresql-client")
    return Check("extras")


def _clock() -> Check:
    """Compare this machine's clock with the database's, or with the newest thing that was written."""
    from django.db import connection
    from django.utils import timezone

    from broadsheet.press.models import Page

    name, now = "clock", timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if apart > MAX_CLOCK_SECONDS:
            return Check(
                name, "warning", f"It is {apart:.0f} s from the database's. Embargoes hold by it; set both by NTP."
            )
        return Check(name)
    newest = Page.objects.order_by("-pk").values_list("rendered_at", flat=True).first()
    if newest and newest > now + timedelta(seconds=MAX_CLOCK_SECONDS):
        return Check(name, "warning", f"It was later on {newest:%Y-%m-%d %H:%M} UTC than it is now. Set it by NTP.")
    return Check(name)


def _mail_server(settings: Settings) -> Check:
    """Greet the mail server; nothing is sent."""
    from django.conf import settings as django_settings

    if not settings["mail.url"]:
        return Check("mail")
    host, port = django_settings.EMAIL_HOST, django_settings.EMAIL_PORT
    try:
        with _mail_connection(django_settings) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as err:
        why = str(err)[:200]
        return Check("mail", "warning", f"{host}:{port} takes no mail ({why}). Mails wait; is mail.url right?")
    return Check("mail")


def _mail_connection(named: Any) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if named.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(named.EMAIL_HOST, named.EMAIL_PORT, timeout=MAIL_SECONDS, context=context)
    server = smtplib.SMTP(named.EMAIL_HOST, named.EMAIL_PORT, timeout=MAIL_SECONDS)
    try:
        server.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _backup(settings: Settings) -> Check:
    from django.utils import timezone

    from broadsheet.press.operations import newest_backup

    newest = newest_backup()
    if newest is None:
        return Check("backup", "warning", "There is none. Make one: broadsheet backup FILE")
    if newest.is_old:
        days = (timezone.now() - newest.made_at).days
        return Check(
            "backup", "warning", f"The newest verified backup is {days} days old. Make one: broadsheet backup FILE"
        )
    if not newest.is_encrypted:
        return Check(
            "backup", "warning", "It is not encrypted and may hold the newsroom's keys. Set backup.recipients."
        )
    return Check("backup")


def _waiting() -> Check:
    from broadsheet.press.status import status

    now = status()
    if now["oldest_stale_seconds"] > MAX_WAIT_SECONDS and now["stale_keys"] > now["failing_pages"]:
        waited = now["oldest_stale_seconds"] / 60
        return Check(
            "queue",
            "warning",
            f"The oldest of {now['stale_keys']} has waited {waited:.0f} min. Is `broadsheet up` running?",
        )
    return Check("queue")


def _mirror() -> Check:
    from broadsheet.press.mirror.status import lag

    behind = lag()
    if behind is not None and behind.seconds_since_look > MAX_WAIT_SECONDS:
        return Check("mirror", "warning", "It has not looked for more than a minute. Is `broadsheet up` running here?")
    if behind is not None and behind.error:
        return Check("mirror", "warning", f"It cannot copy: {behind.error}")
    return Check("mirror")
