"""What belongs to stories beside their own row, read for many at once: plain rows, since a thousand pages want no models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from broadsheet.desk.models import Correction, PublishedVersion, Story
from broadsheet.desk.models.story import RelatedStory, StoryAuthor


class Writer(NamedTuple):
    """Who wrote a story, or did that part of it which `role` names. `picture` is a number, or None."""

    number: int
    name: str
    slug: str
    role: str
    picture: int | None


class TopicRow(NamedTuple):
    """A story's topic."""

    number: int
    name: str
    slug: str


@dataclass(slots=True)
class Parts:
    """What belongs to one story. `related` are numbers in the editor's order; corrections come newest first."""

    writers: list[Writer] = field(default_factory=list)
    topics: list[TopicRow] = field(default_factory=list)
    related: list[int] = field(default_factory=list)
    corrections: list[tuple[str, datetime]] = field(default_factory=list)
    versions: list[tuple[str, datetime, str]] = field(default_factory=list)


def parts_of(numbers: Iterable[int]) -> Mapping[int, Parts]:
    """Return the parts of stories by their numbers; five queries, however many stories."""
    asked = sorted(set(numbers))
    found: dict[int, Parts] = defaultdict(Parts)
    for number, *row in _writer_rows(asked):
        found[number].writers.append(Writer(*row))
    topics = Story.topics.through.objects.filter(story__in=asked).order_by("story", "topic__name", "topic")
    for number, *topic in topics.values_list("story", "topic", "topic__name", "topic__slug"):
        found[number].topics.append(TopicRow(*topic))
    related = RelatedStory.objects.filter(story__in=asked).order_by("story", "sort_order", "pk")
    for number, other in related.values_list("story", "related"):
        found[number].related.append(other)
    corrections = Correction.objects.filter(story__in=asked).order_by("story", "-made_at", "-pk")
    for number, text, at in corrections.values_list("story", "text", "made_at"):
        found[number].corrections.append((text, at))
    versions = PublishedVersion.objects.filter(story__in=asked).order_by("story", "number")
    for number, kind, at, sentence in versions.values_list("story", "kind", "at", "sentence"):
        found[number].versions.append((kind, at, sentence))
    return found


def parts_of_draft(story: Any) -> Parts:
    """Return the parts of a story as it is being edited, some of them in no database yet."""
    saved = parts_of([story.pk])[story.pk] if story.pk else Parts()
    return Parts(
        writers=[
            Writer(row.author_id, row.author.name, row.author.slug, row.role, row.author.picture_id)
            for row in story.story_authors.all()
        ],
        topics=sorted((TopicRow(t.pk, t.name, t.slug) for t in story.topics.all()), key=lambda t: (t.name, t.number)),
        related=[row.related_id for row in story.related_stories.all()],
        corrections=saved.corrections,
        versions=saved.versions,
    )


def writers_of(numbers: Iterable[int]) -> Mapping[int, list[Writer]]:
    """Return the writers of stories by their numbers, in the order of the byline; one query."""
    found: dict[int, list[Writer]] = defaultdict(list)
    for number, *row in _writer_rows(sorted(set(numbers))):
        found[number].append(Writer(*row))
    return found


def _writer_rows(numbers: list[int]) -> Iterable[Any]:
    if not numbers:
        return ()
    rows = StoryAuthor.objects.filter(story__in=numbers).order_by("story", "sort_order", "pk")
    return rows.values_list("story", "author", "author__name", "author__slug", "role", "author__picture")
