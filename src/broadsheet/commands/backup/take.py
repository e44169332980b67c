"""``broadsheet backup``: the newsroom in one file, while it runs."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BufferedRandom
from pathlib import Path
from typing import IO, Any, Final

import click

from broadsheet.commands.backup.archive import Contents, Member, write_archive
from broadsheet.commands.backup.content import DATABASE, Content, columns_of_files, content_of
from broadsheet.commands.backup.databases import kind_of, snapshot
from broadsheet.commands.backup.shutting import recipients_from, shut
from broadsheet.commands.errors import BackupError, BackupExistsError, BackupNotWrittenError
from broadsheet.commands.newsroom import plain_failures, start_django_to_look
from broadsheet.core.disk import sync_folder
from broadsheet.settings.table import Settings

PIECE_BYTES: Final = 1 << 20
Report = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Taken:
    """A backup as it was written and read back."""

    file: Path
    bytes: int
    contents: Contents
    missing: tuple[str, ...]
    recipients: int
    with_keys: bool


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--recipient", multiple=True, help="Public key of age that it is encrypted to; else backup.recipients.")
@click.option("--without-keys", is_flag=True, help="Leave data/keys out; keep a copy of it apart.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def backup(file: Path, recipient: tuple[str, ...], without_keys: bool, as_json: bool) -> None:
    """Copy the newsroom into FILE: database, originals of pictures, raw wire, settings, keys. It may go on running."""
    settings = start_django_to_look()
    with plain_failures(BackupError), _bar() as report:
        taken = take(
            settings,
            file.absolute(),
            recipients=recipient or settings["backup.recipients"],
            with_keys=not without_keys,
            report=report,
        )
        _note(taken)
    if as_json:
        click.echo(json.dumps(_as_json(taken)))
        return
    for sentence in _sentences(taken):
        click.echo(sentence)


def take(settings: Settings, file: Path, *, recipients: Sequence[str], with_keys: bool, report: Report) -> Taken:
    """Write a backup, have it on the disk, read it back, and only then give it its name.

    Raises:
        BackupExistsError, BackupNotWrittenError: nothing is left behind.
    """
    from django.conf import settings as django_settings

    keys = recipients_from(recipients)
    if file.exists():
        raise BackupExistsError(file)
    database = django_settings.DATABASES["default"]
    held = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    about = {
        "id": secrets.token_hex(8),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "broadsheet": version("broadsheet"),
        "paper": settings["site.name"],
        "url": settings["site.url"],
        "database": kind_of(database),
        "keys": with_keys,
    }
    dump = held.with_name(f"{held.name}.database")
    try:
        size = _size_of(database)
        with snapshot(database, dump, columns_of_files(), lambda done: report("Database", done, size)) as copy:
            content = content_of(settings, copy.names, with_keys=with_keys)
            with dump.open("rb") as stream:
                first = Member(DATABASE, dump.stat().st_size, stream)
                total = first.size + content.bytes
                contents = _write(held, keys, about, _counted(first, content, total, report))
        if file.exists():
            raise BackupExistsError(file)
        held.rename(file)
        sync_folder(file.parent)
    except OSError as err:
        raise BackupNotWrittenError(f"{err.strerror or err}.") from err
    finally:
        held.unlink(missing_ok=True)
    return Taken(file, file.stat().st_size, contents, tuple(content.missing), len(keys), with_keys)


def _write(held: Path, keys: Sequence[Any], about: dict[str, Any], members: Iterator[Member]) -> Contents:
    descriptor = os.open(held, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as out:
        hashed = _HashedFile(out)
        with shut(hashed, keys) as inner:  # type: ignore[arg-type]
            contents = write_archive(inner, about, members)
        out.flush()
        os.fsync(out.fileno())
        _read_back(out, hashed.sha256.digest())
    return contents


def _read_back(file: BufferedRandom, digest: bytes) -> None:
    """Make sure that the disk gives what it was given, and not the memory in front of it."""
    with suppress(OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    if hashlib.file_digest(file, "sha256").digest() != digest:
        raise BackupNotWrittenError("the disk gave back other bytes than were written. Look at the disk.")


def _counted(first: Member, content: Content, total: int, report: Report) -> Iterator[Member]:
    done = 0
    yield first
    done += first.size
    report("Files", done, total)
    for member in content.members():
        yield member
        done += member.size
        report("Files", done, max(total, done))


class _HashedFile:
    """A file whose bytes are counted into a digest as they are written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()


def _size_of(database: Any) -> int | None:
    if kind_of(database) != "sqlite":
        return None
    path = Path(database["NAME"])
    return path.stat().st_size if path.exists() else None


def _note(taken: Taken) -> None:
    """Keep a line of it in the newsroom, for the doctor and the desk; without the line the backup is as good."""
    from django.db import DatabaseError

    from broadsheet.press.acts.note_backup import note_backup

    with suppress(DatabaseError):
        note_backup(
            made_at=datetime.fromisoformat(taken.contents.about["made_at"]),
            seal=taken.contents.seal,
            size_bytes=taken.bytes,
            is_encrypted=taken.recipients > 0,
        )


def _as_json(taken: Taken) -> dict[str, Any]:
    return {
        "file": str(taken.file),
        "bytes": taken.bytes,
        "files": taken.contents.files,
        "seal": taken.contents.seal,
        "made_at": taken.contents.about["made_at"],
        "encrypted": taken.recipients > 0,
        "keys": taken.with_keys,
        "missing": list(taken.missing),
    }


def _sentences(taken: Taken) -> Iterator[str]:
    yield f"{taken.file}: {taken.contents.files} files, {_human(taken.bytes)}, read back and whole."
    yield f"Its seal is {taken.contents.seal}. Keep it elsewhere: `restore --seal` then takes no other file for this one."
    if not taken.recipients and taken.with_keys:
        yield (
            "It is not encrypted and holds the newsroom's keys: who has it can read commenters' e-mail addresses. "
            "Name a public key of age in backup.recipients, or keep it where nobody else can read."
        )
    if not taken.with_keys:
        yield "data/keys is not in it. Without a copy of that folder, commenters' addresses cannot be read again."
    if taken.missing:
        shown = ", ".join(taken.missing[:5]) + (" …" if len(taken.missing) > 5 else "")
        yield f"Missing: the database names {len(taken.missing)} files that are not there: {shown}"


def _human(size: int) -> str:
    for unit in ("bytes", "KB", "MB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} GB"


@contextmanager
def _bar() -> Iterator[Report]:
    """Yield what moves a progress bar, where there is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Database", total=None)
        drawn = 0.0

        def report(what: str, done: int, total: int | None) -> None:
            nonlocal drawn
            if time.monotonic() - drawn > 0.1:
                drawn = time.monotonic()
                progress.update(task, description=what, completed=done, total=total)

        yield report
