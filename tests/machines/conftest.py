"""One paper on two machines: a PostgreSQL server, an S3 server, and two folders that share nothing else."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.machines.relay import Relay
from tests.object_store import ObjectStore
from tests.running import RunningNewsroom, wait_until

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")


@dataclass
class Paper:
    """Two machines, the way to their database, and their object store."""

    machines: tuple[RunningNewsroom, RunningNewsroom]
    database: Relay
    store: ObjectStore

    @property
    def one(self) -> RunningNewsroom:
        return self.machines[0]

    @property
    def two(self) -> RunningNewsroom:
        return self.machines[1]

    def shown(self, path: str) -> list[str]:
        """Return the headline that each machine shows at an address, "" where there is none."""
        pages = [machine.request("GET", path)[2].decode() for machine in self.machines]
        found = [re.search(r"<h1[^>]*>([^<]*)</h1>", page) for page in pages]
        return [match[1] if match else "" for match in found]

    def wait_for(self, path: str, headline: str, max_seconds: float = 120) -> None:
        """Wait until both machines show the headline."""
        wait_until(lambda: self.shown(path) == [headline, headline], max_seconds)


@pytest.fixture(scope="module")
def paper(s3_server: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    server = urlsplit(SERVER)
    name = f"bs_machines_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    relay = Relay((server.hostname or "127.0.0.1", server.port or 5432))
    who = server.netloc.rpartition("@")[0]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BROADSHEET_DATABASE_URL", f"postgres://{who}@127.0.0.1:{relay.port}/{name}")
        patched.setenv("BROADSHEET_STORE_URL", s3_server.bucket())
        patched.setenv("BROADSHEET_SECRET_KEY", secrets.token_urlsafe(32))
        patched.setenv("BROADSHEET_COMMENTS_ADDRESS_KEY", secrets.token_urlsafe(32))
        folders = [tmp_path_factory.mktemp(word) for word in ("one", "two")]
        one, two = (RunningNewsroom(folder / "n") for folder in folders)
    try:
        one.command("user", "add", "kari", "--role", "editor")
        for machine in (one, two):
            machine.start()
        yield Paper((one, two), relay, s3_server)
    finally:
        for machine in (one, two):
            end(machine)
        relay.cut()
        with psycopg.connect(SERVER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def end(machine: RunningNewsroom) -> None:
    """Stop a machine, or kill it where it does not; what it wrote to its log is shown where a test failed."""
    log = Path(machine.folder) / "up.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    print("\n".join([line for line in lines if "did not answer" not in line][-40:]))
    if machine.process:
        machine.process.terminate()
        try:
            machine.process.wait(20)
        except Exception:
            machine.process.kill()
