"""Which stories use a picture, and which pictures readers still see somewhere when a story goes."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import ReferenceIndex

from broadsheet.desk.models import Author, StandingPage, Story
from broadsheet.photos.models import Picture


def stories_with(picture: Picture) -> QuerySet[Story]:
    """Return the stories that use the picture as they are in the database: as lead picture or in the body."""
    return Story.objects.filter(Q(lead_picture=picture) | Q(pk__in=_users(picture, Story))).order_by("pk")


def no_longer_shown(pictures: Iterable[Picture], *, without: int) -> list[Picture]:
    """Return the pictures that no live story but ``without``, no author and no live standing page shows."""
    return [picture for picture in pictures if not _is_shown(picture, without)]


def pictures_of(story: Story) -> list[Picture]:
    """Return the lead picture and the pictures of the body, each once."""
    found = {story.lead_picture_id: story.lead_picture} if story.lead_picture else {}
    for block in story.body:
        if block.block_type == "picture" and block.value.get("picture"):
            found[block.value["picture"].pk] = block.value["picture"]
    return list(found.values())


def _is_shown(picture: Picture, without: int) -> bool:
    return (
        stories_with(picture).filter(live=True).exclude(pk=without).exists()
        or Author.objects.filter(picture=picture).exists()
        or StandingPage.objects.live().filter(pk__in=_users(picture, StandingPage)).exists()
    )


def _users(picture: Picture, model: type) -> list[int]:
    kind = ContentType.objects.get_for_model(model)
    rows = ReferenceIndex.get_references_to(picture).filter(content_type=kind)
    return [int(number) for number in rows.values_list("object_id", flat=True).distinct()]
