"""One search table in place of two: a story's text is kept once, and a publication writes one row and not three."""

from __future__ import annotations

from typing import Any

from django.db import migrations

FTS5 = "fts5(public, desk, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = column)"
FORMER = ("desk_search_public", "desk_search_desk")


def merge(apps: Any, schema_editor: Any) -> None:
    """Make the table, and bring over what the two hold."""
    if schema_editor.connection.vendor == "sqlite":
        number, nothing = "rowid", "''"
        schema_editor.execute(f"CREATE VIRTUAL TABLE desk_search USING {FTS5}")
    else:
        number, nothing = "id", "''::tsvector"
        schema_editor.execute(
            "CREATE TABLE desk_search (id bigint PRIMARY KEY, public tsvector NOT NULL, desk tsvector NOT NULL)"
        )
    words = "{}.body" if number == "rowid" else "strip({}.body)"
    schema_editor.execute(
        f"INSERT INTO desk_search ({number}, public, desk)"
        f" SELECT d.{number}, coalesce({words.format('p')}, {nothing}), {words.format('d')}"
        f" FROM desk_search_desk d LEFT JOIN desk_search_public p ON p.{number} = d.{number}"
    )
    for table in FORMER:
        schema_editor.execute(f"DROP TABLE {table}")
    if number == "id":
        for column in ("public", "desk"):
            schema_editor.execute(f"CREATE INDEX desk_search_{column}_words ON desk_search USING gin ({column})")


def part(apps: Any, schema_editor: Any) -> None:
    """Make the two tables again."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    number = "rowid" if is_sqlite else "id"
    for table in FORMER:
        if is_sqlite:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING"
                " fts5(body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
            )
        else:
            schema_editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, body tsvector NOT NULL)")
    schema_editor.execute(
        f"INSERT INTO desk_search_public ({number}, body) SELECT {number}, public FROM desk_search WHERE public <> ''"
    )
    both = "public || char(10) || desk" if is_sqlite else "public || desk"
    schema_editor.execute(f"INSERT INTO desk_search_desk ({number}, body) SELECT {number}, {both} FROM desk_search")
    schema_editor.execute("DROP TABLE desk_search")
    if not is_sqlite:  # only now: its indexes have the same names
        for table in FORMER:
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (body)")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0010_alter_alarm_kind")]
    operations = [migrations.RunPython(merge, part)]
