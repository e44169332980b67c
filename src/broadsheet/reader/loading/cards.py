"""Stories as other pages show them: a bounded number of queries, however many cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from broadsheet.comments.reading import counts
from broadsheet.core import keys
from broadsheet.desk.models import Story, StoryAddress
from broadsheet.reader.loading.pictures import load_pictures
from broadsheet.reader.values import Card

#: What a card shows; the body stays in the database.
FIELDS = ("headline", "standfirst", "form", "byline", "language", "first_published_at", "lead_caption")


def readable() -> QuerySet[Any]:
    """Return the stories that anyone may read, newest first, each with its ``path``."""
    current = StoryAddress.objects.filter(story=OuterRef("pk"), current=True).values("path")[:1]
    stories = Story.objects.filter(live=True, killed_at=None, first_published_at__isnull=False)
    return stories.annotate(path=Subquery(current)).order_by("-first_published_at", "-id")


def for_cards(stories: QuerySet[Any]) -> list[Any]:
    """Return the stories with all that their cards need, in three queries."""
    names = ("id", *FIELDS, "home_section__name", "home_section__slug", "lead_picture")
    slim = stories.select_related("home_section", "lead_picture").only(*names)
    return list(slim.prefetch_related("story_authors__author__picture"))


def load_cards(stories: Iterable[Any], *, with_counts: bool = False) -> tuple[tuple[Card, ...], frozenset[str]]:
    """Return a card a story, and the keys that they carry."""
    stories = [story for story in stories if story.path]
    pictures = load_pictures(picture for story in stories for picture in (story.lead_picture, _face(story)) if picture)
    numbers = counts([story.pk for story in stories]) if with_counts else {}
    cards = tuple(_card(story, pictures, numbers.get(story.pk, 0)) for story in stories)
    carried = {keys.card(story.pk) for story in stories} | pictures.carried
    if with_counts:
        carried |= {keys.comments(story.pk) for story in stories}
    return cards, frozenset(carried)


def _card(story: Any, pictures: dict[int, Any], comments: int) -> Card:
    face = _face(story)
    return Card(
        url=story.path,
        headline=story.headline,
        at=story.first_published_at,
        kicker=_kicker(story),
        sentence=story.standfirst,
        picture=pictures.get(story.lead_picture_id),
        byline="" if story.form == Story.Form.OPINION else byline_of(story),
        form=story.form,
        face=pictures.get(face.pk) if face and story.form == Story.Form.OPINION else None,
        comments=comments,
        language=story.language,
    )


def _kicker(story: Any) -> str:
    authors = story.story_authors.all()
    if story.form == Story.Form.OPINION and authors:
        return str(authors[0].author.name)
    return str(story.home_section.name)


def _face(story: Any) -> Any:
    authors: Sequence[Any] = story.story_authors.all()
    return authors[0].author.picture if authors else None


def byline_of(story: Any) -> str:
    """Return the names of the byline in one line."""
    names = [row.author.name for row in story.story_authors.all()]
    return ", ".join([*names, story.byline] if story.byline else names)
