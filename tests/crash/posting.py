"""Readers who post comments one after the other, and keep what they were told."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.running import RunningNewsroom, wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAUSE_SECONDS = 0.05
#: Longer than the page server waits for the app, so that it is never the reader who gives up.
PATIENCE_SECONDS = 180


def token_of(newsroom: RunningNewsroom, path: str) -> str:
    """Return what the form of a story's page carries, once the page is there."""
    found = wait_until(lambda: re.search(rb'name="token" value="([0-9a-f]+)"', newsroom.request("GET", path)[2]), 60)
    return str(found[1].decode())


class Poster(threading.Thread):
    """Posts different comments until it is told to stop; `told` has the status of each, 0 where none came.

    One that `gives_up` stops at the first that is not taken. A body holds the reader's name, so names say which test it is.
    """

    def __init__(self, newsroom: RunningNewsroom, story: int, token: str, *, name: str, gives_up: bool = False) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.story, self.token, self.who, self.gives_up = newsroom, story, token, name, gives_up
        self.told: dict[str, int] = {}
        self.is_over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.is_over.is_set():
            number += 1
            body = f"{self.who} says number {number}"
            self.told[body] = self.post(body)
            if self.told[body] == 303:
                continue
            if self.gives_up:
                return
            self.is_over.wait(PAUSE_SECONDS)

    def post(self, body: str) -> int:
        """Post one comment and return the status."""
        fields = {"name": self.who, "email": f"{self.who}@reader.example", "body": body, "token": self.token}
        with closing(HTTPConnection("127.0.0.1", self.newsroom.port, timeout=PATIENCE_SECONDS)) as connection:
            try:
                connection.request("POST", f"/comments/{self.story}/", urlencode(fields), FORM)
                return connection.getresponse().status
            except (OSError, HTTPException):
                return 0


def finish(everybody: list[Poster]) -> dict[str, int]:
    """Let all finish what they are posting, and return what each comment was told."""
    for poster in everybody:
        poster.is_over.set()
    for poster in everybody:
        poster.join()
    return {body: status for poster in everybody for body, status in poster.told.items()}


def stored(newsroom: RunningNewsroom) -> Counter[str]:
    """Return how many comments with each body are in the database."""
    with closing(sqlite3.connect(newsroom.folder / "data" / "broadsheet.sqlite3", timeout=60)) as database:
        return Counter(body for (body,) in database.execute("SELECT body FROM comments_comment"))
