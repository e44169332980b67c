"""The credit chain of a picture, the addresses of its licence, and what contracts ask; existing pictures are read."""

from __future__ import annotations

from typing import Any

import django.core.validators
import django.db.models.functions.text
from django.db import migrations, models

from broadsheet.core.credit import chain_from

FIELDS = ("creator", "credit_line", "source", "copyright_notice", "caption")


def read_chains(apps: Any, schema_editor: Any) -> None:
    """Read the chain of every picture that is there, in steps of 500."""
    Picture = apps.get_model("photos", "Picture")
    step: list[Any] = []
    for picture in Picture.objects.using(schema_editor.connection.alias).only(*FIELDS).iterator(chunk_size=500):
        picture.credit_chain = chain_from(**{name: getattr(picture, name) for name in FIELDS}).to_json()
        step.append(picture)
        if len(step) == 500:
            Picture.objects.using(schema_editor.connection.alias).bulk_update(step, ["credit_chain"])
            step = []
    if step:
        Picture.objects.using(schema_editor.connection.alias).bulk_update(step, ["credit_chain"])


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_withdrawn_kill")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="source",
            field=models.CharField(
                blank=True,
                default="",
                help_text="IPTC's Source, where it is neither creator nor provider",
                max_length=255,
                verbose_name="origin",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="picture",
            name="credit_chain",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="credit chain"),
        ),
        migrations.AddField(
            model_name="picture",
            name="alt_text_is_caption",
            field=models.BooleanField(default=False, editable=False, verbose_name="caption stands in for alt text"),
        ),
        migrations.AddField(
            model_name="picture",
            name="license_url",
            field=models.CharField(
                blank=True,
                default="",
                max_length=500,
                validators=[django.core.validators.URLValidator(["http", "https"])],
                verbose_name="address of the licence",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="picture",
            name="acquire_url",
            field=models.CharField(
                blank=True,
                default="",
                max_length=500,
                validators=[django.core.validators.URLValidator(["http", "https"])],
                verbose_name="where a licence can be had",
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ProviderContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As pictures name their provider: NTB, AP", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "asks_credit_line",
                    models.BooleanField(
                        default=True,
                        help_text=(
                            "No picture of theirs is published without the credit line, even if its creator is named."
                        ),
                        verbose_name="asks for the credit line",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture contract",
                "verbose_name_plural": "picture contracts",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="one_contract_a_provider",
                        violation_error_message="There is a contract already.",
                    )
                ],
            },
        ),
        migrations.RunPython(read_chains, migrations.RunPython.noop),
    ]
