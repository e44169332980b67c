"""The indexes that somebody asks, and columns that PostgreSQL compresses quickly or not at all.

By hand, because Django drops an index of a field on SQLite by copying the table: of a large wire, gigabytes. An index
on a foreign key that begins another index, and PostgreSQL's second one on a text for `LIKE`, are asked by nobody.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import NotSupportedError, migrations, models, transaction

UNUSED = {
    "wire_delivery": {("sha256",)},
    "wire_dispatchrecord": {("feed_id",), ("group_id",), ("previous_id",), ("item_guid",), ("group_id", "id")},
    "wire_rawbytes": {("sha256",)},
}


def drop_unused(apps: Any, schema_editor: Any) -> None:
    """Drop the indexes over just these columns that enforce nothing."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for table, columns in UNUSED.items():
            for name, found in connection.introspection.get_constraints(cursor, table).items():
                enforces = found["primary_key"] or found["unique"] or found["check"] or found["foreign_key"]
                if found["index"] and not enforces and tuple(found["columns"]) in columns:
                    schema_editor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def compress_quickly(apps: Any, schema_editor: Any) -> None:
    """Have PostgreSQL compress by LZ4 where it can, and not try what is compressed already; for rows to come."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("ALTER TABLE wire_rawbytes ALTER COLUMN data SET STORAGE EXTERNAL")
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("ALTER TABLE wire_dispatchrecord ALTER COLUMN data SET COMPRESSION lz4")
            schema_editor.execute("ALTER TABLE wire_search ALTER COLUMN body SET COMPRESSION lz4")
    except NotSupportedError:
        pass  # a server that was built without it goes on as before


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("wire", "0003_ingest")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_unused, migrations.RunPython.noop)],
            state_operations=[
                migrations.RemoveIndex(model_name="dispatchrecord", name="wire_by_group"),
                migrations.AlterField(
                    model_name="delivery", name="sha256", field=models.CharField(max_length=64)
                ),
                migrations.AlterField(
                    model_name="dispatchrecord",
                    name="feed",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="wire.feed",
                        verbose_name="feed",
                    ),
                ),
                migrations.AlterField(
                    model_name="dispatchrecord",
                    name="group",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dispatches",
                        to="wire.dispatchgroup",
                    ),
                ),
                migrations.AlterField(
                    model_name="dispatchrecord",
                    name="item_guid",
                    field=models.CharField(blank=True, max_length=500, verbose_name="item"),
                ),
                migrations.AlterField(
                    model_name="dispatchrecord",
                    name="previous",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="next_versions",
                        to="wire.dispatchrecord",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="delivery", index=models.Index(fields=["sha256"], name="wire_delivery_by_digest")
        ),
        migrations.AddIndex(
            model_name="dispatchrecord",
            index=models.Index(
                condition=models.Q(("group__isnull", False)), fields=["group", "-id"], name="wire_by_group"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatchrecord",
            index=models.Index(
                condition=models.Q(("previous__isnull", False)), fields=["previous"], name="wire_by_previous"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatchrecord", index=models.Index(fields=["item_guid"], name="wire_by_item")
        ),
        migrations.AddIndex(
            model_name="dispatchrecord", index=models.Index(fields=["language", "-id"], name="wire_by_language")
        ),
        migrations.AddIndex(
            model_name="dispatchrecord", index=models.Index(fields=["kind", "-id"], name="wire_by_kind")
        ),
        migrations.AddIndex(
            model_name="dispatchrecord",
            index=models.Index(condition=models.Q(("pubstatus", "canceled")), fields=["-id"], name="wire_kills"),
        ),
        migrations.RunPython(compress_quickly, migrations.RunPython.noop),
    ]
