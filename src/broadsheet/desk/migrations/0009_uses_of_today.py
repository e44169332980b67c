"""The pictures that readers see today are noted as in use, since their story's first publication: no older day is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.utils import timezone

from broadsheet.core.credit import CreditChain

STEP = 200


def note(apps: Any, schema_editor: Any) -> None:
    """Open a use for every picture in every live story, in steps."""
    alias = schema_editor.connection.alias
    PictureUse = apps.get_model("desk", "PictureUse")
    stories = apps.get_model("desk", "Story").objects.using(alias).filter(live=True).order_by("pk")
    last = 0
    while step := list(stories.filter(pk__gt=last)[:STEP]):
        last = step[-1].pk
        PictureUse.objects.using(alias).bulk_create(list(_uses(apps, alias, step)), ignore_conflicts=True)


def _uses(apps: Any, alias: str, stories: list[Any]) -> Iterator[Any]:
    PictureUse = apps.get_model("desk", "PictureUse")
    numbers = {story.pk: [story.pk] for story in stories}
    addresses = apps.get_model("desk", "StoryAddress").objects.using(alias).filter(current=True, story__in=numbers)
    paths = dict(addresses.values_list("story_id", "path"))
    places = {story.pk: list(dict.fromkeys(_places(story))) for story in stories}
    wanted = {number for found in places.values() for _place, number in found}
    pictures = apps.get_model("photos", "Picture").objects.using(alias).filter(pk__in=wanted, withdrawn_at=None)
    seen = {picture.pk: picture for picture in pictures}
    for story in stories:
        for place, number in places[story.pk]:
            if picture := seen.get(number):
                yield PictureUse(
                    picture_id=number,
                    story_id=story.pk,
                    place=place,
                    since=story.first_published_at or timezone.now(),
                    provider=picture.provider,
                    guid=picture.guid,
                    credit=CreditChain.from_json(picture.credit_chain or []).text[:500],
                    address=paths.get(story.pk, ""),
                    headline=story.headline,
                )


def _places(story: Any) -> Iterator[tuple[str, int]]:
    if story.lead_picture_id:
        yield "lead", story.lead_picture_id
    for block in story.body.raw_data:
        number = block["value"].get("picture") if block["type"] == "picture" else None
        if isinstance(number, int):
            yield "body", number


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0008_said")]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
