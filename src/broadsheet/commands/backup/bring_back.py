"""``broadsheet restore``: a newsroom out of one file, into an empty folder and, with PostgreSQL, an empty database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

import click

from broadsheet.commands.backup.archive import Contents, read_archive
from broadsheet.commands.backup.content import DATABASE, MEDIA, TOML, place_of
from broadsheet.commands.backup.databases import (
    POSTGRESQL,
    SQLITE,
    kind_of,
    refuse_full_database,
    restore_postgresql,
    restore_sqlite,
)
from broadsheet.commands.backup.shutting import identities_from, opened
from broadsheet.commands.errors import BackupError, BackupRefusedError, RestorePlaceError
from broadsheet.commands.newsroom import plain_failures, start_django
from broadsheet.settings.errors import SettingsError
from broadsheet.settings.links import database_from
from broadsheet.settings.table import load

STAGING: Final = ".restoring"
DIGESTS_MEMORY: Final = 16 << 20
Report = Callable[[int], None]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--identity", type=click.Path(path_type=Path, dir_okay=False), help="File with the secret key of age.")
@click.option("--seal", help="The seal that `backup` printed; another backup is refused.")
@click.option("--check", is_flag=True, help="Only say whether the backup is whole.")
def restore(file: Path, identity: Path | None, seal: str | None, check: bool) -> None:
    """Bring a newsroom back from FILE into the empty folder of --dir, and make all its pages again."""
    folder = Path(os.environ["BROADSHEET_DIR"])
    with plain_failures(BackupError, SettingsError):
        with _bar("Checking" if check else "Reading", file) as report:
            if check:
                contents = check_backup(file, identity=identity, seal=seal, report=report)
            else:
                contents = unpack(file, folder, identity=identity, seal=seal, report=report)
        about = contents.about
        click.echo(f"{about['paper']} of {about['made_at']}, {contents.files} files, whole. Seal {contents.seal}")
        if not check:
            _make_again()
    if not check:
        click.echo(f"The newsroom is in {folder}. Start it with: broadsheet --dir {folder} up")


def check_backup(
    file: Path, *, identity: Path | None = None, seal: str | None = None, report: Report = lambda _: None
) -> Contents:
    """Read a backup through and return what it says of itself.

    Raises:
        BackupRefusedError, BackupLockedError: it is not whole, not the one with that seal, or shut.
    """
    return _read(file, identity, seal, lambda _name, _size, _stream: None, report)


def unpack(
    file: Path, folder: Path, *, identity: Path | None = None, seal: str | None = None, report: Report = lambda _: None
) -> Contents:
    """Put settings, files and database of a backup in their places; nothing stands there before all of it is checked.

    Raises:
        RestorePlaceError: the folder or the database is not empty, or the database is of another kind.
        BackupRefusedError, BackupLockedError: as for `check_backup`.
    """
    _refuse_full_folder(folder)
    made = not folder.exists()
    staging = folder / STAGING
    try:
        staging.mkdir(parents=True, mode=0o700)
        contents = _read(file, identity, seal, _keeper(staging), report)
        _place_database(staging, contents)
        for entry in staging.iterdir():
            entry.rename(folder / entry.name)
    except OSError as err:
        raise RestorePlaceError(f"{err.strerror or err}.") from err
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
    return contents


def _read(file: Path, identity: Path | None, seal: str | None, take: Any, report: Report) -> Contents:
    with file.open("rb") as raw, opened(cast(Any, _Counted(raw, report)), identities_from(identity)) as source:
        contents = read_archive(source, take)
    if seal and seal != contents.seal:
        raise BackupRefusedError(f"its seal is {contents.seal}, so it is another one than you named.")
    return contents


def _keeper(staging: Path) -> Callable[[str, int, BinaryIO], None]:
    def keep(name: str, _size: int, stream: BinaryIO) -> None:
        place = staging / DATABASE if name == DATABASE else place_of(name, staging)
        if place is None:
            raise BackupRefusedError("it holds what no backup of ours holds.")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())

    return keep


def _place_database(staging: Path, contents: Contents) -> None:
    dump = staging / DATABASE
    if not dump.is_file() or not (staging / TOML).is_file():
        raise BackupRefusedError("it has no database or no settings.")
    database = database_from(load(staging)["database.url"], staging / "data")
    if contents.about.get("database") != kind_of(database):
        wanted = (
            "set BROADSHEET_DATABASE_URL to an empty database" if kind_of(database) == SQLITE else "unset the address"
        )
        raise RestorePlaceError(f"the backup is of {contents.about.get('database')}; {wanted}, and try again.")
    (staging / "data").mkdir(exist_ok=True, mode=0o700)
    if kind_of(database) == POSTGRESQL:
        refuse_full_database(database)
        restore_postgresql(dump, database)
        dump.unlink()
    else:
        restore_sqlite(dump, Path(database["NAME"]))


def _refuse_full_folder(folder: Path) -> None:
    if folder.is_dir() and any(entry.name != STAGING for entry in folder.iterdir()):
        raise RestorePlaceError(f"{folder} is not empty. Name a new folder: broadsheet --dir FOLDER restore FILE")
    shutil.rmtree(folder / STAGING, ignore_errors=True)


def _make_again() -> None:
    """Bring the newsroom up to this version, put originals where the settings say, and make every page."""
    from broadsheet.commands.init import make_folders, prepare

    folder = Path(os.environ["BROADSHEET_DIR"])
    for name in make_folders(folder):
        click.echo(f"The key {name} was not in the backup; a new one was made. Bring the old one back if you have it.")
    settings = start_django()
    _into_storage(settings.data / MEDIA)
    before = _digests()
    prepare(settings)
    pressed = subprocess.run([sys.executable, "-m", "broadsheet", "press", "run", "--all"], check=False).returncode
    if pressed:
        raise RestorePlaceError(
            "some pages could not be made. The rest is in place; `broadsheet press status` says why."
        )
    same, other = _compare(before)
    click.echo(f"{same} pages are byte for byte those of the backup, {other} are newer than it or of another version.")


def _into_storage(media: Path) -> None:
    """Put the originals into the media store where that is no folder of this machine; files that are there stay."""
    from django.core.files import File
    from django.core.files.storage import FileSystemStorage, default_storage

    if isinstance(default_storage, FileSystemStorage):
        return
    for path in sorted(path for path in media.rglob("*") if path.is_file()):
        name = path.relative_to(media).as_posix()
        if not default_storage.exists(name):
            with path.open("rb") as file:
                default_storage.save(name, File(file))


def _digests() -> IO[bytes]:
    """Return number and digest of every page as the backup had it."""
    from broadsheet.press.models import Page

    kept = tempfile.SpooledTemporaryFile(DIGESTS_MEMORY)  # noqa: SIM115 (the caller reads it, and it ends with it)
    for number, digest in Page.objects.order_by("pk").values_list("pk", "digest").iterator():
        kept.write(f"{number} {digest}\n".encode())
    kept.seek(0)
    return kept  # type: ignore[return-value]


def _compare(before: IO[bytes]) -> tuple[int, int]:
    from broadsheet.press.models import Page

    now = Page.objects.order_by("pk").values_list("pk", "digest").iterator()
    known: dict[int, str] = {}
    same = other = 0
    for line in before:
        number, digest = line.decode().split()
        while int(number) not in known and (row := next(now, None)):
            known[row[0]] = row[1]
        is_same = known.pop(int(number), None) == digest
        same, other = same + is_same, other + (not is_same)
    return same, other


class _Counted:
    """A file that tells how far it has been read."""

    def __init__(self, file: IO[bytes], report: Report) -> None:
        self._file, self._report = file, report

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._report(self._file.tell())
        return data

    def seek(self, place: int) -> int:
        return self._file.seek(place)


@contextmanager
def _bar(what: str, file: Path) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=file.stat().st_size)
        yield lambda done: progress.update(task, completed=done)
