"""The doctor says what is wrong and what to do, and stops at nothing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading

import pytest

from tests.running import RunningNewsroom, free_port

pytestmark = pytest.mark.xdist_group("doctor")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return RunningNewsroom(tmp_path_factory.mktemp("doctor") / "n")


def said(newsroom, **environment):
    """Return what the doctor says of each thing that is not good, and its exit status."""
    argv = [sys.executable, "-m", "broadsheet", "doctor", "--json"]
    done = subprocess.run(
        argv, env={**newsroom.environment, **environment}, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["check"]: row["advice"] for row in rows if row["state"] != "good"}, done.returncode


PREAMBLE = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.press.acts.note_backup import note_backup
from broadsheet.press.models import Page, PageJob
now = timezone.now()
"""
ILL = """
note_backup(made_at=now - timedelta(days=9), seal="a", size_bytes=1, is_encrypted=True)
Page.objects.create(path="/x/", status=200, digest="", rendered_at=now + timedelta(days=2))
PageJob.objects.create(path="/x/", asked_at=now - timedelta(minutes=700))
print("0")
"""
MENDED = """
from broadsheet.press.models import StaleKey
note_backup(made_at=now, seal="b", size_bytes=1, is_encrypted=True)
Page.objects.filter(path="/x/").delete()
PageJob.objects.all().delete()
StaleKey.objects.all().delete()
print("0")
"""


@pytest.fixture(scope="module")
def told(newsroom):
    """Return what the doctor says of a new newsroom, of one that is ill in three ways, and of the same when mended."""
    looks = [said(newsroom)[0]]
    for code in (ILL, MENDED):
        newsroom.python(PREAMBLE + code)
        looks.append(said(newsroom)[0])
    return looks


def test_a_backup_of_nine_days_ago_is_old_and_one_of_today_is_not(told):
    assert "There is none" in told[0]["backup"]
    assert "is 9 days old" in told[1]["backup"]
    assert "backup" not in told[2]


def test_a_clock_that_went_back_is_told(told):
    assert "Set it by NTP" in told[1]["clock"]
    assert "clock" not in told[2]


def test_what_waits_for_long_is_told(told):
    assert "has waited 700 min" in told[1]["queue"]
    assert "queue" not in told[2]


def test_o7_a_mail_server_that_never_answers_is_told_within_its_time(newsroom):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        assert "takes no mail" in said(newsroom, BROADSHEET_MAIL_URL=address)[0]["mail"]
    assert "takes no mail" in said(newsroom, BROADSHEET_MAIL_URL=f"smtp://127.0.0.1:{free_port()}")[0]["mail"]


def test_a_mail_server_without_tls_is_refused(newsroom):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            line, _ = server.accept()
            with line:
                line.sendall(b"220 here\r\n")
                while said_to_us := line.recv(1000):
                    line.sendall(b"221 bye\r\n" if said_to_us.startswith(b"QUIT") else b"250 here\r\n")

        threading.Thread(target=greet, daemon=True).start()
        address = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        assert "STARTTLS" in said(newsroom, BROADSHEET_MAIL_URL=address)[0]["mail"]


def test_a_store_that_cannot_be_written_is_broken(newsroom):
    pages = newsroom.folder / "data" / "pages"
    held = pages.rename(pages.with_name("held"))
    pages.write_text("a file where the folder was")
    try:
        found, status = said(newsroom)
    finally:
        pages.unlink()
        held.rename(pages)
    assert "The page store cannot be written" in found["store"]
    assert status == 1


def test_an_extra_that_a_setting_needs_and_that_is_missing_is_told(newsroom, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['c2pa'] = None\n")
    found, _ = said(newsroom, PYTHONPATH=str(tmp_path), BROADSHEET_PICTURES_CERTIFICATE_FILE="paper.pem")
    assert "broadsheet[c2pa]" in found.get("extras", "")


def test_a_database_that_is_away_stops_no_other_check(newsroom):
    found, status = said(newsroom, BROADSHEET_DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/none")
    assert "does not answer" in found["database"]
    assert status == 1
