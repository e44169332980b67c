"""What every command does first: find the newsroom and start Django in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from broadsheet.settings.durability import refuse_lossy_database
from broadsheet.settings.errors import NoNewsroomError, SettingsError
from broadsheet.settings.table import Settings, load


def newsroom() -> Settings:
    """Return the settings of the newsroom that the command line names, or end with one plain sentence."""
    folder = Path(os.environ["BROADSHEET_DIR"])
    try:
        refuse_half_made(folder)
        return load(folder)
    except SettingsError as err:
        raise click.ClickException(str(err)) from err


def refuse_half_made(folder: Path) -> None:
    """Refuse a folder that is no newsroom, or half of one.

    Raises:
        NoNewsroomError: the folder, ``broadsheet.toml`` or the keys are missing.
    """
    if not folder.is_dir():
        raise NoNewsroomError(folder, "there is no such folder")
    if not (folder / "broadsheet.toml").is_file():
        raise NoNewsroomError(folder, "it has no broadsheet.toml")
    if not (folder / "data" / "keys" / "secret").is_file():
        raise NoNewsroomError(folder, "its making was not finished, data/keys is missing")


def start_django() -> Settings:
    """Start Django for the newsroom; returns its settings. Refuses a database that is set to lose data (D1)."""
    settings = newsroom()
    with plain_failures(SettingsError):
        refuse_lossy_database(settings)
    return _start(settings)


def start_django_to_look() -> Settings:
    """Start Django for the newsroom, whatever its database is like; returns its settings."""
    return _start(newsroom())


def _start(settings: Settings) -> Settings:
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
    import django

    django.setup()
    return settings


@contextmanager
def plain_failures(*errors: type[Exception]) -> Iterator[None]:
    """Turn a refusal of a room into one sentence and exit status 1."""
    try:
        yield
    except errors as err:
        raise click.ClickException(str(err)) from err
