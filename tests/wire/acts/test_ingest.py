"""How a folder is ingested: quicker than file by file, and as durable."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from broadsheet.wire.acts.ingest import PAGES_A_CHECKPOINT, ingest
from broadsheet.wire.models import Feed
from tests.wire.sending import item

pytestmark = pytest.mark.django_db


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute(f"PRAGMA {name}").fetchone()[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite's")
def test_sqlites_log_may_grow_while_each_commit_syncs_as_before(feed: Feed, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(item("a"))
    before = pragma("synchronous")
    outcomes = [one for batch in ingest([tmp_path / "a.json"], feed=feed, clock=lambda: now) for one in batch]
    assert [received.result for _, of_file in outcomes for received in of_file] == ["new"]
    assert (pragma("wal_autocheckpoint"), pragma("synchronous")) == (PAGES_A_CHECKPOINT, before)
