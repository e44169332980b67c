"""A power cut at the worst moment, and what lies in the database after one.

Killing at random mostly hits a process that waits. A process that holds the lock for writing is in the middle of a
transaction: it is stopped there, looked at once more, and killed. So a few kills prove more than many did.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import struct
import time
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

#: Where SQLite's lock for writing lies in the file beside its log. Source: sqlite.org/walformat.html, 2.3.
WRITE_LOCK_AT = 120
FLOCK = "hhqqi0q"
STOPPED, GONE = "Tt", "ZX"
SOUND = (
    "SELECT (SELECT count(*) FROM wire_search_docsize) - (SELECT count(*) FROM wire_dispatchrecord)",
    "SELECT count(*) FROM wire_delivery WHERE sha256 NOT IN (SELECT sha256 FROM wire_rawbytes)",
)


def writer_of(database: Path) -> int | None:
    """Return the process that is in the middle of a transaction that writes, None if none is."""
    try:
        with Path(f"{database}-shm").open("rb") as file:
            asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, WRITE_LOCK_AT, 1, 0)
            kind, _, _, _, pid = struct.unpack(FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    except FileNotFoundError:
        return None
    return None if kind == fcntl.F_UNLCK else pid


def caught_writing(pids: Collection[int], database: Path, max_seconds: float = 30) -> bool:
    """Stop one of the processes in the middle of a transaction, and leave it stopped; False if none was caught."""
    deadline = time.monotonic() + max_seconds
    while time.monotonic() < deadline and any(_state(pid) not in GONE for pid in pids):
        pid = writer_of(database)
        if pid is None or pid not in pids:
            time.sleep(0.0005)
            continue
        _send(pid, signal.SIGSTOP)
        while _state(pid) not in STOPPED + GONE:
            time.sleep(0.0001)
        if writer_of(database) == pid:
            return True
        _send(pid, signal.SIGCONT)
    return False


def kill(pids: Collection[int]) -> None:
    """Kill them all at once."""
    for pid in pids:
        _send(pid, signal.SIGKILL)


def processes_of(folder: Path, *, whose: str = "") -> list[int]:
    """Return the processes that work for the newsroom in that folder, and have the word in their command."""
    wanted = f"BROADSHEET_DIR={folder}\0".encode()
    entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    entries = [entry for entry in entries if whose.encode() in _bytes(entry / "cmdline")]
    return [int(entry.name) for entry in entries if wanted in _bytes(entry / "environ")]


def count_in(database: Path) -> int:
    """Return how many dispatches there are."""
    [[count]] = _rows(database, "SELECT count(*) FROM wire_dispatchrecord")
    return int(count)


def items_in(database: Path) -> list[tuple[str, str, str]]:
    """Return guid, version and feed of each dispatch, the soundness of the database checked."""
    [[integrity]] = _rows(database, "PRAGMA integrity_check")
    assert integrity == "ok"
    assert [_rows(database, sql) for sql in SOUND] == [[(0,)]] * len(SOUND)
    return _rows(database, "SELECT guid, version, name FROM wire_dispatchrecord r JOIN wire_feed f ON f.id = r.feed_id")


def feeds_in(database: Path) -> dict[str, list[str]]:
    """Return the state and the last error of each feed."""
    return {
        name: [state, error] for name, state, error in _rows(database, "SELECT name, state, last_error FROM wire_feed")
    }


def _rows(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return connection.execute(sql).fetchall()


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _state(pid: int) -> str:
    """Return the letter for what the process does, X for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
