"""Stories as other pages show them: a bounded number of queries, however many cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from broadsheet.comments.reading import counts
from broadsheet.core import keys
from broadsheet.desk.models import Story, StoryAddress
from broadsheet.photos.models import Picture as PictureRow
from broadsheet.reader.loading.parts import Writer, writers_of
from broadsheet.reader.loading.pictures import load_pictures
from broadsheet.reader.values import Card, Picture

#: What a card shows; the body stays in the database.
FIELDS = ("headline", "standfirst", "form", "byline", "language", "first_published_at", "lead_picture")


def readable() -> QuerySet[Any]:
    """Return the stories that anyone may read, newest first, each with its ``path``."""
    current = StoryAddress.objects.filter(story=OuterRef("pk"), current=True).values("path")[:1]
    stories = Story.objects.filter(live=True, killed_at=None, first_published_at__isnull=False)
    return stories.annotate(path=Subquery(current)).order_by("-first_published_at", "-id")


def for_cards(stories: QuerySet[Any]) -> list[Any]:
    """Return the stories with all that their cards need, in two queries; `writers` are those of the byline."""
    names = ("id", *FIELDS, "home_section__name", "home_section__slug")
    found = list(stories.select_related("home_section").only(*names))
    writers = writers_of(story.pk for story in found)
    for story in found:
        story.writers = writers.get(story.pk, [])
    return found


def load_cards(
    stories: Iterable[Any], *, now: datetime, with_counts: bool = False
) -> tuple[tuple[Card, ...], frozenset[str]]:
    """Return a card a story, and the keys that they carry."""
    stories = [story for story in stories if story.path]
    wanted = {number for story in stories for number in (story.lead_picture_id, _face(story)) if number}
    pictures = load_pictures(picture_rows(wanted), now=now)
    numbers = counts([story.pk for story in stories]) if with_counts else {}
    cards = tuple(card_of(story, pictures, comments=numbers.get(story.pk, 0)) for story in stories)
    carried = pictures.carried.union(*map(card_keys, stories))
    if with_counts:
        carried |= {keys.comments(story.pk) for story in stories}
    return cards, carried


def picture_rows(numbers: Iterable[int]) -> Sequence[Any]:
    """Return the library's pictures of these numbers; one query, none for none."""
    asked = sorted(set(numbers))
    return list(PictureRow.objects.filter(pk__in=asked).order_by("pk")) if asked else []


def card_keys(story: Any) -> frozenset[str]:
    """Return the keys that a card carries for what it says in words: its story, and the names of those who wrote it."""
    return frozenset({keys.card(story.pk), *(keys.author_name(writer.number) for writer in story.writers)})


def card_of(story: Any, pictures: Mapping[int, Picture], *, comments: int = 0) -> Card:
    """Return the card of a story that `for_cards` has read, with those of its pictures that are given."""
    face = _face(story)
    return Card(
        url=story.path,
        headline=story.headline,
        at=story.first_published_at,
        kicker=_kicker(story),
        sentence=story.standfirst,
        picture=pictures.get(story.lead_picture_id),
        byline="" if story.form == Story.Form.OPINION else _byline(story),
        form=story.form,
        face=pictures.get(face) if face else None,
        comments=comments,
        language=story.language,
    )


def _kicker(story: Any) -> str:
    writers: list[Writer] = story.writers
    return writers[0].name if story.form == Story.Form.OPINION and writers else str(story.home_section.name)


def _face(story: Any) -> int | None:
    """Return the number of the face that an opinion piece is shown with."""
    writers: list[Writer] = story.writers
    return writers[0].picture if story.form == Story.Form.OPINION and writers else None


def _byline(story: Any) -> str:
    names = [writer.name for writer in story.writers]
    return ", ".join([*names, story.byline] if story.byline else names)
