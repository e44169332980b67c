"""What tests of backups share: a newsroom with something in it, and a PostgreSQL database of its own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.running import RunningNewsroom

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")


@contextmanager
def database() -> Iterator[str]:
    """Yield the address of an empty database, dropped at the end."""
    name = f"bs_backup_{secrets.token_hex(4)}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(newsroom: RunningNewsroom, picture: bytes) -> list[str]:
    """Publish some stories and put a picture into the library; returns the stories' addresses."""
    paths = [newsroom.publish(f"Ferry {number} leaves the quay")[1] for number in range(3)]
    file = newsroom.folder / "quay.jpg"
    file.write_bytes(picture)
    newsroom.python(
        "from broadsheet.photos.acts.import_picture import import_picture\n"
        f"import_picture(open({str(file)!r}, 'rb').read(), filename='quay.jpg')\nprint('0')"
    )
    file.unlink()
    newsroom.command("press", "run", "--all")
    return paths


def pages_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a page store."""
    root = folder / "data" / "pages"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def restored(newsroom: RunningNewsroom, folder: Path) -> RunningNewsroom:
    """Return the newsroom in another folder, with the same environment."""
    other = object.__new__(RunningNewsroom)
    other.folder, other.port, other.process = folder, newsroom.port, None
    other.environment = {**newsroom.environment, "BROADSHEET_DIR": str(folder)}
    return other
