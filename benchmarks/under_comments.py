"""What does a reader notice while others comment and the newsroom publishes? Throughput and p99 of a story page.

    python -m benchmarks.under_comments [--seconds 10]

Limits: while comments come in at 50 a second and a story is published every second, p99 under 5 ms and at least 0.8 of
the throughput without; while eight clients post as fast as they are accepted, p99 under 10 ms. Needs wrk.

The clients that post, the app and wrk take their processor from the same machine: on two cores, the throughput falls
for that alone.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.running import newsroom
from tests.running import RunningNewsroom

CONNECTIONS = 32
CLIENTS = 8
COMMENTS_PER_SECOND = 50
STEADY_P99_MS, STEADY_SHARE, FLOOD_P99_MS = 5.0, 0.8, 10.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

PUBLISH = """
import sys, time
from broadsheet.desk.models import Section, Story
section = Section.objects.first()
print("ready", flush=True)
number = 0
while True:
    began = time.monotonic()
    number += 1
    story = Story(headline=f"Published meanwhile {number}", home_section=section)
    story.body = [("text", "<p>The ferry left the quay at six.</p>")]
    story.full_clean(); story.save(); story.save_revision().publish()
    print(number, flush=True)
    time.sleep(max(0.0, 1 - (time.monotonic() - began)))
"""


class Seen(NamedTuple):
    """What wrk saw of the story page."""

    per_second: float
    p99_ms: float


class Posting:
    """Clients that post comments, each on a pace of its own, and count what was accepted."""

    def __init__(self, running: RunningNewsroom, story: int, token: str) -> None:
        self._running, self._story, self._token = running, story, token
        self.accepted = [0] * CLIENTS

    @contextmanager
    def going(self, pause_seconds: float) -> Iterator[None]:
        """Have them post, each so long after its last post as is said; 0 is at once."""
        self.accepted = [0] * CLIENTS
        stop = threading.Event()
        threads = [threading.Thread(target=self._post, args=(client, pause_seconds, stop)) for client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(30)

    def _post(self, client: int, pause_seconds: float, stop: threading.Event) -> None:
        due = time.monotonic() + pause_seconds * client / CLIENTS
        while not stop.wait(max(0.0, due - time.monotonic())):
            due += pause_seconds
            body = f"{client} {time.monotonic_ns()}"
            words = {"name": "Kari", "email": f"c{client}@reader.example", "body": body, "token": self._token}
            status = self._running.request("POST", f"/comments/{self._story}/", urlencode(words), FORM)[0]
            self.accepted[client] += status == 303


@contextmanager
def publishing(running: RunningNewsroom) -> Iterator[Callable[[], int]]:
    """Publish a story every second; yields a function that ends it and says how many were published."""
    environment = {**running.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    argv = [sys.executable, "-c", f"import django; django.setup()\n{PUBLISH}"]
    process = subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise SystemExit("the newsroom did not begin to publish")

        def ended() -> int:
            process.terminate()
            return len(process.communicate()[0].splitlines())

        yield ended
    finally:
        process.kill()
        process.wait(10)


def main() -> int:
    """Print the table; 1 if a limit is missed, 2 without wrk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    seconds = parser.parse_args().seconds
    if shutil.which("wrk") is None:
        print("needs wrk, which is not installed")
        return 2
    with newsroom() as running:
        number, path = running.publish("A story that people talk of")
        found = re.search(r'name="token" value="([0-9a-f]+)"', running.request("GET", path)[2].decode())
        if found is None:
            raise SystemExit("the story has no form for comments")
        posting = Posting(running, number, found[1])
        quiet = wrk(running.port, path, seconds)
        with publishing(running) as ended, posting.going(CLIENTS / COMMENTS_PER_SECOND):
            began = time.monotonic()
            steady = wrk(running.port, path, seconds)
            took = time.monotonic() - began
            published, commented = ended(), sum(posting.accepted)
        with posting.going(0):
            began = time.monotonic()
            flood = wrk(running.port, path, seconds)
            flooded = sum(posting.accepted) / (time.monotonic() - began)
    rows = {"nobody comments": quiet, "comments and publications": steady, f"{CLIENTS} clients flat out": flood}
    print(f"{'story page, 32 connections':32}{'requests/s':>12}{'p99 ms':>10}{'share':>8}")
    for name, seen in rows.items():
        print(f"{name:32}{seen.per_second:12,.0f}{seen.p99_ms:10.2f}{seen.per_second / quiet.per_second:8.2f}")
    print(
        f"meanwhile: {commented / took:.0f} comments/s and {published / took:.1f} publications/s; {flooded:.0f} comments/s"
    )
    share = steady.per_second / quiet.per_second
    held = [
        say(f"p99 under {STEADY_P99_MS:.0f} ms with comments and publications", steady.p99_ms < STEADY_P99_MS),
        say(f"at least {STEADY_SHARE:.1f} of the throughput with them", share >= STEADY_SHARE),
        say(f"p99 under {FLOOD_P99_MS:.0f} ms with {CLIENTS} clients flat out", flood.p99_ms < FLOOD_P99_MS),
    ]
    return int(not all(held))


def say(limit: str, holds: bool) -> bool:
    """Print whether a limit holds, and return it."""
    print(f"limit: {limit}: {'held' if holds else 'MISSED'}")
    return holds


def wrk(port: int, path: str, seconds: int) -> Seen:
    """Return requests a second and the p99 in milliseconds, after a second to warm up."""
    argv = ["wrk", "-t1", f"-c{CONNECTIONS}", "--latency", "-H", "Accept-Encoding: gzip"]
    address = f"http://127.0.0.1:{port}{path}"
    subprocess.run([*argv, "-d1s", address], capture_output=True, check=True)
    text = subprocess.run([*argv, f"-d{seconds}s", address], capture_output=True, text=True, check=True).stdout
    rate, late = re.search(r"Requests/sec:\s+([\d.]+)", text), re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    if rate is None or late is None or "Non-2xx" in text:
        raise SystemExit(f"wrk did not get an answer to each request:\n{text}")
    return Seen(float(rate[1]), float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]])


if __name__ == "__main__":
    sys.exit(main())
