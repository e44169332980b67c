"""Items and their newest versions, the further names of items, and the wire's search index in either engine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import migrations, models
from django.db.models import F

from broadsheet.wire.quick_json import QuickDecoder, QuickEncoder

TABLE = "wire_search"
FIELDS = ("headline", "slugline", "byline", "located", "abstract", "body_text", "caption")
ROWS = 500


def know_items(apps: Any, schema_editor: Any) -> None:
    """Give what has come so far its item, its newest version, and the mark that nobody has to act on it."""
    records = apps.get_model("wire", "DispatchRecord").objects
    records.update(item_guid=F("guid"), handled_at=F("received_at"), is_latest=False)
    newest = list(newest_of_each(records))
    for start in range(0, len(newest), ROWS):
        records.filter(pk__in=newest[start : start + ROWS]).update(is_latest=True)


def newest_of_each(records: Any) -> Iterator[int]:
    """Yield the number of the newest version of each guid: by time, then by number, then by arrival."""
    rows = records.order_by("guid", "pk").values_list("guid", "pk", "version_created", "version")
    latest: tuple[str, int, datetime | None, str] | None = None
    for row in rows.iterator():
        if latest is not None and row[0] != latest[0]:
            yield latest[1]
        if latest is None or row[0] != latest[0] or not is_older(row, latest):
            latest = row
    if latest is not None:
        yield latest[1]


def is_older(row: Any, other: Any) -> bool:
    """Return whether a version comes before another one, as `wire/identity.py` has it."""
    if row[2] and other[2] and row[2] != other[2]:
        return bool(row[2] < other[2])
    return row[3].isdecimal() and other[3].isdecimal() and int(row[3]) < int(other[3])


def make_search(apps: Any, schema_editor: Any) -> None:
    """Make the full-text table and fill it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(body, content = '', detail = 'none',"
            " tokenize = 'unicode61 remove_diacritics 0')"
        )
        sql = f"INSERT INTO {TABLE} (rowid, body) VALUES (%s, %s)"
    else:
        schema_editor.execute(f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, body tsvector NOT NULL)")
        schema_editor.execute(f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (body)")
        sql = f"INSERT INTO {TABLE} (id, body) VALUES (%s, to_tsvector('simple', %s))"
    records = apps.get_model("wire", "DispatchRecord").objects
    with schema_editor.connection.cursor() as cursor:
        for number, data in records.order_by("pk").values_list("pk", "data").iterator(ROWS):
            cursor.execute(sql, [number, text_of(data)])


def text_of(data: Any) -> str:
    """Return what is searched of an item, as `wire/search.py` has it."""
    text = "\n".join([*(data[name] for name in FIELDS if data.get(name)), " ".join(data.get("keywords") or ())])
    return unicodedata.normalize("NFC", text[:100_000]).replace("\x00", " ")


def drop_search(apps: Any, schema_editor: Any) -> None:
    """Undo it."""
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("wire", "0002_feeds_items_hours")]
    operations = [
        migrations.CreateModel(
            name="ItemAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guid", models.CharField(max_length=500, unique=True, verbose_name="guid")),
                ("item_guid", models.CharField(db_index=True, max_length=500, verbose_name="item")),
            ],
            options={"verbose_name": "further name of an item", "verbose_name_plural": "further names of items"},
        ),
        migrations.RunPython(know_items, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dispatchrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_latest", True), models.Q(("item_guid", ""), _negated=True)),
                fields=("item_guid",),
                name="wire_one_latest_version",
            ),
        ),
        migrations.SeparateDatabaseAndState(  # nothing changes in the table
            state_operations=[
                migrations.AlterField(
                    model_name="dispatchrecord",
                    name="data",
                    field=models.JSONField(encoder=QuickEncoder, decoder=QuickDecoder),
                )
            ]
        ),
        migrations.RunPython(make_search, drop_search),
    ]
