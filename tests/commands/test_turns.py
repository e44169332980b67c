"""Whose turn it is among machines: one has it, another takes over when it dies, and what is done once is done once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from broadsheet.commands import turns
from broadsheet.commands.turns import Turn, one_at_a_time
from broadsheet.settings.links import database_from
from tests.press.on_postgres import SERVER
from tests.running import wait_until

POSTGRES = pytest.mark.postgres


@pytest.fixture
def server(django_db_blocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """Make a database of its own the newsroom's; yields a way to ask it."""
    monkeypatch.setattr(turns, "LOOK_SECONDS", 0.05)
    name = f"bs_turns_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, dbname="postgres", autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {name}")
        try:
            values = {**connections["default"].settings_dict, **database_from(f"{SERVER}/{name}", Path())}
            monkeypatch.setattr("django.db.connection", DatabaseWrapper(values, "default"))
            with django_db_blocker.unblock(), psycopg.connect(SERVER, dbname=name, autocommit=True) as asked:
                yield asked
        finally:
            maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Machine:
    """The loop that keeps a machine's turn."""

    def __init__(self) -> None:
        self.turn, self.stop = Turn(), Event()
        self._thread = Thread(target=self.turn.keep, args=(self.stop,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop as SIGTERM does."""
        self.stop.set()
        self._thread.join(10)


@pytest.fixture
def start() -> Iterator[Callable[[], Machine]]:
    started: list[Machine] = []

    def make() -> Machine:
        started.append(Machine())
        return started[-1]

    yield make
    for machine in started:
        machine.end()


def holders(server: psycopg.Connection, *, lock: int = turns.WORKING, granted: bool = True) -> list[int]:
    """Return the sessions of this database that have the turn, or wait for it."""
    asked = (
        "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND datname = current_database() AND objid = %s AND granted = %s"
    )
    return [pid for (pid,) in server.execute(asked, [lock, granted])]


@POSTGRES
def test_one_of_two_machines_has_the_turn_and_the_other_takes_over_when_it_stops(server, start):
    one = start()
    wait_until(lambda: one.turn.is_ours)
    two = start()
    wait_until(lambda: two.turn._session is not None)
    assert (len(holders(server)), two.turn.is_ours) == (1, False)
    one.end()
    assert not one.turn.is_ours
    wait_until(lambda: two.turn.is_ours)


@POSTGRES
def test_a_machine_that_is_cut_off_knows_that_it_lost_its_turn_and_stops_its_loops(server, start):
    one = start()
    ran, ended = Event(), Event()

    def loop(lost: Event) -> None:
        ran.set()
        lost.wait()
        ended.set()

    Thread(target=one.turn.work, args=(loop, one.stop), daemon=True).start()
    assert ran.wait(30)
    [session] = holders(server)
    server.execute("SELECT pg_terminate_backend(%s)", [session])
    assert ended.wait(30)
    wait_until(lambda: holders(server) not in ([], [session]))
    wait_until(lambda: one.turn.is_ours)


@POSTGRES
def test_what_is_done_one_at_a_time_waits_for_the_other(server):
    began, done = Event(), []

    def prepare() -> None:
        began.set()
        with one_at_a_time():
            done.append("second")

    with one_at_a_time():
        other = Thread(target=prepare, daemon=True)
        other.start()
        assert began.wait(30)
        wait_until(lambda: holders(server, lock=turns.PREPARING, granted=False))
        done.append("first")
    other.join(30)
    assert done == ["first", "second"]


def test_on_sqlite_it_is_always_our_turn(start):
    one, two = start(), start()
    wait_until(lambda: one.turn.is_ours and two.turn.is_ours)
    with one_at_a_time(), one_at_a_time():
        pass
