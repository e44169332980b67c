"""Readers who post comments one after the other, and keep what they were told."""

from __future__ import annotations

import re
import threading
from http.client import HTTPException
from urllib.parse import urlencode

from tests.running import RunningNewsroom, wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAUSE_SECONDS = 0.05


def token_of(newsroom: RunningNewsroom, path: str) -> str:
    """Return what the form of a story's page carries, once the page is there."""
    found = wait_until(lambda: re.search(rb'name="token" value="([0-9a-f]+)"', newsroom.request("GET", path)[2]), 60)
    return str(found[1].decode())


class Poster(threading.Thread):
    """Posts different comments until it is told to stop; `told` has the status of each, 0 where none came."""

    def __init__(self, newsroom: RunningNewsroom, story: int, token: str, *, name: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.story, self.token, self.who, self.stop_event = newsroom, story, token, name, stop
        self.told: dict[str, int] = {}

    def run(self) -> None:
        number = 0
        while not self.stop_event.is_set():
            number += 1
            body = f"{self.who} says number {number}"
            self.told[body] = self.post(body)
            if self.told[body] != 303:
                self.stop_event.wait(PAUSE_SECONDS)

    def post(self, body: str) -> int:
        """Post one comment and return the status."""
        fields = {"name": self.who, "email": f"{self.who}@reader.example", "body": body, "token": self.token}
        try:
            return self.newsroom.request("POST", f"/comments/{self.story}/", urlencode(fields), FORM)[0]
        except (OSError, HTTPException):
            return 0


def stored(newsroom: RunningNewsroom) -> list[str]:
    """Return the body of every comment in the database."""
    code = "from broadsheet.comments.models import Comment\nprint(json.dumps(list(Comment.objects.values_list('body', flat=True))))"
    return list(newsroom.python(code))
