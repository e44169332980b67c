"""Section, topic, author and archive-day pages, and the corrections."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Author, Correction, Section, Story, StoryAddress, StoryAuthor, Topic
from broadsheet.reader.loading.cards import for_cards, load_cards, picture_rows, readable
from broadsheet.reader.loading.newest import newest_with
from broadsheet.reader.loading.pictures import load_pictures
from broadsheet.reader.values import CorrectedStory, CorrectionsPage, ListPage, by_day
from broadsheet.reader.values import Correction as CorrectionValue

#: Stories on a section, topic or author page. Older ones are found by day and by search.
MAX_STORIES = 40
MAX_DAY = 1000
MAX_CORRECTIONS = 100


def section_stories(section: Section, limit: int = MAX_STORIES) -> list[Any]:
    """Return the newest stories that a section shows as home or as guest, by two index reads and not by one large join."""
    home = readable().filter(home_section=section).values_list("pk", flat=True)[:limit]
    guests = newest_with(Story.sections.through.objects.filter(section=section), limit)
    return for_cards(readable().filter(pk__in={*home, *guests}))[:limit]


def load_section(section: Section, *, now: datetime) -> tuple[ListPage, frozenset[str]]:
    """Return a section's page."""
    cards, carried = load_cards(section_stories(section), now=now)
    lead, rest = (cards[0], cards[1:]) if cards else (None, ())
    page = ListPage(
        kind="section",
        path=f"/{section.slug}/",
        title=section.name,
        lead=lead,
        days=by_day(rest, settings.TIME_ZONE),
        older=_archive(cards),
    )
    return page, carried | {keys.section(section.pk), keys.SITE, keys.LAYOUT}


def topic_stories(topic: Topic, limit: int) -> list[int]:
    """Return the numbers of the topic's newest stories."""
    return newest_with(Story.topics.through.objects.filter(topic=topic), limit)


def author_stories(author: Author, limit: int) -> list[int]:
    """Return the numbers of the author's newest stories."""
    return newest_with(StoryAuthor.objects.filter(author=author), limit)


def load_topic(topic: Topic, *, now: datetime) -> tuple[ListPage, frozenset[str]]:
    """Return a topic's page."""
    cards, carried = load_cards(for_cards(readable().filter(pk__in=topic_stories(topic, MAX_STORIES))), now=now)
    page = ListPage(
        kind="topic",
        path=f"/topics/{topic.slug}/",
        title=topic.name.lstrip("#"),
        days=by_day(cards, settings.TIME_ZONE),
    )
    return page, carried | {keys.topic(topic.pk), keys.topic_name(topic.pk), keys.SITE, keys.LAYOUT}


def load_author(author: Author, *, now: datetime) -> tuple[ListPage, frozenset[str]]:
    """Return an author's page."""
    cards, carried = load_cards(for_cards(readable().filter(pk__in=author_stories(author, MAX_STORIES))), now=now)
    faces = load_pictures(picture_rows([author.picture_id] if author.picture_id else []), now=now)
    page = ListPage(
        kind="author",
        path=f"/authors/{author.slug}/",
        title=author.name,
        intro=author.bio,
        role=author.role,
        face=faces.get(author.picture_id or 0),
        days=by_day(cards, settings.TIME_ZONE),
    )
    own = {keys.author(author.pk), keys.author_name(author.pk), keys.SITE, keys.LAYOUT}
    return page, carried | own | faces.carried


def load_day(day: date, *, now: datetime) -> tuple[ListPage, frozenset[str]] | None:
    """Return the page of one archive day, or None where nothing was published on it."""
    start = datetime.combine(day, time.min, tzinfo=zone())
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone())
    stories = for_cards(readable().filter(first_published_at__gte=start, first_published_at__lt=end)[:MAX_DAY])
    if not stories:
        return None
    cards, carried = load_cards(stories, now=now)
    page = ListPage(kind="day", path=archive_path(day), days=by_day(cards, settings.TIME_ZONE), on=day, has_feeds=False)
    return page, carried | {keys.day(day), keys.SITE, keys.LAYOUT}


def archive_path(day: date) -> str:
    """Return the address of an archive day."""
    return f"/archive/{day.year:04}/{day.month:02}/{day.day:02}/"


def _archive(cards: Any) -> str:
    return archive_path(cards[-1].at.astimezone(zone()).date()) if len(cards) == MAX_STORIES else ""


def corrections() -> list[tuple[Correction, str]]:
    """Return the newest corrections of stories that can be read, each with the story's address."""
    rows = list(
        Correction.objects.filter(story__live=True)
        .order_by("-made_at", "-pk")
        .select_related("story")[:MAX_CORRECTIONS]
    )
    addresses = StoryAddress.objects.filter(story__in={row.story_id for row in rows}, current=True)
    paths = dict(addresses.values_list("story_id", "path"))
    return [(row, paths[row.story_id]) for row in rows if row.story_id in paths]


def load_corrections() -> tuple[CorrectionsPage, frozenset[str]]:
    """Return the page of all corrections."""
    rows = corrections()
    entries = tuple(
        CorrectedStory(row.story.headline, path, CorrectionValue(row.text, row.made_at)) for row, path in rows
    )
    carried = {keys.card(row.story_id) for row, _ in rows}
    return CorrectionsPage(entries), frozenset(carried | {keys.CORRECTIONS, keys.SITE, keys.LAYOUT})


def corrected_stories(limit: int) -> list[Any]:
    """Return the stories corrected last."""
    return for_cards(readable().filter(corrected_at__isnull=False).order_by("-corrected_at", "-id")[:limit])


def opinion_stories(limit: int) -> list[Any]:
    """Return the newest opinion."""
    return for_cards(readable().filter(form=Story.Form.OPINION)[:limit])
