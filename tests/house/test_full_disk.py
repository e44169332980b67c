"""A full disk: nothing is acknowledged that was not stored, pages stay up, and all works again when there is room (D4)."""

from __future__ import annotations

import re
import subprocess
from urllib.parse import urlencode

import pytest

from tests.running import RunningNewsroom, wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ITEM = '{"uri": "urn:x:full", "version": "1", "type": "text", "headline": "Ferry full", "body_text": "%s"}'


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of 48 MB of its own; mounting needs root, as CI has."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)], capture_output=True, check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder) -> None:
    """Write until not a byte is left."""
    with (folder / "ballast").open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def stored(newsroom) -> int:
    return newsroom.command("comments", "list", "--json").stdout.count('"id"')


@pytest.mark.crash
@pytest.mark.small_disk
@pytest.mark.xdist_group("disk")
def test_d4_a_full_disk_takes_nothing_serves_everything_and_recovers(small_disk):
    newsroom = RunningNewsroom(small_disk / "n")
    number, path = newsroom.publish("A story on a small disk")
    newsroom.start()
    try:
        page = wait_until(lambda: newsroom.request("GET", path)[2])
        token = re.search(rb'name="token" value="([0-9a-f]+)"', page)[1].decode()

        def post(body):
            sent = {"name": "Kari", "email": "kari@reader.example", "body": body, "token": token}
            return newsroom.request("POST", f"/comments/{number}/", urlencode(sent), FORM)

        assert post("There is room.")[0] == 303
        fill(small_disk)
        answers = [post(f"Comment {turn} " + "that is long. " * 300) for turn in range(4)]
        refused = [answer for answer in answers if answer[0] != 303]
        assert refused, "the disk was not full"
        assert {status for status, _, _ in refused} <= {500, 503}
        assert newsroom.status(path) == 200
        (small_disk / "ballast").unlink()
        wait_until(lambda: post("There is room again.")[0] == 303)
        assert stored(newsroom) == 2 + len(answers) - len(refused)
    finally:
        newsroom.stop()


@pytest.mark.crash
@pytest.mark.small_disk
@pytest.mark.xdist_group("disk")
def test_d4_a_wire_file_on_a_full_disk_is_refused_and_can_be_sent_again(small_disk, tmp_path):
    newsroom = RunningNewsroom(small_disk / "n")
    item = tmp_path / "item.json"
    item.write_text(ITEM % ("It is full. " * 5000))
    fill(small_disk)
    full = newsroom.command("wire", "ingest", str(item), "--feed", "test", check=False)
    assert full.returncode == 1
    assert '"result":"new"' not in full.stdout
    (small_disk / "ballast").unlink()
    assert '"result":"new"' in newsroom.command("wire", "ingest", str(item), "--feed", "test").stdout
