"""The tests of pictures that lean on the database, once more on PostgreSQL: locks, ranges, likenesses, lists, uses.

In a process of its own, because a run of pytest has one database.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.postgres]
SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
FILES = (
    "tests/photos/acts/test_settle_rights.py",
    "tests/photos/acts/test_end_rights.py",
    "tests/photos/test_near.py",
    "tests/desk/acts/test_note_uses.py",
    "tests/desk/screens/test_picture_list.py",
    "tests/reader/test_large_archive.py",
)
OF_SQLITE = "not index and not cost and not share_a_key and not shares_a_key"
"""What asks SQLite how it goes about a query, and what asks no database at all."""


def test_rights_likenesses_lists_and_uses_are_what_they_are_on_sqlite() -> None:
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = {**chosen, "BROADSHEET_TEST_DATABASE": f"{SERVER}/broadsheet_photos_{os.getpid()}"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", OF_SQLITE]

    done = subprocess.run([*command, *FILES], check=False, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 60
