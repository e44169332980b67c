"""A migration on SQLite looks for broken references where it may have broken one, and not in the whole archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.test.utils import CaptureQueriesContext

from broadsheet.settings.sqlite3.touched import Touched, tables_to_look_at
from tests.desk.engines import empty_database

pytestmark = pytest.mark.django_db
REFERENCES = {"story": [("section", "id"), ("picture", "id")], "use": [("picture", "id")], "section": [], "picture": []}
ROWS = 20_000


@pytest.mark.parametrize(
    ("sql", "looked_at"),
    [
        ('ALTER TABLE "story" ADD COLUMN "x" integer NULL', []),
        ('CREATE INDEX "by_x" ON "story" ("x")', []),
        ('INSERT INTO "new__picture" ("id") SELECT "id" FROM "picture"', ["picture"]),
        ('UPDATE "story" SET "section_id" = %s WHERE "id" = %s', ["story"]),
        ('UPDATE "picture" SET "text" = %s WHERE "id" = 3', ["picture"]),
        ('UPDATE "picture" SET "id" = "id" + 1', ["picture", "story", "use"]),
        ('DELETE FROM "section" WHERE "id" = 1', ["story"]),
        ('INSERT OR REPLACE INTO "section" VALUES (1)', ["section", "story"]),
        ("WITH a AS (SELECT 1) DELETE FROM section", None),
    ],
)
def test_a_statement_says_which_tables_are_looked_at(sql: str, looked_at: list[str] | None) -> None:
    touched = Touched()
    touched.hear(sql)
    assert tables_to_look_at(touched, REFERENCES) == looked_at


def test_what_refers_to_a_table_that_is_gone_is_looked_at() -> None:
    left = {name: to for name, to in REFERENCES.items() if name != "section"}
    assert tables_to_look_at(Touched(), left) == ["story"]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Any]:
    """Give a database with twenty thousand stories in one section."""
    with empty_database("sqlite", tmp_path) as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE TABLE section (id integer PRIMARY KEY)")
        cursor.execute("CREATE TABLE story (id integer PRIMARY KEY, section_id integer REFERENCES section (id))")
        cursor.execute("INSERT INTO section VALUES (1)")
        cursor.execute(
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < %s)"
            " INSERT INTO story SELECT id, 1 FROM n",
            [ROWS],
        )
        yield connection


def test_a_migration_that_changes_no_row_of_the_archive_reads_none(archive: Any) -> None:
    with CaptureQueriesContext(archive) as asked, archive.schema_editor(atomic=False) as editor:
        editor.execute("ALTER TABLE story ADD COLUMN x integer NULL")
        editor.execute("INSERT INTO section VALUES (2)")
    checks = [row["sql"] for row in asked if "foreign_key_check" in row["sql"]]
    assert checks == ['PRAGMA foreign_key_check("section")']


@pytest.mark.parametrize(
    "breaking", ["DELETE FROM section", "UPDATE story SET section_id = 9 WHERE id = 7", "UPDATE section SET id = 5"]
)
def test_a_migration_that_breaks_a_reference_fails(archive: Any, breaking: str) -> None:
    with pytest.raises(IntegrityError, match="story"), archive.schema_editor(atomic=False) as editor:
        editor.execute(breaking)


def test_outside_of_migrations_every_table_is_looked_at(archive: Any) -> None:
    cursor = archive.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("DELETE FROM section")
    with pytest.raises(IntegrityError, match="story"):
        archive.check_constraints()
