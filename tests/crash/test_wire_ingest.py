"""Kill -9 of `wire ingest` at random: no item lost, none twice, and what was printed is stored (D1, D2, D5)."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_durable_answers import STRACE, SYNCED
from tests.running import RunningNewsroom, wait_until

KILLS = 12
NEW = '"new"'
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


def write_items(folder: Path) -> list[str]:
    """Write one item a file, with versions among them, and return the guid and version of each."""
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
        names.append(f"{guid} {version}")
    return names


def stored(newsroom: RunningNewsroom) -> list[str]:
    """Return the guid and version of each dispatch, the integrity of the database checked."""
    found = newsroom.python(
        "from django.db import connection\nfrom broadsheet.wire.models import DispatchRecord, RawBytes, Delivery\n"
        "c = connection.cursor(); c.execute('PRAGMA integrity_check'); assert c.fetchone()[0] == 'ok'\n"
        "c.execute('SELECT count(*) FROM wire_search_docsize')\n"
        "assert c.fetchone()[0] == DispatchRecord.objects.count()\n"
        "assert not Delivery.objects.exclude(sha256__in=RawBytes.objects.values('sha256')).exists()\n"
        "print(json.dumps([f'{g} {v}' for g, v in DispatchRecord.objects.values_list('guid', 'version')]))"
    )
    return list(found)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d2_d5_ingest_killed_again_and_again_loses_no_item_and_makes_none_twice(tmp_path, capsys):
    dice = random.Random(20261122)
    newsroom = RunningNewsroom(tmp_path / "n")
    wanted = write_items(tmp_path / "items")
    argv = [sys.executable, "-m", "broadsheet", "wire", "ingest", str(tmp_path / "items"), "--feed", "crash"]
    printed: set[str] = set()
    for _ in range(KILLS):
        process = subprocess.Popen(argv, env=newsroom.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout
        for _ in range(dice.randint(1, FILES - 100)):
            row = json.loads(process.stdout.readline())
            printed.add(f"{row['guid']} {row['version']}")
        children = children_of(process.pid)
        process.kill()
        process.wait(10)
        process.stdout.close()
        assert wait_until(lambda pids=children: not any(Path(f"/proc/{pid}").exists() for pid in pids), 10)
        found = stored(newsroom)
        assert printed <= set(found)
        assert len(found) == len(set(found))
    done = newsroom.command("wire", "ingest", str(tmp_path / "items"), "--feed", "crash")
    with capsys.disabled():
        print(f"\nkills {KILLS}: printed before a kill {len(printed)}, new in the last run {done.stdout.count(NEW)}")
    assert sorted(stored(newsroom)) == sorted(wanted)


@pytest.mark.strace
@pytest.mark.xdist_group("journeys")
@pytest.mark.parametrize(("level", "is_durable"), [("FULL", True), ("OFF", False)], ids=["full", "off-the-control"])
def test_d1_a_batch_is_on_the_disk_before_it_is_printed(tmp_path, level, is_durable):
    newsroom = RunningNewsroom(tmp_path / "n")
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
