"""Make an archive: ``python -m benchmarks.archive [--stories 1000000] [--postgres postgres://…/name]``.

A newsroom with stories of 3 to 6 KB over fifteen years, their revisions, addresses, threads and comments, search rows and
the rows of their pages, in a long-tailed spread. It is kept between runs in ``BROADSHEET_ARCHIVE_DIR``, else under the
system's folder for temporary files; broken off, it goes on where it was. Pages are not rendered: the store is empty.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.archive_patterns import collected, place_of
from benchmarks.archive_rows import FIRST, Copier, Rows
from tests.running import RunningNewsroom, free_port

SEED = 17
BATCH = 2_000
AHEAD = 3
FILL_SQLITE = (
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-500000",
    "PRAGMA wal_autocheckpoint=50000",
    "INSERT INTO desk_search(desk_search, rank) VALUES('hashsize', 67108864)",
)
DONE_SQLITE = (
    "INSERT INTO desk_search(desk_search, rank) VALUES('hashsize', 1048576)",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)
GIN = ("public", "desk")
#: Set before the process that makes rows is forked, so that it has the words without being sent them.
_copiers: list[Copier] = []


class KeptNewsroom(RunningNewsroom):
    """A newsroom in a folder that outlives the run; it takes a free port each time that it is opened."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        if database_url:
            os.environ["BROADSHEET_DATABASE_URL"] = database_url
        toml = folder / "broadsheet.toml"
        if not toml.exists():
            super().__init__(folder)
        else:
            self.folder, self.port, self.process = folder, free_port(), None
            self.environment = {**os.environ, "BROADSHEET_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
            self.environment.pop("DJANGO_SETTINGS_MODULE", None)
            text = re.sub(r"(127\.0\.0\.1|localhost):\d+", rf"\1:{self.port}", toml.read_text("utf-8"))
            toml.write_text(text, "utf-8")

    @property
    def inside(self) -> dict[str, str]:
        """Return the environment of a script that works inside the newsroom."""
        return {**self.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}


def archive(stories: int, database_url: str = "") -> KeptNewsroom:
    """Return a newsroom with so many stories, made now or kept from an earlier run."""
    home = Path(os.environ.get("BROADSHEET_ARCHIVE_DIR") or Path(tempfile.gettempdir()) / "broadsheet-archives")
    name = f"{'postgres' if database_url else 'sqlite'}-{stories}"
    kept = KeptNewsroom(home / name, database_url)
    mark = kept.folder / "archive-is-whole"
    if not mark.exists():
        argv = [sys.executable, "-m", "benchmarks.archive", "--fill", str(stories)]
        subprocess.run(argv, env=kept.inside, check=True)
        mark.touch()
    else:
        kept.command("manage", "migrate", "--verbosity", "0")
    return kept


def fill(stories: int) -> None:
    """Fill the newsroom whose environment this is; what is there already stays."""
    import django

    django.setup()
    from django.db import connection, connections

    until_file = Path(os.environ["BROADSHEET_DIR"]) / "archive-until"
    if not until_file.exists():
        until_file.write_text(datetime.now(UTC).isoformat(), "ascii")
    until = datetime.fromisoformat(until_file.read_text("ascii"))
    copier = Copier(place_of(stories, until), *collected(SEED))
    have = _have()
    _begin()
    connections.close_all()
    batches = [range(at, min(stories, at + BATCH - 1) + 1) for at in range(have + 1, stories + 1, BATCH)]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        for statement in FILL_SQLITE:
            connection.cursor().execute(statement)
    _write(copier, batches, stories)
    _end()


def _write(copier: Copier, batches: list[range], stories: int) -> None:
    from django.db import connections, transaction
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

    from broadsheet.desk.search import remember_many

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("Stories", total=stories, completed=stories - sum(map(len, batches)))
        for batch, (rows, words) in zip(batches, _made(copier, batches), strict=True):
            with transaction.atomic():
                for table, some in rows.items():
                    _insert(table, some)
                remember_many(words)
            progress.advance(bar, len(batch))
    connections.close_all()


def _made(copier: Copier, batches: list[range]) -> Iterator[tuple[Rows, list[tuple[int, str, str]]]]:
    """Yield the rows of the batches in their order, made in a process of their own a few batches ahead."""
    _copiers[:] = [copier]
    waiting: deque[Any] = deque()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        for batch in batches:
            waiting.append(pool.apply_async(_batch, (batch,)))
            if len(waiting) >= AHEAD:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


def _batch(numbers: range) -> tuple[Rows, list[tuple[int, str, str]]]:
    return _copiers[0].batch(numbers)


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    from django.db import connection

    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    values = [tuple(row[name] for name in names) for row in rows]
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)
        return
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for value in values:
            copy.write_row(value)


def _have() -> int:
    """Return how many stories are there; batches are whole or not there at all."""
    from broadsheet.desk.models import Story

    newest = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return max(0, newest - FIRST)


def _begin() -> None:
    """Prepare the database: PostgreSQL makes its indexes of words in one go at the end."""
    from django.db import connection

    if connection.vendor == "postgresql":
        for column in GIN:
            connection.cursor().execute(f"DROP INDEX IF EXISTS desk_search_{column}_words")


def _end() -> None:
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    cursor = connection.cursor()
    if connection.vendor == "sqlite":
        for statement in DONE_SQLITE:
            cursor.execute(statement)
        return
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for column in GIN:
        cursor.execute(f"CREATE INDEX desk_search_{column}_words ON desk_search USING gin ({column})")
    for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
        cursor.execute(statement)
    cursor.execute("VACUUM ANALYZE")


def main() -> int:
    """Make the archive, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--postgres", default="", metavar="URL", help="a database of its own, which is there and empty")
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.fill)
        return 0
    with suppress(KeyboardInterrupt):
        kept = archive(options.stories, options.postgres)
        print(json.dumps({"folder": str(kept.folder), "stories": options.stories}))
        return 0
    print("Broken off. The next run goes on from here.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
