"""Which stories use a picture, and which pictures readers still see somewhere when a story goes."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

from broadsheet.desk.blocks import pictures_in
from broadsheet.desk.models import Author, StandingPage, Story
from broadsheet.photos.models import Picture


def stories_with(picture: Picture) -> QuerySet[Story]:
    """Return the stories that use the picture as they are in the database: as lead picture or in the body."""
    return Story.objects.filter(Q(lead_picture=picture) | Q(pk__in=_users(picture, Story))).order_by("pk")


def pages_with(picture: Picture) -> QuerySet[StandingPage]:
    """Return the live standing pages that show the picture, as the reference index knows them."""
    found: QuerySet[StandingPage] = StandingPage.objects.live().filter(pk__in=_users(picture, StandingPage))
    return found


def owing_alt_text() -> QuerySet[Story]:
    """Return the live stories with a picture that nobody has written an alt text for, or marked as decorative."""
    owing = Picture.objects.filter(owes_alt_text=True)
    rows = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(Story),
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id__in=owing.annotate(text=Cast("pk", CharField())).values("text"),
    )
    users = rows.annotate(number=Cast("object_id", BigIntegerField())).values("number")
    return Story.objects.filter(Q(lead_picture__in=owing.values("pk")) | Q(pk__in=users), live=True)


def no_longer_shown(pictures: Iterable[Picture], *, without: int) -> list[Picture]:
    """Return the pictures that no live story but ``without``, no author and no live standing page shows."""
    return [picture for picture in pictures if not _is_shown(picture, without)]


def pictures_of(story: Story) -> list[Picture]:
    """Return the lead picture and the pictures of the body, those of galleries too, each once; one query for the body's."""
    lead = story.lead_picture
    numbers = dict.fromkeys(
        picture.number for picture in pictures_in(story.body) if not lead or picture.number != lead.pk
    )
    found = Picture.objects.in_bulk(numbers) if numbers else {}
    return [*([lead] if lead else []), *(found[number] for number in numbers if number in found)]


def _is_shown(picture: Picture, without: int) -> bool:
    return (
        stories_with(picture).filter(live=True).exclude(pk=without).exists()
        or Author.objects.filter(picture=picture).exists()
        or pages_with(picture).exists()
    )


def _users(picture: Picture, model: type) -> list[int]:
    kind = ContentType.objects.get_for_model(model)
    rows = ReferenceIndex.get_references_to(picture).filter(content_type=kind)
    return [int(number) for number in rows.values_list("object_id", flat=True).distinct()]
