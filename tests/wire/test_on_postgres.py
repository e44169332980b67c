"""The wire on the other database: the same items, the same search, and two processes that receive the same at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.running import RunningNewsroom
from tests.wire.sending import item

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("journeys")]
SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    name = f"broadsheet_wire_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server, pytest.MonkeyPatch.context() as patched:
        server.execute(f"CREATE DATABASE {name}")
        patched.setenv("BROADSHEET_DATABASE_URL", f"{SERVER}/{name}")
        try:
            yield RunningNewsroom(tmp_path_factory.mktemp("postgres") / "n")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def rows(done: Any) -> list[tuple[str, str]]:
    found = (json.loads(line) for line in done.splitlines())
    return [(row["guid"], row["result"]) for row in found]


def test_items_versions_kills_and_refusals_are_what_they_are_on_sqlite(
    newsroom: RunningNewsroom, tmp_path: Path
) -> None:
    files = {
        "1.json": item("v1", headline="Oljefondet\x00 faller"),
        "2.json": item("v2", minutes=1, replaces="v1", headline="Oljefondet stiger"),
        "3.json": b"<broken",
        "4.json": item("k", minutes=9, pubstatus="canceled", replaces="v2"),
        "5.json": item("v1"),
        "6.json": item("nul\x00guid"),
    }
    argv = ("wire", "ingest", str(write(tmp_path / "items", files)), "--feed", "pg")
    results = rows(newsroom.command(*argv, check=False).stdout)
    assert [result for _, result in results] == ["new", "update", "quarantined", "kill", "duplicate", "new"]
    found = newsroom.python(
        "from broadsheet.wire.models import DispatchRecord as R\nfrom broadsheet.wire.search import find\n"
        "latest = list(R.objects.filter(is_latest=True).order_by('guid').values_list('guid', 'item_guid'))\n"
        "words = [R.objects.get(pk=n).guid for n in find('oljefond', limit=9)]\n"
        "print(json.dumps([latest, words, R.objects.filter(handled_at=None).count()]))"
    )
    assert found == [[["k", "v1"], ["nulguid", "nulguid"]], ["v2", "v1"], 1]
    assert newsroom.command("wire", "reread").stdout == ""


def test_two_processes_that_ingest_the_same_folder_at_once_store_each_item_once(
    newsroom: RunningNewsroom, tmp_path: Path
) -> None:
    files = {f"{n:03}.json": item(f"urn:both:{n // 3}", str(n % 3), minutes=n % 3) for n in range(150)}
    folder = write(tmp_path / "items", files)
    argv = [sys.executable, "-m", "broadsheet", "wire", "ingest", str(folder), "--feed", "both"]
    both = [subprocess.Popen(argv, env=newsroom.environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [rows(process.communicate(timeout=240)[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    made = [guid for output in outputs for guid, result in output if result in {"new", "update"}]
    assert len(made) == len(files)
    counted = newsroom.python(
        "from broadsheet.wire.models import DispatchRecord as R\n"
        "mine = R.objects.filter(guid__startswith='urn:both')\n"
        "print(json.dumps([mine.count(), mine.filter(is_latest=True, version='2').count(), mine.filter(is_latest=True).count()]))"
    )
    assert counted == [150, 50, 50]
