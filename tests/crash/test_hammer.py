"""Whoever reads while a story is published again and again gets one of its versions, whole, kills or not (D3, D6)."""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
import threading
from http.client import HTTPException

import pytest

from tests.crash.power_cut import kill
from tests.crash.test_kill_nine import pids_of
from tests.running import RunningNewsroom, wait_until

VERSIONS = 120
READERS = 3
KILL_EVERY = 20
pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]
PUBLISH = """
import django, hashlib, sys
django.setup()
from django.utils import timezone
from broadsheet.desk.models import Story
from broadsheet.reader.render import render_path
number, path, versions = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for version in range(1, versions + 1):
    story = Story.objects.get(pk=number)
    story.headline = f"Version {version} of the story"
    story.save_revision().publish()
    print(version, hashlib.sha256(render_path(path, now=timezone.now()).body).hexdigest(), flush=True)
"""


class Reader(threading.Thread):
    """Gets one page over and over; keeps the digest of each body that came with a 200."""

    def __init__(self, newsroom: RunningNewsroom, path: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.path, self.stop_event = newsroom, path, stop
        self.seen: dict[str, bytes] = {}
        self.statuses: set[int] = set()
        self.reads = 0

    def run(self) -> None:
        while not self.stop_event.is_set():
            try:
                status, _, body = self.newsroom.request("GET", self.path)
            except (OSError, HTTPException):
                self.stop_event.wait(0.05)
                continue
            self.statuses.add(status)
            if status == 200:
                self.reads += 1
                self.seen.setdefault(hashlib.sha256(body).hexdigest(), body)


def _is_one_version(body: bytes) -> bool:
    """Return whether the page has its end, and one and the same version in its title and its headline."""
    versions = re.findall(rb"<title>Version ([0-9]+) ", body) + re.findall(rb"<h1[^>]*>Version ([0-9]+) ", body)
    return body.rstrip().endswith(b"</html>") and len(versions) == 2 and len(set(versions)) == 1


def test_d6_each_of_many_reads_during_publications_and_kills_is_a_version_that_there_was(tmp_path, capsys):
    dice = random.Random(20261123)
    newsroom = RunningNewsroom(tmp_path / "n")
    number, path = newsroom.publish("Version 0 of the story", slug="hammered")
    newsroom.start()
    first = wait_until(lambda: newsroom.request("GET", path))
    known = {hashlib.sha256(first[2]).hexdigest()}
    stop = threading.Event()
    readers = [Reader(newsroom, path, stop) for _ in range(READERS)]
    kills = 0
    command = [sys.executable, "-c", PUBLISH, str(number), path, str(VERSIONS)]
    environment = {**newsroom.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    try:
        for reader in readers:
            reader.start()
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as publisher:
            assert publisher.stdout
            for line in publisher.stdout:
                version, digest = line.split()
                known.add(digest)
                if int(version) % KILL_EVERY == 0:
                    kill(pids_of(newsroom, dice.choice(["press", "press", "pages"])))
                    kills += 1
        assert publisher.returncode == 0
        last = f"Version {VERSIONS} of the story".encode()
        wait_until(lambda: last in _page(newsroom, path), 60)
    finally:
        stop.set()
        for reader in readers:
            reader.join(30)
        newsroom.stop()
    seen = {digest: body for reader in readers for digest, body in reader.seen.items()}
    with capsys.disabled():
        reads = sum(reader.reads for reader in readers)
        print(f"\n{VERSIONS} publications, {kills} kills, {reads} reads, {len(seen)} versions seen")
    assert len(known) == VERSIONS + 1
    assert len(seen) > 10
    # The press may render a version at another moment than the publisher did: then it has to be whole, and of one version.
    assert [body for digest, body in seen.items() if digest not in known and not _is_one_version(body)] == []
    assert set().union(*(reader.statuses for reader in readers)) <= {200, 503}


def _page(newsroom: RunningNewsroom, path: str) -> bytes:
    try:
        return newsroom.request("GET", path)[2]
    except (OSError, HTTPException):
        return b""


ORDER = """
import os, sys
from pathlib import Path
if sys.argv[2] == "control":
    os.fsync = lambda descriptor: None
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished
FolderStore(Path(sys.argv[1])).put([Finished(f"/{name}/", 200, name.encode() * 4000, "html") for name in "abc"])
os.write(1, b"DONE")
"""
CALL = re.compile(r"^\d+\s+(fsync|fdatasync|rename|renameat2?|write)\((.*)\)\s+= (\d+)", re.MULTILINE)


def unsafe_renames(log: str, root: str) -> tuple[int, list[str]]:
    """Return how many files were put in place, and which of them a power cut could have lost or left half (D3)."""
    flushed: set[str] = set()
    placed: dict[str, str] = {}
    unsafe = []
    for name, arguments, _ in CALL.findall(log):
        paths = re.findall(r'(?:<|")(/[^">]*)(?:>|")', arguments)
        if name in ("fsync", "fdatasync"):
            flushed.update(paths)
            placed = {file: folder for file, folder in placed.items() if folder not in paths}
        elif name.startswith("rename") and paths[-1].startswith(root):
            if paths[0] not in flushed:
                unsafe.append(paths[-1])
            placed[paths[-1]] = paths[-1].rpartition("/")[0]
        elif name == "write" and "DONE" in arguments:
            return len(re.findall("rename", log)), [*unsafe, *placed]
    return 0, ["it never said that it was done"]


@pytest.mark.strace
@pytest.mark.parametrize("how", ["as-it-is", "control"])
def test_d3_each_page_is_flushed_before_it_is_put_in_place_and_its_folder_before_the_press_goes_on(how, tmp_path):
    calls = "fsync,fdatasync,rename,renameat,renameat2,write"
    command = ["strace", "-y", "-e", f"trace={calls}", "-o", str(tmp_path / "log"), "-f", sys.executable, "-c", ORDER]
    subprocess.run([*command, str(tmp_path / "pages"), how], check=True, capture_output=True)
    renames, unsafe = unsafe_renames((tmp_path / "log").read_text(), str(tmp_path / "pages"))
    assert renames >= 9
    assert (unsafe == []) is (how == "as-it-is")
