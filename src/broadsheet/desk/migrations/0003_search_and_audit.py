"""The search index of either engine, and the lock on the audit log."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("desk_search_public", "desk_search_desk")


def create(apps: Any, schema_editor: Any) -> None:
    """Make the full-text tables and the triggers."""
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            tokens = "unicode61 remove_diacritics 0"
            schema_editor.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(body, tokenize = '{tokens}', prefix = '2 3')")
        else:
            schema_editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, body tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (body)")
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER desk_audit_no_{verb.lower()} BEFORE {verb} ON desk_auditentry"
                " BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
            )
    else:
        schema_editor.execute(
            "CREATE FUNCTION desk_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER desk_audit_refuse BEFORE UPDATE OR DELETE ON desk_auditentry"
            " FOR EACH ROW EXECUTE FUNCTION desk_audit_refuse()"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    """Undo it."""
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER desk_audit_no_{verb}")
    else:
        schema_editor.execute("DROP TRIGGER desk_audit_refuse ON desk_auditentry")
        schema_editor.execute("DROP FUNCTION desk_audit_refuse()")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0002_stories")]
    operations = [migrations.RunPython(create, remove)]
