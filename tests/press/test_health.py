"""What those who watch are told: alive, ready, and figures that Prometheus reads and that hold no reader (D1, V2)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from broadsheet.press import health
from broadsheet.press.measures import BUCKETS
from broadsheet.press.models import BackupNote, PageJob, PressMeasure
from broadsheet.settings.durability import fault_of
from tests.running import RunningNewsroom

ROOT = Path(__file__).parent.parent.parent
CANARY_IP = "203.0.113.77"
CANARY = "canarywordthatnobodywrites"


def families(client):
    answer = client.get("/metrics", headers={"x-broadsheet-client": CANARY_IP})
    assert answer.status_code == 200
    return {family.name: family for family in text_string_to_metric_families(answer.content.decode())}


@pytest.mark.django_db
def test_the_figures_are_in_prometheus_format_and_count_all_presses_together(client):
    now = timezone.now()
    for worker, number in ((1, 3), (2, 4)):
        counts = [0] * (len(BUCKETS) + 1)
        counts[3] = number
        PressMeasure.objects.create(
            worker=worker, taken_at=now, histogram={"buckets": counts, "seconds": number / 10}, pages=number, failed=1
        )
    PageJob.objects.create(path="/a/", urgency=0, asked_at=now - timedelta(seconds=30))
    PageJob.objects.create(path="/b/", urgency=1, asked_at=now)
    BackupNote.objects.create(made_at=now - timedelta(hours=2), seal="a" * 64, size_bytes=1, is_encrypted=True)
    found = families(client)
    live = {
        (sample.name, sample.labels.get("le")): sample.value
        for sample in found["broadsheet_publish_to_live_seconds"].samples
    }
    assert live["broadsheet_publish_to_live_seconds_bucket", "0.05"] == 0
    assert live["broadsheet_publish_to_live_seconds_bucket", "0.075"] == 7
    assert live["broadsheet_publish_to_live_seconds_bucket", "+Inf"] == 7
    assert live["broadsheet_publish_to_live_seconds_sum", None] == pytest.approx(0.7)
    queue = {sample.labels["urgency"]: sample.value for sample in found["broadsheet_press_waiting"].samples}
    assert queue == {"at_once": 1, "list": 1, "later": 0, "keys": 0}
    assert found["broadsheet_press_oldest_stale_seconds"].samples[0].value >= 30
    assert found["broadsheet_backup_age_seconds"].samples[0].value >= 7200
    assert found["broadsheet_database_answers"].samples[0].value == 1


@pytest.mark.django_db
def test_what_the_page_servers_of_this_machine_answered_is_summed(client, settings):
    for pid, pages in ((1, 40), (2, 2)):
        file = settings.RUN_ROOT / f"served-{pid}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'{{"page": {pages}, "app": 1, "unchanged": 5}}')
    found = families(client)
    served = {sample.labels["kind"]: sample.value for sample in found["broadsheet_pages_served"].samples}
    assert served == {"page": 42, "file": 0, "app": 2, "unanswered": 0, "refused": 0}
    assert found["broadsheet_pages_unchanged"].samples[0].value == 10


@pytest.mark.django_db
def test_v2_no_figure_holds_a_readers_address_or_what_he_asked_for(client):
    client.get(f"/{CANARY}/", headers={"x-broadsheet-client": CANARY_IP, "user-agent": CANARY})
    text = client.get("/metrics", headers={"x-broadsheet-client": CANARY_IP}).content.decode()
    assert "django_http_requests_total_by_method_total" in text
    assert CANARY_IP not in text
    assert CANARY not in text
    assert "127.0.0.1" not in text


@pytest.mark.django_db
def test_the_figures_are_all_named_in_the_docs(client):
    page = (ROOT / "docs" / "reference" / "metrics.md").read_text("utf-8")
    ours = [name for name in families(client) if name.startswith("broadsheet_")]
    assert len(ours) >= 9
    assert [name for name in ours if f"`{name}" not in page] == []


@pytest.mark.django_db
def test_a_database_that_is_away_is_a_figure_and_not_a_failure(client, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError

    monkeypatch.setattr("broadsheet.press.figures.status", gone)
    found = families(client)
    assert found["broadsheet_database_answers"].samples[0].value == 0
    assert "broadsheet_press_pages" not in found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "status"), [("FULL", 200), ("NORMAL", 503), ("OFF", 503)], ids=["full", "normal", "off"]
)
def test_d1_readyz_says_whether_commits_are_durable(client, level, status):
    # Inside the test's transaction SQLite keeps the level of before, so it is asked through a connection of its own.
    import sqlite3

    with sqlite3.connect(":memory:") as own:
        own.execute(f"PRAGMA synchronous={level}")
        fault = fault_of(lambda sql: own.execute(sql).fetchone()[0], "sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "fault_of", lambda _ask, _vendor: fault)
        answer = client.get("/readyz")
    assert answer.status_code == status
    assert (b"synchronous" in answer.content) is (status == 503)
    assert connection.vendor == "sqlite"


@pytest.mark.parametrize("name", ["synchronous_commit", "fsync", "full_page_writes"])
def test_d1_a_postgresql_with_one_switch_off_is_named_by_it(name):
    switches = dict.fromkeys(("synchronous_commit", "fsync", "full_page_writes"), "on")
    assert fault_of(lambda sql: switches[sql.removeprefix("SHOW ")], "postgresql") is None
    switches[name] = "off"
    assert fault_of(lambda sql: switches[sql.removeprefix("SHOW ")], "postgresql") == f"PostgreSQL's {name} is off"


@pytest.mark.postgres
def test_d1_the_switches_are_asked_of_a_real_postgresql():
    import psycopg

    server = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    with psycopg.connect(f"{server}/postgres", options="-c synchronous_commit=on") as on:
        assert fault_of(lambda sql: on.execute(sql).fetchone()[0], "postgresql") is None
    with psycopg.connect(f"{server}/postgres", options="-c synchronous_commit=off") as off:
        assert (
            fault_of(lambda sql: off.execute(sql).fetchone()[0], "postgresql")
            == "PostgreSQL's synchronous_commit is off"
        )


LOSSY = """
import broadsheet.settings.links as links
links.SQLITE_START = links.SQLITE_START.replace("synchronous=FULL", "synchronous=OFF")
"""


@pytest.mark.parametrize(
    "words",
    [("up", "--port", "1"), ("work",), ("press", "run"), ("press", "loop")],
    ids=lambda words: " ".join(words[:2]),
)
def test_d1_nothing_starts_on_a_database_that_is_set_to_lose_data(words, lossy):
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", *words], env=lossy.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "The database is set to lose data: SQLite's synchronous is below FULL" in done.stderr
    assert "Traceback" not in done.stderr


def test_d1_the_same_newsroom_starts_with_a_durable_database(lossy):
    environment = {name: value for name, value in lossy.environment.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "press", "status"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_the_doctor_still_looks_at_it_and_says_what_is_wrong(lossy):
    done = lossy.command("doctor", check=False)
    assert done.returncode == 1
    assert re.search(r"BROKEN  database: Commits are not durable: SQLite's synchronous", done.stdout)


@pytest.fixture(scope="module")
def lossy(tmp_path_factory):
    """Return a newsroom whose every process finds SQLite set to lose data: what no setting of ours can do."""
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("lossy") / "n")
    patch = tmp_path_factory.mktemp("patch")
    (patch / "sitecustomize.py").write_text(LOSSY)
    newsroom.environment["PYTHONPATH"] = os.pathsep.join([str(patch), *filter(None, [os.environ.get("PYTHONPATH")])])
    return newsroom
