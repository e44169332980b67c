"""Rights settled in steps, copies tried again later, bars that end by themselves, and what the photo desk counts by."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def note_states(apps: Any, schema_editor: Any) -> None:
    """Note who owes an alt text, and that copies which could not be made were tried once; two statements."""
    pictures = apps.get_model("photos", "Picture").objects.using(schema_editor.connection.alias)
    told = models.Q(is_decorative=True) | (~models.Q(alt_text="") & models.Q(alt_text_is_caption=False))
    pictures.filter(told).update(owes_alt_text=False)
    pictures.filter(copies_state="failed").update(copies_tries=1)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("photos", "0005_photo_desk")]
    operations = [
        migrations.CreateModel(
            name="RightsSettling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(blank=True, max_length=120, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("cursor", models.BigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveIndex(
            model_name="picture",
            name="picture_copies_due",
        ),
        migrations.AddField(
            model_name="picture",
            name="copies_due_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="picture",
            name="copies_tries",
            field=models.PositiveSmallIntegerField(db_index=True, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="picture",
            name="is_awaited",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="picture",
            name="owes_alt_text",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name="picture",
            name="settles_at",
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="nearpair",
            index=models.Index(fields=["settled_at", "first"], name="open_pair_first"),
        ),
        migrations.AddIndex(
            model_name="nearpair",
            index=models.Index(fields=["settled_at", "second"], name="open_pair_second"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["copies_state", "copies_due_at", "id"], name="picture_copies_due"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["id"], condition=models.Q(("credit_is_complete", False)), name="picture_credit_missing"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["id"], condition=models.Q(("owes_alt_text", True)), name="picture_alt_text_owed"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["embargoed_until"], condition=models.Q(("is_awaited", True)), name="picture_awaited"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["provider", "id"], name="picture_of_provider"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["provider", "credit_line"], name="picture_line_of_provider"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["title", "id"], name="picture_by_title"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["withdrawn_at"], condition=models.Q(("withdrawn_at__isnull", False)), name="picture_killed"),
        ),
        migrations.RunPython(note_states, migrations.RunPython.noop),
    ]
