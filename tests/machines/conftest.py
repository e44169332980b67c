"""One paper on two machines: a PostgreSQL server, an S3 server, and two folders that share nothing else."""

from __future__ import annotations

import copy
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from tests.machines.relay import Relay
from tests.object_store import ObjectStore
from tests.running import RunningNewsroom, form_fields, free_port, wait_until

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
STORIES = 8
PUBLISH = """
from broadsheet.desk.models import Section, Story
from broadsheet.desk.addresses import story_url
section, made = Section.objects.first(), []
for number in range({count}):
    story = Story(headline="Version 0 of the story", slug=f"story-{{number}}", home_section=section)
    story.body = [("text", "<p>The ferry left the quay at six.</p>")]
    story.full_clean(); story.save(); story.save_revision().publish()
    made.append([story.pk, story_url(story.pk)])
print(json.dumps(made))
"""


@dataclass
class Paper:
    """Two machines, the way to their database, and their object store; stories that no test has used, and a session."""

    machines: tuple[RunningNewsroom, RunningNewsroom]
    database: Relay
    database_name: str
    store: ObjectStore
    stories: list[tuple[int, str]]
    cookie: str

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

    def wait_for(self, path: str, headline: str, max_seconds: float = 240) -> None:
        """Wait until both machines show the headline."""
        wait_until(lambda: self.shown(path) == [headline, headline], max_seconds)

    def save(self, machine: RunningNewsroom, story: int, headline: str) -> int:
        """Publish a new headline through a machine's desk; return the status."""
        path, cookie = f"/desk/stories/edit/{story}/", self.cookie
        _, headers, page = machine.request("GET", path, headers={"Cookie": cookie})
        fields = form_fields(page) | {"headline": headline, "action-publish": "action-publish"}
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{machine.port}"}
        sent["Cookie"] = f"{cookie}; {headers.get('set-cookie', '').partition(';')[0]}"
        return machine.request("POST", path, urlencode(fields, doseq=True), sent)[0]

    def asked(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, past the way that tests cut."""
        with psycopg.connect(SERVER, dbname=self.database_name, autocommit=True) as connection:
            answer = connection.execute(sql.encode(), values)
            return answer.fetchall() if answer.description else []


@pytest.fixture(scope="package")
def paper(s3_server: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    server = urlsplit(SERVER)
    name = f"bs_machines_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    relay = Relay((server.hostname or "127.0.0.1", server.port or 5432))
    who = server.netloc.rpartition("@")[0]
    machines = []
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("BROADSHEET_DATABASE_URL", f"postgres://{who}@127.0.0.1:{relay.port}/{name}")
            patched.setenv("BROADSHEET_STORE_URL", s3_server.bucket())
            patched.setenv("BROADSHEET_SECRET_KEY", secrets.token_urlsafe(32))
            patched.setenv("BROADSHEET_COMMENTS_ADDRESS_KEY", secrets.token_urlsafe(32))
            one = RunningNewsroom(tmp_path_factory.mktemp("one") / "n")
        two = twin_of(one, tmp_path_factory.mktemp("two") / "n")
        one.command("user", "add", "kari", "--role", "editor")
        stories = [(number, path) for number, path in one.python(PUBLISH.format(count=STORIES))]
        cookie = one.session("kari")
        machines = [one, two]
        with ThreadPoolExecutor() as pool:
            list(pool.map(RunningNewsroom.start, machines))
        yield Paper((one, two), relay, name, s3_server, stories, cookie)
    finally:
        for machine in machines:
            end(machine)
        relay.cut()
        with psycopg.connect(SERVER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def twin_of(machine: RunningNewsroom, folder: Path) -> RunningNewsroom:
    """Return another machine with the same settings and keys, and no page or picture."""
    twin = copy.copy(machine)
    twin.folder, twin.port, twin.process = folder, free_port(), None
    twin.environment = {**machine.environment, "BROADSHEET_DIR": str(folder)}
    shutil.copytree(machine.folder, folder, ignore=shutil.ignore_patterns("pages", "pictures", "run", "*.log"))
    for name in ("pages", "pictures", "run"):
        (folder / "data" / name).mkdir()
    return twin


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
