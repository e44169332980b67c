"""What ``broadsheet doctor`` looks at; each check says its state and, where it is not good, what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from broadsheet.commands.check import Check
from broadsheet.commands.store_checks import store_checks
from broadsheet.commands.upkeep_checks import upkeep_checks
from broadsheet.settings.table import Settings

AWAY = "It does not answer"
MIN_FREE_BYTES = 500 * 1024 * 1024


def all_checks(settings: Settings) -> Iterator[Check]:
    """Yield every check; with the database away, or of another version than this one, those that need none."""
    database = _database()
    yield database
    yield from (_folders(settings), _keys(settings), _disk(settings))
    yield from store_checks()
    if database.advice.startswith(AWAY):
        return
    migrations = _migrations()
    yield migrations
    if migrations.state == "broken":
        return
    yield _press()
    yield from upkeep_checks(settings)
    yield _address(settings)
    yield _country(settings)
    yield _certificate()
    yield _tips(settings)
    yield _mail(settings)
    yield _second_factor(settings)
    yield _accounts()


def _database() -> Check:
    from django.db import Error

    from broadsheet.press.health import fault_of_database

    name = "database"
    try:
        fault = fault_of_database()
    except Error as err:
        return Check(name, "broken", f"{AWAY} ({err}). Is database.url right, and is the server running?")
    if fault:
        return Check(name, "broken", f"Commits are not durable: {fault}. Put that right; until then nothing starts.")
    return Check(name)


def _migrations() -> Check:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from broadsheet.commands.half_made import lacks_stories

    if lacks_stories():
        return Check("migrations", "broken", "The newsroom's making was cut off. Run `broadsheet init` again.")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Check(
            "migrations", "broken", f"{len(waiting)} wait. `broadsheet up` runs them, or `broadsheet manage migrate`."
        )
    return Check("migrations")


def _folders(settings: Settings) -> Check:
    for name in ("pages", "media", "pictures", "static", "wire", "feeds", "run"):
        if not os.access(settings.data / name, os.W_OK):
            return Check(
                "folders", "broken", f"data/{name} is missing or cannot be written. Run `broadsheet init` again."
            )
    return Check("folders")


def _keys(settings: Settings) -> Check:
    for name in ("secret", "comment-addresses"):
        path = settings.data / "keys" / name
        if not path.exists():
            return Check(
                "keys", "broken", f"{name} is missing. Bring it back from a backup; a new one ends all sessions."
            )
        if path.stat().st_mode & 0o077:
            return Check("keys", "warning", f"Others can read {name}. Run: chmod 600 {path}")
    return Check("keys")


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data).free
    if free < MIN_FREE_BYTES:
        return Check("disk", "warning", f"Only {free // 1024 // 1024} MB are free. Make room, or publishing will stop.")
    return Check("disk")


def _press() -> Check:
    from broadsheet.press.status import status

    now = status()
    if now["last_error"]:
        return Check("press", "warning", f"A page failed: {now['last_error']}. It is tried again by itself.")
    return Check("press")


def _address(settings: Settings) -> Check:
    if not settings["site.url"].startswith("https://"):
        return Check("site.url", "warning", "It is not https. Right for a trial; readers and sign-ins need https.")
    return Check("site.url")


def _country(settings: Settings) -> Check:
    if not settings["site.country"]:
        return Check(
            "site.country",
            "warning",
            "Unset, so no picture that is barred in some country is used. Set it, such as NO.",
        )
    return Check("site.country")


def _certificate() -> Check:
    from django.utils import timezone

    from broadsheet.photos.credentials import fault

    advice = fault(timezone.now())
    return Check("pictures.certificate", "warning" if advice else "good", advice)


def _tips(settings: Settings) -> Check:
    if not settings["site.contact"]:
        return Check("site.contact", "warning", "Unset, so the call for tips is hidden. Set an address to show it.")
    return Check("site.contact")


def _mail(settings: Settings) -> Check:
    if not settings["mail.url"]:
        return Check("mail.url", "warning", "Unset, so mail (password resets) is written to data/mail and not sent.")
    return Check("mail.url")


def _second_factor(settings: Settings) -> Check:
    if settings["desk.second_factor"] != "required":
        return Check("desk.second_factor", "warning", "Optional: a stolen password is enough to publish. Set required.")
    return Check("desk.second_factor")


def _accounts() -> Check:
    from broadsheet.desk.models import User

    if not User.objects.filter(is_active=True, groups__name="admin").exists():
        return Check(
            "accounts", "warning", "There is no administrator. Make one: broadsheet user add NAME --role admin"
        )
    return Check("accounts")
