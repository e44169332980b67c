"""What the photo desk asks by: whether a credit names somebody, what looks alike, and the words to search."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from broadsheet.core.credit import CreditChain
from broadsheet.photos.search import TABLE, text_of

STEP = 500


def read_chains(apps: Any, schema_editor: Any) -> None:
    """Mark the pictures whose credit names somebody, in steps."""
    Picture = apps.get_model("photos", "Picture")
    alias = schema_editor.connection.alias
    complete: list[int] = []
    for number, chain in Picture.objects.using(alias).values_list("pk", "credit_chain").iterator(chunk_size=STEP):
        if CreditChain.from_json(chain or []).is_complete:
            complete.append(number)
    for at in range(0, len(complete), STEP):
        some = Picture.objects.using(alias).filter(pk__in=complete[at : at + STEP])
        some.update(credit_is_complete=True)


def make_search(apps: Any, schema_editor: Any) -> None:
    """Make the full-text table and fill it."""
    if schema_editor.connection.vendor == "sqlite":
        tokens = "unicode61 remove_diacritics 0"
        schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5(body, tokenize = '{tokens}', prefix = '2 3')")
        sql = f"INSERT INTO {TABLE} (rowid, body) VALUES (%s, %s)"
    else:
        schema_editor.execute(f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, body tsvector NOT NULL)")
        schema_editor.execute(f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (body)")
        sql = f"INSERT INTO {TABLE} (id, body) VALUES (%s, to_tsvector('simple', %s))"
    pictures = apps.get_model("photos", "Picture").objects.using(schema_editor.connection.alias)
    with schema_editor.connection.cursor() as cursor:
        for picture in pictures.iterator(chunk_size=STEP):
            cursor.execute(sql, [picture.pk, text_of(picture)])


def drop_search(apps: Any, schema_editor: Any) -> None:
    """Undo it."""
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("photos", "0004_rights_and_credentials")]
    operations = [
        migrations.AddField(
            "picture", "credit_is_complete", models.BooleanField(default=False, editable=False)
        ),
        migrations.CreateModel(
            name="LikenessKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveIntegerField()),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="likeness_keys",
                        to="photos.picture",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "picture"), name="one_likeness_key_a_picture")
                ]
            },
        ),
        migrations.CreateModel(
            name="NearPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("distance", models.PositiveSmallIntegerField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="photos.picture"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="photos.picture"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="one_pair_of_two_pictures"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="older_picture_first"
                    ),
                ]
            },
        ),
        migrations.RunPython(read_chains, migrations.RunPython.noop),
        migrations.RunPython(make_search, drop_search),
    ]
