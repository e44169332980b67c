"""The database itself refuses to change or delete an entry of the moderation log.

SQLite makes a table anew when a later migration alters a column, and its triggers are gone then: such a migration
has to repeat `write_once`. A test looks for the triggers.
"""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "comments_moderationentry"
SENTENCE = "the moderation log is written once"
SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
"""


def write_once(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION.format(table=TABLE, sentence=SENTENCE))
    template = POSTGRESQL if is_postgresql else SQLITE
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(template.format(table=TABLE, name=event.lower(), event=event, sentence=SENTENCE))


def write_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    on_table = f" ON {TABLE}" if is_postgresql else ""
    for name in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{name}{on_table}")
    if is_postgresql:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    """Write once, read for good."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("comments", "0001_initial")]
    operations: ClassVar[list[migrations.RunPython]] = [migrations.RunPython(write_once, write_again)]
