"""Which keys go stale when a story changes. Asked before and after a change: the union is what the press must look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Story, StoryAuthor


def keys_of(story_id: int) -> frozenset[str]:
    """Return the keys of every page that shows the story as the database has it now; two queries, whatever the archive."""
    story = Story.objects.filter(pk=story_id).only("id", "home_section_id", "first_published_at", "live").first()
    if story is None or (not story.live and story.first_published_at is None):
        return frozenset({keys.story(story_id), keys.card(story_id)})
    touched = {
        keys.story(story_id),
        keys.card(story_id),
        keys.FRONT,
        keys.FEED,
        keys.SITEMAP,
        keys.section(story.home_section_id),
    }
    touched |= {key(number) for key, number in _lists_of(story_id)}
    if story.first_published_at:
        touched.add(keys.day(story.first_published_at.astimezone(zone()).date()))
    return frozenset(touched)


def _lists_of(story_id: int) -> Iterator[tuple[Callable[[int], str], int]]:
    """Yield the key's maker and the number of each section, topic and author of the story.

    In SQL, because every publication asks twice, and the three queries take longer to write than to answer.
    """
    joined = (
        (keys.section, Story.sections.through._meta.db_table, "section_id"),
        (keys.topic, Story.topics.through._meta.db_table, "topic_id"),
        (keys.author, StoryAuthor._meta.db_table, "author_id"),
    )
    parts = (f"SELECT {at}, {column} FROM {table} WHERE story_id = %s" for at, (_, table, column) in enumerate(joined))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [story_id] * len(joined))
        for at, number in cursor.fetchall():
            yield joined[at][0], number
