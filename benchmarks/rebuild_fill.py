"""Fill a newsroom with stories to render: ``python -m benchmarks.rebuild_fill STORIES COMMENTS`` in its environment.

Each story has a body of about 5 KB, a lead picture of its own with all its copies, two writers, three topics, two
related stories, a version and so many published comments. One picture is decoded; the others are further names of its
files, so that a thousand stories take seconds. The same seed makes the same newsroom.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

FIRST_DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)
PARAGRAPHS, SENTENCES, WORDS = 12, 4, 16
A_DAY = 40
SECTIONS, TOPICS, AUTHORS = 6, 60, 20


def main(stories: int, comments: int) -> None:
    """Store the stories and print their number."""
    django.setup()
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        _Newsroom(stories, comments).fill()
    print(stories)


class _Newsroom:
    def __init__(self, stories: int, comments: int) -> None:
        from benchmarks.wire_items import Writer

        self.stories, self.comments, self.writer = stories, comments, Writer(7)

    def fill(self) -> None:
        """Store everything, in the order of its foreign keys."""
        from broadsheet.desk.models import Author, PublishedVersion, Section, Story, StoryAddress, Topic

        sections = Section.objects.bulk_create(
            Section(name=f"Section {n}", slug=f"section-{n}", position=n) for n in range(SECTIONS)
        )
        topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
        authors = Author.objects.bulk_create(Author(name=f"Ida Storm {n}", slug=f"ida-{n}") for n in range(AUTHORS))
        pictures = list(self._pictures())
        rows = [self._story(n, sections[n % SECTIONS], pictures[n]) for n in range(self.stories)]
        made = Story.objects.bulk_create(rows, batch_size=200)
        StoryAddress.objects.bulk_create(
            StoryAddress(story=one, path=f"/section-{n % SECTIONS}/{one.slug}/") for n, one in enumerate(made)
        )
        PublishedVersion.objects.bulk_create(
            PublishedVersion(story=one, number=1, kind="published", at=one.first_published_at) for one in made
        )
        self._relate(made, topics, authors)
        self._discuss(made)

    def _story(self, number: int, section: Any, picture: Any) -> Any:
        from broadsheet.desk.models import Story

        at = FIRST_DAY + timedelta(seconds=number * 86_400 // A_DAY)
        return Story(
            headline=self.writer.sentence(9),
            slug=f"story-{number}",
            standfirst=self.writer.sentence(24),
            home_section=section,
            lead_picture=picture,
            body=json.dumps(list(self._body())),
            dateline="NORTHPORT",
            copyright_holder="The Example Agency",
            provider="The Example Agency",
            live=True,
            first_published_at=at,
            last_published_at=at,
            created_at=at,
        )

    def _body(self) -> Iterator[dict[str, Any]]:
        for place in range(PARAGRAPHS):
            text = " ".join(self.writer.sentence(WORDS) for _ in range(SENTENCES))
            if place % 5 == 4:
                yield self._block("subhead", self.writer.sentence(5))
            if place == 6:
                yield self._block("quote", {"text": self.writer.sentence(14), "name": "Ida Storm"})
            yield self._block("text", f'<p>{text} <a href="https://agency.example/{place}">Read <b>on</b></a></p>')

    def _block(self, kind: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "id": str(UUID(int=self.writer.dice.getrandbits(128)))}

    def _pictures(self) -> Iterator[Any]:
        """Yield a picture a story: one is decoded, the others are copies of its rows and names of its files."""
        from django.conf import settings

        from benchmarks.photographs import pictures
        from broadsheet.photos.acts.import_picture import import_picture
        from broadsheet.photos.acts.render import render
        from broadsheet.photos.darkroom.specs import AVIF, FIRST
        from broadsheet.photos.models import Picture, PublishedRendition
        from broadsheet.photos.shelf import MADE

        told = {"creator": "Ida Storm", "credit_line": "Pool Photo via AP", "caption": self.writer.sentence(15)}
        first = import_picture(next(iter(pictures().values())), filename="lock.jpg", overrides=told | {"alt_text": "A"})
        render(first, (*FIRST, AVIF))
        Picture.objects.filter(pk=first.pk).update(first_shown_at=FIRST_DAY)
        copies = list(PublishedRendition.objects.filter(picture=first))
        waiting, public = Path(settings.MEDIA_ROOT) / MADE, Path(settings.PICTURES_ROOT)
        public.mkdir(parents=True, exist_ok=True)
        rows = []
        for _ in range(self.stories):
            one = Picture.objects.get(pk=first.pk)
            one.pk = one.id = None
            rows.append(one)
        made = Picture.objects.bulk_create(rows, batch_size=100)
        further = []
        for one in made:
            names = {copy.name: f"{one.pk}-{copy.name.partition('-')[2]}" for copy in copies}
            for name, new in names.items():
                os.link(waiting / name, waiting / new)
                os.link(waiting / name, public / new)
            further += [_copied(copy, one, names[copy.name]) for copy in copies]
        PublishedRendition.objects.bulk_create(further, batch_size=500)
        yield from made

    def _relate(self, made: list[Any], topics: list[Any], authors: list[Any]) -> None:
        from broadsheet.desk.models import Story
        from broadsheet.desk.models.story import RelatedStory, StoryAuthor

        through = Story.topics.through
        dice = self.writer.dice
        through.objects.bulk_create(
            through(story_id=one.pk, topic_id=topic.pk) for one in made for topic in dice.sample(topics, 3)
        )
        StoryAuthor.objects.bulk_create(
            StoryAuthor(story=one, author=author, sort_order=n)
            for one in made
            for n, author in enumerate(dice.sample(authors, 2))
        )
        RelatedStory.objects.bulk_create(
            RelatedStory(story=one, related=other, sort_order=n)
            for one in made
            for n, other in enumerate(dice.sample(made, 2))
        )

    def _discuss(self, made: list[Any]) -> None:
        from broadsheet.comments.models import Comment, Thread

        threads = Thread.objects.bulk_create(Thread(story_id=one.pk, last_number=self.comments) for one in made)
        for thread in threads:
            Comment.objects.bulk_create(self._comment(thread, number) for number in range(1, self.comments + 1))

    def _comment(self, thread: Any, number: int) -> Any:
        from broadsheet.comments.models import Comment

        at = FIRST_DAY + timedelta(days=60, seconds=thread.story_id * 1000 + number)
        return Comment(
            thread=thread,
            number=number,
            name=self.writer.sentence(2),
            body="\n\n".join(self.writer.sentence(18) for _ in range(2)),
            state="published",
            created_at=at,
            published_at=at,
            digest=f"{thread.pk}-{number}",
        )


def _copied(copy: Any, picture: Any, name: str) -> Any:
    from broadsheet.photos.models import PublishedRendition

    kept = ("crop", "format", "width", "height", "size_bytes")
    values = {field: getattr(copy, field) for field in kept}
    return PublishedRendition(picture=picture, recipe=picture.recipe, name=name, **values)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
