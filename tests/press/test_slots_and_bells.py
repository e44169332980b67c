"""Slots that are let go when their holder dies, bells that wake, measures that add up, and what `status` says."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from broadsheet.press import measures
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.errors import NoSlotError
from broadsheet.press.lock import SESSIONS, if_free, is_press_running, take_slot
from broadsheet.press.measures import BUCKETS, Counts, keep_measures, observe_live, observe_pages, summed
from broadsheet.press.models import PageJob
from broadsheet.press.status import is_up_to_date, left_to_do, status
from broadsheet.press.wake import hang_bell, wake
from broadsheet.press.worker import hire
from tests.press.acts.pressing import job
from tests.running import wait_until

HOLDER = """
import fcntl, sys, time
file = open(sys.argv[1], "a"); fcntl.flock(file, fcntl.LOCK_EX); print("held", flush=True); time.sleep(60)
"""
postgres_alone = pytest.mark.skipif(connection.vendor != "postgresql", reason="sessions are the slots of PostgreSQL")
sqlite_alone = pytest.mark.skipif(connection.vendor != "sqlite", reason="files are the slots of SQLite")


@pytest.mark.django_db
def test_two_slots_are_two_numbers_and_free_when_they_are_let_go():
    with take_slot() as first, take_slot() as second:
        assert first.number != second.number
        assert first.is_ours() and second.is_ours()
        with if_free(second.number) as free:
            assert not free
    wait_until(lambda: is_free(second.number))  # a server notices the end of a session a little later


def is_free(number):
    with if_free(number) as free:
        return free


@sqlite_alone
@pytest.mark.django_db
def test_the_lowest_file_that_is_free_is_the_next_slot():
    with take_slot() as first, take_slot() as second:
        assert (first.number, second.number) == (1, 2)
    with take_slot() as third:
        assert third.number == 1


@postgres_alone
@pytest.mark.django_db
def test_a_number_of_a_session_is_not_used_twice():
    with take_slot() as first:
        pass
    with take_slot() as second:
        assert second.number != first.number
        assert all(number in SESSIONS for number in (first.number, second.number))


@postgres_alone
@pytest.mark.django_db
def test_a_session_that_was_cut_off_is_noticed_by_its_press():
    with take_slot() as slot:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [slot.session.connection.info.backend_pid])
        assert not slot.is_ours()
        with if_free(slot.number) as free:
            assert free


@sqlite_alone
@pytest.mark.django_db
def test_when_every_slot_is_taken_that_is_said(monkeypatch):
    monkeypatch.setattr("broadsheet.press.lock.SLOTS", range(1, 2))
    with take_slot(), pytest.raises(NoSlotError), take_slot():
        pass


@sqlite_alone
@pytest.mark.django_db
def test_a_killed_holders_slot_is_free_at_once():
    root = Path(django_settings.RUN_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-c", HOLDER, str(root / "press-1.lock")]
    holder = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    holder.stdout.readline()
    with if_free(1) as free:
        assert not free
    holder.kill()
    holder.wait(10)
    holder.stdout.close()
    with if_free(1) as free:
        assert free


@sqlite_alone  # on PostgreSQL the answer holds its lock to the end of the test's transaction; `press run` shows it there
@pytest.mark.django_db
def test_one_can_ask_whether_a_press_runs():
    assert not is_press_running()
    with take_slot() as slot, take_slot() as other:
        assert not is_press_running()
        slot.share_loops()
        other.share_loops()
        assert is_press_running()
    assert not is_press_running()


@sqlite_alone
@pytest.mark.django_db
def test_a_commit_rings_every_bell_and_not_before(django_capture_on_commit_callbacks):
    with take_slot() as first, take_slot() as second, hang_bell(first) as one, hang_bell(second) as two:
        with django_capture_on_commit_callbacks(execute=True):
            mark_stale(["front"])
            assert not two.has_rung()
        one.wait(30)
        assert two.has_rung()
        assert not one.has_rung()
        assert not two.has_rung()


@pytest.mark.django_db
def test_ringing_where_nobody_listens_is_no_fault():
    wake()


@pytest.fixture
def fresh_counts(monkeypatch):
    monkeypatch.setattr(measures, "_fresh", Counts())
    monkeypatch.setattr(measures, "_kept_at", -measures.KEEP_SECONDS)


@pytest.mark.django_db
def test_measures_of_two_presses_and_of_two_lives_add_up(fresh_counts, monkeypatch):
    for slot, seconds in ((1, 0.02), (2_000_002, 0.02), (1, 99.0)):
        observe_live(seconds)
        observe_pages(pressed=2, failed=1)
        monkeypatch.setattr(measures, "_kept_at", -measures.KEEP_SECONDS)
        keep_measures(slot)
    total = summed()
    assert (total.buckets[BUCKETS.index(0.025)], total.buckets[-1]) == (2, 1)
    assert (total.seconds, total.pages, total.failed) == (pytest.approx(99.04), 6, 3)


@pytest.mark.django_db
def test_nothing_new_and_too_soon_write_nothing(fresh_counts, django_assert_num_queries):
    with django_assert_num_queries(0):
        keep_measures(1)
    observe_live(0.1)
    keep_measures(1)
    observe_live(0.1)
    with django_assert_num_queries(0):
        keep_measures(1)


@pytest.mark.django_db
def test_the_status_counts_keys_and_jobs_and_names_the_last_error():
    now = timezone.now()
    job("/a/", asked_at=now - timedelta(seconds=30))
    job("/b/", attempts=3, error="ink is out", not_before=now + timedelta(minutes=1), asked_at=now)
    mark_stale(["front"])
    told = status(now)
    assert (told["stale_keys"], told["failing_pages"], told["oldest_stale_seconds"]) == (3, 1, 30.0)
    assert told["last_error"] == "/b/: ink is out"
    assert left_to_do(now) == 2


@pytest.mark.django_db
def test_a_page_that_waits_for_its_next_try_does_not_keep_the_press_from_being_done():
    now = timezone.now()
    failed = job(attempts=1, error="x", not_before=now + timedelta(minutes=1))
    assert is_up_to_date(now)
    assert not is_up_to_date(now + timedelta(minutes=2))
    PageJob.objects.filter(pk=failed.pk).update(attempts=0)
    assert not is_up_to_date(now)


@pytest.mark.django_db
def test_a_hired_press_knows_its_edition():
    with hire() as worker:
        assert worker.edition() == 1
