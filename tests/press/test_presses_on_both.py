"""Several presses as processes of their own, on both databases: killed in the midst, cut off, asked by a herd."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.press.on_postgres import SERVER
from tests.running import RunningNewsroom, wait_until

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("journeys")]
POSTGRES = pytest.mark.postgres
HERE = Path(__file__).parent
KILLS = 1
#: A press that notes when somebody else writes the address that it writes.
WATCHED = """
import fcntl, hashlib, signal, sys, threading, time
from pathlib import Path
from broadsheet.press import loop
from broadsheet.press.acts import press_held
folder, honest = Path(sys.argv[1]), press_held.store

class Watched:
    def __init__(self, store):
        self.store = store
    def __getattr__(self, name):
        return getattr(self.store, name)
    def put(self, pages):
        held = []
        for page in pages:
            file = (folder / hashlib.sha256(page.path.encode()).hexdigest()).open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                (folder / "collisions").open("a").write(page.path + chr(10))
            held.append(file)
        time.sleep(0.01)
        self.store.put(pages)

press_held.store = lambda: Watched(honest())
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("presses", flush=True)
loop.run(stop)
"""
STORM = """
from broadsheet.desk.models import Section, Story
from broadsheet.desk.addresses import story_url
from broadsheet.press.acts.mark_stale import mark_stale
stories = []
for number in range(3):
    s = Story(headline=f"Story {number}", home_section=Section.objects.first())
    s.body = [("text", "<p>The ferry left the quay at six.</p>")]
    s.full_clean(); s.save(); s.save_revision().publish()
    stories.append(s.pk)
for version in range(1, 11):
    for pk in stories:
        s = Story.objects.get(pk=pk)
        s.headline = f"Version {version}"
        s.save_revision().publish()
        mark_stale([f"comments:{pk}"])
print(json.dumps([story_url(pk) for pk in stories]))
"""
WAITING = """
from django.db import connection
from django.utils import timezone
now = timezone.now()
rows = [(900, "page:/failed/", now, now, 3, "ink is out"), (899, "page:/failed/", now, now, 2, "older"),
        (902, "page:/fresh/", now, None, 0, ""), (903, "story:1", now, None, 0, "")]
with connection.cursor() as cursor:
    cursor.executemany("INSERT INTO press_stalekey (id, key, recorded_at, not_before, attempts, error)"
                       " VALUES (%s, %s, %s, %s, %s, %s)", rows)
print("null")
"""
ASK = """
import os, sys, time
from pathlib import Path
from django.utils import timezone
from broadsheet.press.acts import press_held
from broadsheet.press.acts.press_on_demand import press_on_demand
folder, honest = Path(sys.argv[1]), press_held.render_many

def counted(paths, *, now):
    with (folder / "rendered").open("a") as out:
        out.write("".join(path + chr(10) for path in paths))
    time.sleep(0.2)
    yield from honest(paths, now=now)

press_held.render_many = counted
print("ready", flush=True)
sys.stdin.readline()
sys.stdout.write(press_on_demand(sys.argv[2], now=timezone.now()).body.decode())
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=POSTGRES)])
def newsroom(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningNewsroom]:
    if request.param == "sqlite":
        yield RunningNewsroom(tmp_path / "n")
        return
    name = f"broadsheet_presses_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server, pytest.MonkeyPatch.context() as patched:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        patched.setenv("BROADSHEET_DATABASE_URL", f"{SERVER}/{name}")
        try:
            yield RunningNewsroom(tmp_path / "n")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(newsroom: RunningNewsroom, code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**newsroom.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    argv = [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments]
    started = subprocess.Popen(argv, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    started.stdout.readline()
    return started


def end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.communicate(timeout=60)


def faults(newsroom: RunningNewsroom) -> list[dict[str, Any]]:
    lines = newsroom.command("press", "verify", "--json", check=False).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_d2_three_presses_never_write_one_address_at_once_and_a_killed_ones_pages_are_made_by_the_others(
    newsroom: RunningNewsroom, tmp_path: Path
) -> None:
    """Criteria D2 and D7: also, the newest version is on every page in the end, and the store is what it should be."""
    notes = tmp_path / "notes"
    notes.mkdir()
    presses = [start(newsroom, WATCHED, str(notes)) for _ in range(3)]
    try:
        storm = start(newsroom, f"print('go', flush=True)\nimport json\n{STORM}")
        for _ in range(KILLS):
            end(presses.pop(0), signal.SIGKILL)
            presses.append(start(newsroom, WATCHED, str(notes)))
        assert storm.stdout is not None
        paths = json.loads(storm.communicate()[0])
        assert "The running press has done its list." in newsroom.command("press", "run").stdout
    finally:
        for press in presses:
            end(press, signal.SIGTERM)
    assert not (notes / "collisions").exists()
    pages = newsroom.folder / "data" / "pages" / "live"
    read = [(pages / path.strip("/") / "index.html").read_text("utf-8") for path in (*paths, "/", "/news/")]
    assert all("Version 10" in page and "Version 9" not in page for page in read)
    assert faults(newsroom) == []


def test_a_herd_of_processes_has_a_page_rendered_once(newsroom: RunningNewsroom, tmp_path: Path) -> None:
    _number, path = newsroom.publish("A ferry")
    notes = tmp_path / "notes"
    notes.mkdir()
    herd = [start(newsroom, ASK, str(notes), path) for _ in range(4)]
    for one in herd:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    answers = {one.communicate(timeout=60)[0] for one in herd}
    assert (notes / "rendered").read_text().splitlines() == [path]
    assert len(answers) == 1
    assert "A ferry" in answers.pop()


@POSTGRES
@pytest.mark.parametrize("newsroom", ["postgres"], indirect=True)
def test_a_press_outlives_a_restart_of_the_database_and_is_woken_from_then_on(
    newsroom: RunningNewsroom, tmp_path: Path
) -> None:
    press = start(newsroom, WATCHED, str(tmp_path))
    try:
        _number, first = newsroom.publish("Before")
        pages = newsroom.folder / "data" / "pages" / "live"
        wait_until((pages / first.strip("/") / "index.html").exists)
        with psycopg.connect(newsroom.environment["BROADSHEET_DATABASE_URL"], autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        _number, second = newsroom.publish("After")
        wait_until((pages / second.strip("/") / "index.html").exists)
        assert press.poll() is None
    finally:
        end(press, signal.SIGTERM)


def test_run_takes_several_workers_and_verify_mends(newsroom: RunningNewsroom) -> None:
    _number, path = newsroom.publish("A ferry")
    newsroom.command("press", "run", "--all", "--workers", "2")
    assert faults(newsroom) == []
    file = newsroom.folder / "data" / "pages" / "live" / path.strip("/") / "index.html"
    file.write_text("<h1>Something else</h1>")
    assert faults(newsroom) == [{"path": path, "fault": "differs", "mended": False}]
    assert newsroom.command("press", "verify", check=False).returncode == 1
    done = newsroom.command("press", "verify", "--mend", "--json")
    assert json.loads(done.stdout) == {"path": path, "fault": "differs", "mended": True}
    assert "A ferry" in file.read_text("utf-8")


def test_what_waited_in_the_version_before_is_carried_over(newsroom: RunningNewsroom) -> None:
    newsroom.command("manage", "migrate", "press", "0002")
    newsroom.python(WAITING)
    newsroom.command("manage", "migrate", "press")
    found = newsroom.python(
        "from broadsheet.press.models import PageJob, StaleKey\n"
        "jobs = list(PageJob.objects.values_list('path', 'attempts', 'error', 'urgency'))\n"
        "keys = StaleKey.objects.exclude(key__in=('layout', 'site')).filter(id__gte=900)\n"
        "print(json.dumps([jobs, sorted(keys.values_list('key', flat=True))]))"
    )
    assert found == [[["/failed/", 3, "ink is out", 2]], ["page:/fresh/", "story:1"]]


@POSTGRES
def test_the_presss_own_tests_hold_on_postgresql() -> None:
    chosen = [str(HERE / "acts"), str(HERE / "test_views.py"), str(HERE / "test_slots_and_bells.py")]
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds", "tests.press.on_postgres", *chosen]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO_"))}
    done = subprocess.run(argv, cwd=HERE.parent.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
