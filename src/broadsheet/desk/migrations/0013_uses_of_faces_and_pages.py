"""Faces of authors and pictures on standing pages count as uses; those that readers see today are noted.

A face since today, because no older day is known; a page's pictures since its first publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from broadsheet.core.credit import CreditChain

PLACES = [("lead", "lead"), ("body", "in the text"), ("face", "face of an author"), ("page", "on a standing page")]


def note(apps: Any, schema_editor: Any) -> None:
    """Open a use for every face and every picture on a live standing page; authors and pages are few."""
    alias = schema_editor.connection.alias
    uses = apps.get_model("desk", "PictureUse").objects.using(alias)
    pictures = apps.get_model("photos", "Picture").objects.using(alias).filter(withdrawn_at=None, ended_at=None)
    for number, values in (*_faces(apps, alias), *_pages(apps, alias)):
        if picture := pictures.filter(pk=number).first():
            credit = CreditChain.from_json(picture.credit_chain or []).text[:500]
            uses.create(
                picture_id=number, provider=picture.provider, guid=picture.guid, credit=credit, **values
            )


def _faces(apps: Any, alias: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for author in apps.get_model("desk", "Author").objects.using(alias).filter(picture__isnull=False):
        told = {"address": f"/authors/{author.slug}/", "headline": author.name}
        yield author.picture_id, {"author_id": author.pk, "place": "face", "since": timezone.now(), **told}


def _pages(apps: Any, alias: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for page in apps.get_model("desk", "StandingPage").objects.using(alias).filter(live=True):
        address = "/" + "/".join(page.url_path.strip("/").split("/")[1:]) + "/"
        told = {"address": address, "headline": page.title, "since": page.first_published_at or timezone.now()}
        found = [block["value"].get("picture") for block in page.body.raw_data if block["type"] == "picture"]
        for number in dict.fromkeys(one for one in found if isinstance(one, int)):
            yield number, {"page_id": page.pk, "place": "page", **told}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0012_list_indexes"), ("photos", "0006_rights_in_steps")]
    operations = [
        migrations.RemoveConstraint("pictureuse", "place_is_known"),
        migrations.AddField(
            "pictureuse",
            "author",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="picture_uses",
                to="desk.author",
            ),
        ),
        migrations.AddField(
            "pictureuse",
            "page",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="picture_uses",
                to="desk.standingpage",
            ),
        ),
        migrations.AlterField(
            "pictureuse", "place", models.CharField(choices=PLACES, max_length=8, verbose_name="place")
        ),
        migrations.AddConstraint(
            "pictureuse",
            models.UniqueConstraint(
                condition=models.Q(("author__isnull", False), ("until", None)),
                fields=("picture", "author"),
                name="one_open_use_as_a_face",
            ),
        ),
        migrations.AddConstraint(
            "pictureuse",
            models.UniqueConstraint(
                condition=models.Q(("page__isnull", False), ("until", None)),
                fields=("picture", "page"),
                name="one_open_use_on_a_page",
            ),
        ),
        migrations.AddConstraint(
            "pictureuse",
            models.CheckConstraint(
                condition=models.Q(("place__in", ["lead", "body", "face", "page"])), name="place_is_known"
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
