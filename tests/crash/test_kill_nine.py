"""Kill -9 of whatever runs, the app in its transactions, while people publish and comment: nothing acknowledged is lost (D2, D6)."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import threading
import time
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.crash.power_cut import caught_writing, kill
from tests.running import RunningNewsroom, form_fields, wait_until

KILLS = 15
TURNS_A_PUBLICATION = 5
PAUSE_SECONDS = 0.1
VICTIMS = ("pages", "app", "press", "up")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Caller(threading.Thread):
    """Calls on the newsroom until it is told to stop."""

    def __init__(self, newsroom: RunningNewsroom, story: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.story, self.stop_event = newsroom, story, stop
        self.refused = 0

    def try_later(self) -> None:
        """Count a refusal, and leave the processor to those who start again."""
        self.refused += 1
        self.stop_event.wait(PAUSE_SECONDS)


class Commenter(Caller):
    """Posts comments one after the other and keeps those that were acknowledged."""

    def __init__(self, newsroom: RunningNewsroom, story: int, path: str, stop: threading.Event) -> None:
        super().__init__(newsroom, story, stop)
        self.path = path
        self.acknowledged: list[str] = []

    def run(self) -> None:
        token = None
        number = 0
        while not self.stop_event.is_set():
            try:
                if token is None:
                    page = self.newsroom.request("GET", self.path)[2].decode()
                    token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]
                number += 1
                body = f"comment number {number}"
                fields = {"name": "Kari", "email": f"k{number}@reader.example", "body": body, "token": token}
                status, headers, _ = self.newsroom.request("POST", f"/comments/{self.story}/", urlencode(fields), FORM)
                if status == 303 and headers["location"].startswith(self.path):
                    self.acknowledged.append(body)
                else:
                    self.try_later()
            except (OSError, TypeError, subprocess.SubprocessError, HTTPException):
                self.try_later()


class Publisher(Caller):
    """Publishes one new headline after the other through the desk's own form."""

    def __init__(self, newsroom: RunningNewsroom, story: int, cookie: str, stop: threading.Event) -> None:
        super().__init__(newsroom, story, stop)
        self.cookie = cookie
        self.acknowledged: list[int] = [0]

    def run(self) -> None:
        number = 0
        path = f"/desk/stories/edit/{self.story}/"
        while not self.stop_event.is_set():
            try:
                number += 1
                status, headers, page = self.newsroom.request("GET", path, headers={"Cookie": self.cookie})
                if status != 200:
                    raise OSError(status)
                fields = form_fields(page)
                fields |= {"headline": f"Version {number} of the story", "action-publish": "action-publish"}
                cookie = self.cookie + "; " + headers.get("set-cookie", "").partition(";")[0]
                sent = {**FORM, "Cookie": cookie, "Origin": f"http://127.0.0.1:{self.newsroom.port}"}
                status, headers, page = self.newsroom.request("POST", path, urlencode(fields, doseq=True), sent)
                if status == 302 and "login" not in headers["location"]:
                    self.acknowledged.append(number)
                else:
                    self.try_later()
            except (OSError, IndexError, HTTPException):
                self.try_later()


def wait_for_one_more(acknowledged: list) -> None:
    """Wait until work was done since the last kill, however slow the machine is: a kill of the idle proves nothing."""
    known = len(acknowledged)
    wait_until(lambda: len(acknowledged) > known, 60)


def pids_of(newsroom: RunningNewsroom, victim: str) -> list[int]:
    """Return the processes of one kind below the supervisor."""
    assert newsroom.process
    if victim == "up":
        return [newsroom.process.pid]
    wanted = {"pages": "press.server.app:app", "app": "broadsheet.asgi", "press": "press loop"}[victim]
    found = subprocess.run(["pgrep", "-f", wanted], capture_output=True, text=True, check=False).stdout.split()
    return [int(pid) for pid in found if is_ours(int(pid), newsroom)]


def is_ours(pid: int, newsroom: RunningNewsroom) -> bool:
    try:
        return str(newsroom.folder).encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d2_d6_fifteen_kills_lose_nothing_that_was_acknowledged_and_leave_no_orphan(tmp_path, capsys):
    dice = random.Random(20261122)
    newsroom = RunningNewsroom(tmp_path / "n")
    newsroom.command("user", "add", "kari", "--role", "editor")
    talked_of, path = newsroom.publish("A story that people talk of")
    edited, edited_path = newsroom.publish("Version 0 of the story", slug="edited")
    newsroom.start()
    stop = threading.Event()
    commenter = Commenter(newsroom, talked_of, path, stop)
    publisher = Publisher(newsroom, edited, newsroom.session("kari"), stop)
    kills = dict.fromkeys(VICTIMS, 0)
    odd_pages = []
    caught = 0
    commenter.start()
    publisher.start()
    try:
        for turn in range(KILLS):
            victim = dice.choice(VICTIMS)
            wait_for_one_more(commenter.acknowledged)
            if turn % TURNS_A_PUBLICATION == 0:
                wait_for_one_more(publisher.acknowledged)
            time.sleep(dice.uniform(0.05, 0.6))
            pids = pids_of(newsroom, victim)
            if victim == "app":
                caught += caught_writing(pids, newsroom.folder / "data" / "broadsheet.sqlite3", 10)
            kill(pids)
            kills[victim] += 1
            if victim == "up":
                newsroom.process.wait(10)
                assert wait_until(lambda: port_is_free(newsroom.port), 10), "an orphan keeps the port"
                newsroom.start()
            else:
                wait_until(lambda: newsroom.status(edited_path) == 200, 20)
            page = newsroom.request("GET", edited_path)[2]
            if not re.search(rb"<h1[^>]*>Version \d+ of the story</h1>", page) or not page.rstrip().endswith(
                b"</html>"
            ):
                odd_pages.append(page)
        stop.set()
        commenter.join(30)
        publisher.join(30)
        wait_until(lambda: newsroom.status("/desk/accounts/login/") == 200, 30)
        newsroom.command("press", "run")
        rows = newsroom.command("comments", "list", "--json").stdout
        integrity = newsroom.python(
            "from django.db import connection\nc = connection.cursor(); c.execute('PRAGMA integrity_check')\n"
            "print(json.dumps(c.fetchone()[0]))"
        )
        live = int(re.search(rb"<h1[^>]*>Version (\d+) of", newsroom.request("GET", edited_path)[2])[1])
        left = newsroom.stop()
    finally:
        stop.set()
        if newsroom.process:
            newsroom.process.kill()
    found = [rows.count(f'"{body}"') for body in commenter.acknowledged]
    with capsys.disabled():
        print(f"\nkills {sum(kills.values())}: {kills}, of the app in a transaction {caught}")
        print(f"comments   acknowledged {len(found):5}  found once {found.count(1):5}  refused {commenter.refused}")
        last = publisher.acknowledged[-1]
        versions = len(publisher.acknowledged) - 1
        print(f"versions   acknowledged {versions:5}  last {last}, on the page {live}  refused {publisher.refused}")
    assert caught >= kills["app"] / 2
    assert odd_pages == []
    assert integrity == "ok"
    assert len(found) >= KILLS
    assert found == [1] * len(found)
    assert len(publisher.acknowledged) > KILLS / TURNS_A_PUBLICATION
    assert live >= publisher.acknowledged[-1]
    assert left == 0
    assert wait_until(lambda: port_is_free(newsroom.port), 10)
