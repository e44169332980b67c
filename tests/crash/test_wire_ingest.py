"""Kill -9 of `wire ingest` in its transactions: no item lost, none twice, and what was printed is stored (D1, D2, D5)."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.power_cut import caught_writing, items_in
from tests.house.test_durable_answers import STRACE, SYNCED
from tests.running import RunningNewsroom, wait_until

KILLS = 6
NEW = b'"new"'
FILES = 1_500
INGEST = """
import os, sys, json, django; django.setup()
from pathlib import Path
from django.db import connection
from django.utils import timezone
from broadsheet.wire.acts.ingest import ingest
from broadsheet.wire.acts.receive import feed_named
feed = feed_named('durable')
connection.cursor().execute('PRAGMA synchronous={level}')
print('BEGUN', flush=True)
for batch in ingest([Path({path!r})], feed=feed, clock=timezone.now):
    print('PRINTED', flush=True)
os._exit(0)
"""


def write_items(folder: Path) -> list[tuple[str, str, str]]:
    """Write one item a file, with versions among them, and return guid, version and feed of each."""
    folder.mkdir()
    names = []
    for number in range(FILES):
        guid, version = f"urn:x:{number // 2}", str(number % 2)
        item = {
            "uri": guid,
            "version": version,
            "type": "text",
            "headline": f"Item {number}",
            "body_text": "Yes. " * 50,
        }
        (folder / f"{number:05}.json").write_text(json.dumps(item))
        names.append((guid, version, "crash"))
    return names


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def whole_lines(text: bytes) -> list[bytes]:
    """Return the lines that were printed to their end."""
    return text[: text.rfind(b"\n") + 1].splitlines()


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d2_d5_ingest_killed_in_its_transactions_loses_no_item_and_makes_none_twice(tmp_path, capsys):
    dice = random.Random(20261122)
    newsroom = RunningNewsroom(tmp_path / "n")
    database = newsroom.folder / "data" / "broadsheet.sqlite3"
    wanted = write_items(tmp_path / "items")
    argv = [sys.executable, "-m", "broadsheet", "wire", "ingest", str(tmp_path / "items"), "--feed", "crash"]
    printed: set[tuple[str, str, str]] = set()
    caught = 0
    for _ in range(KILLS):
        process = subprocess.Popen(argv, env=newsroom.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout
        lines: list[bytes] = []
        while NEW not in (lines[-1] if lines else b""):
            lines.append(process.stdout.readline())
            assert lines[-1], "it has ended: there are too few files for so many kills"
        lines += [process.stdout.readline() for _ in range(dice.randint(0, 150))]
        caught += caught_writing([process.pid], database)
        children = children_of(process.pid)
        process.kill()
        lines += whole_lines(process.stdout.read())
        process.wait(10)
        process.stdout.close()
        printed |= {(row["guid"], row["version"], "crash") for row in map(json.loads, lines)}
        assert wait_until(lambda pids=children: not any(Path(f"/proc/{pid}").exists() for pid in pids), 10)
        found = items_in(database)
        assert printed <= set(found)
        assert len(found) == len(set(found))
    done = newsroom.command("wire", "ingest", str(tmp_path / "items"), "--feed", "crash")
    last = done.stdout.encode().count(NEW)
    with capsys.disabled():
        print(f"\nkills {KILLS}, in a transaction {caught}: printed before a kill {len(printed)}, new at last {last}")
    assert caught == KILLS
    assert sorted(items_in(database)) == sorted(wanted)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return RunningNewsroom(tmp_path_factory.mktemp("durable") / "n")


@pytest.mark.strace
@pytest.mark.xdist_group("journeys")
@pytest.mark.parametrize(("level", "is_durable"), [("FULL", True), ("OFF", False)], ids=["full", "off-the-control"])
def test_d1_a_batch_is_on_the_disk_before_it_is_printed(newsroom, tmp_path, level, is_durable):
    path = tmp_path / "item.json"
    path.write_text('{"uri": "urn:x:durable", "version": "1", "type": "text", "headline": "On the disk"}')
    log = tmp_path / "log"
    command = [*STRACE[:-1], "trace=fsync,fdatasync,write", "-o", str(log), sys.executable, "-c"]
    environment = {**newsroom.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    subprocess.run([*command, INGEST.format(level=level, path=str(path))], env=environment, check=True, timeout=120)
    _, _, after = log.read_text().partition("BEGUN")
    before, printed, _ = after.partition("PRINTED")
    assert printed
    assert bool(SYNCED.search(before)) is is_durable
