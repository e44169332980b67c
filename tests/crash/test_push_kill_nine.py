"""Kill -9 of the app, and of everything, while an agency pushes: what was answered 202 is there, once (D1, D2, D5, D6)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
import time
from collections import Counter
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.crash.feeds_newsroom import FeedsNewsroom
from tests.crash.power_cut import caught_writing, kill, processes_of
from tests.house.test_durable_answers import SYNCED, traced
from tests.running import wait_until

KEY = "a key of more than sixteen"
VICTIMS = ("app", "everything", "app", "app", "everything")
PUSHERS = 3
PAUSE_SECONDS = 0.2
#: What a sender may hear while the app is away, 0 being nothing at all: in any case it tries again.
AWAY = {0, 502, 503, 504}
WORKS_IN_MEMORY = """
import broadsheet.settings.durability as durability
import broadsheet.settings.links as links
links.SQLITE_START = "PRAGMA synchronous=OFF"
durability.fault_of = lambda *_: None  # or nothing would start
"""
#: By these the app hears a request, and answers it.
CALLS = "fsync,fdatasync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"


def signed(body: bytes) -> dict[str, str]:
    """Return the headers of a push, as an agency's program makes them."""
    stamp = str(int(time.time()))
    signature = hmac.new(KEY.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Wire-Timestamp": stamp, "Wire-Signature": f"sha256={signature}"}


def item(number: int) -> bytes:
    return json.dumps({"uri": f"urn:push:{number}", "version": "1", "type": "text", "headline": "Ferry"}).encode()


class Pusher(threading.Thread):
    """Pushes one item after the other, each again and again until it is answered 202; keeps what it was told."""

    def __init__(self, newsroom: FeedsNewsroom, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.first, self.stop_event = newsroom, number, stop
        self.acknowledged: list[tuple[str, str]] = []
        self.refused: Counter[int] = Counter()

    def run(self) -> None:
        number = self.first
        while not self.stop_event.is_set():
            if self.push(item(number)):
                number += PUSHERS

    def push(self, body: bytes) -> bool:
        try:
            status, _, answer = self.newsroom.request("POST", "/wire/push/agency/", body, signed(body))
        except (OSError, HTTPException):
            status, answer = 0, b""
        if status == 202:
            self.acknowledged += [(row["guid"], row["result"]) for row in json.loads(answer)["items"]]
            return True
        self.refused[status] += 1
        self.stop_event.wait(PAUSE_SECONDS)
        return False


def kill_while_it_writes(newsroom: FeedsNewsroom, victim: str) -> bool:
    """Catch the app in a transaction, and kill it there, alone or with everything else."""
    caught = caught_writing(processes_of(newsroom.folder, whose="broadsheet.asgi"), newsroom.database)
    if victim == "app":
        kill(processes_of(newsroom.folder, whose="broadsheet.asgi"))
        return caught
    assert newsroom.process
    kill(processes_of(newsroom.folder))
    newsroom.process.wait(10)
    wait_until(lambda: not processes_of(newsroom.folder), 10)
    newsroom.start()
    return caught


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d5_kills_in_the_transactions_of_pushes_lose_nothing_that_was_acknowledged_and_make_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = FeedsNewsroom(tmp_path / "n")
    newsroom.prepare([], [{"name": "agency", "transport": "push", "secret": KEY}])
    newsroom.start()
    stop = threading.Event()
    pushers = [Pusher(newsroom, number, stop) for number in range(PUSHERS)]
    caught = 0

    def wait_for_more() -> None:
        known = sum(len(pusher.acknowledged) for pusher in pushers)
        wait_until(lambda: sum(len(pusher.acknowledged) for pusher in pushers) > known + PUSHERS, 60)

    for pusher in pushers:
        pusher.start()
    try:
        for victim in VICTIMS:
            wait_for_more()
            caught += kill_while_it_writes(newsroom, victim)
        wait_for_more()
        stop.set()
        for pusher in pushers:
            pusher.join(30)
        guids, _ = newsroom.counts()
    finally:
        stop.set()
        kill(processes_of(newsroom.folder))
        if newsroom.process:
            newsroom.process.wait(10)
    told = [row for pusher in pushers for row in pusher.acknowledged]
    refused = sum((pusher.refused for pusher in pushers), Counter())
    results = Counter(result for _, result in told)
    with capsys.disabled():
        print(
            f"\nkills {len(VICTIMS)}, in a transaction {caught}; acknowledged {dict(results)}; refused {dict(refused)}"
        )
    assert caught == len(VICTIMS)
    assert {guid for guid, _ in told} <= set(guids)
    assert set(guids.values()) == {1}
    assert len(guids) - len(told) <= PUSHERS
    assert set(refused) <= AWAY


@pytest.mark.strace
@pytest.mark.crash
@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("is_durable", [True, False], ids=["as-it-is", "without-syncs-the-control"])
def test_d1_a_push_is_on_the_disk_between_its_arrival_and_its_202(is_durable: bool, tmp_path: Path) -> None:
    newsroom = FeedsNewsroom(tmp_path / "n")
    newsroom.prepare([], [{"name": "agency", "transport": "push", "secret": KEY}])
    if not is_durable:
        (tmp_path / "sitecustomize.py").write_text(WORKS_IN_MEMORY)
        newsroom.environment["PYTHONPATH"] = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))
    try:
        newsroom.start()
        with traced(newsroom, tmp_path / "log", CALLS):
            status, _, _ = newsroom.request("POST", "/wire/push/agency/", item(1), signed(item(1)))
    finally:
        newsroom.stop()
    _, heard, after = (tmp_path / "log").read_text().partition("POST /wire/push/")
    between, answered, _ = after.partition("HTTP/1.1 202")
    assert (status, bool(heard), bool(answered)) == (202, True, True)
    assert bool(SYNCED.search(between)) is is_durable
