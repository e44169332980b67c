"""What holds while comments pour in at many times what the app can take, and then while the app stands still? (O1, O2)

Limits, of criteria O1 and O2: a story page's p99 under 50 ms and no error, through both halves; who is refused is told
within a second; somebody signs in at the desk within a second; the memory of all processes grows by at most a tenth.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.running import newsroom, percentile
from tests.crash.posting import token_of
from tests.crash.power_cut import processes_of
from tests.running import RunningNewsroom

WRITERS = 300
READERS = 4
HALF_SECONDS = 8.0
PAGE_MS, REFUSED_MS, SIGN_IN_MS, GROWTH = 50.0, 1000.0, 1000.0, 1.1
REFUSED = frozenset({429, 503})


async def ask(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, float]:
    """Return the status, 0 for none, and the milliseconds that one request took on a connection of its own."""
    began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
        line = await reader.readline()
        await reader.read()
        writer.close()
        return int(line.split()[1]), (time.perf_counter() - began) * 1000
    except (OSError, IndexError, ValueError):
        return 0, (time.perf_counter() - began) * 1000


async def until(stop: asyncio.Event, one: Callable[[int], Awaitable[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Ask one after the other until told to stop."""
    told = []
    while not stop.is_set():
        told.append(await one(len(told)))
    return told


async def half(running: RunningNewsroom, path: str, story: int, token: str) -> dict[str, list[tuple[int, float]]]:
    """Return what readers, writers and somebody at the desk's door were told in one half."""
    stop, port = asyncio.Event(), running.port

    def post(writer: int) -> Callable[[int], Awaitable[tuple[int, float]]]:
        def one(number: int) -> Awaitable[tuple[int, float]]:
            words = {
                "name": "Kari",
                "email": f"w{writer}@reader.example",
                "body": f"{time.time_ns()} {writer} {number}",
            }
            return ask(port, "POST", f"/comments/{story}/", urlencode({**words, "token": token}).encode())

        return one

    groups = {
        "pages": [until(stop, lambda _: ask(port, "GET", path)) for _ in range(READERS)],
        "door": [until(stop, lambda _: ask(port, "GET", "/desk/accounts/login/"))],
        "comments": [until(stop, post(writer)) for writer in range(WRITERS)],
    }
    tasks = {name: [asyncio.create_task(one) for one in group] for name, group in groups.items()}
    await asyncio.sleep(HALF_SECONDS)
    stop.set()
    return {name: [told for one in group for told in await one] for name, group in tasks.items()}


def memory_mb(running: RunningNewsroom) -> float:
    """Return the memory of the newsroom's processes, shared pages counted once."""
    total = 0
    for pid in processes_of(running.folder):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    missed = 0
    with newsroom() as running:
        story, path = running.publish("A story that is flooded")
        token = token_of(running, path)
        asyncio.run(half(running, path, story, token))  # warm: what is loaded once is not growth
        before = memory_mb(running)
        flooded = asyncio.run(half(running, path, story, token))
        grown = memory_mb(running) / before
        app = processes_of(running.folder, whose="broadsheet.asgi")
        for pid in app:
            os.kill(pid, signal.SIGSTOP)
        try:
            stopped = asyncio.run(half(running, path, story, token))
        finally:
            for pid in app:
                os.kill(pid, signal.SIGCONT)
    print(f"{WRITERS} writers flat out, {HALF_SECONDS:.0f} s a half; in the second the app stands still")
    rows = [
        ("story page, app flooded, p99 ms", percentile([ms for _, ms in flooded["pages"]], 0.99), PAGE_MS),
        ("story page, app stopped, p99 ms", percentile([ms for _, ms in stopped["pages"]], 0.99), PAGE_MS),
        ("pages that failed", float(sum(s != 200 for s, _ in flooded["pages"] + stopped["pages"])), 0.5),
        (
            "refused comments, p99 ms",
            percentile([ms for s, ms in flooded["comments"] if s in REFUSED] or [0.0], 0.99),
            REFUSED_MS,
        ),
        ("the desk's door, flooded, p99 ms", percentile([ms for _, ms in flooded["door"]] or [1e9], 0.99), SIGN_IN_MS),
        ("memory after / before", grown, GROWTH),
    ]
    for name, value, limit in rows:
        missed += value > limit
        print(f"{name:36}{value:10.2f}   limit {limit:8.2f}   {'MISSED' if value > limit else 'held'}")
    print(f"answers to comments: flooded {dict(Counter(s for s, _ in flooded['comments']))}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
