"""Which keys go stale when a story changes. Asked before and after a change: the union is what the press must look at."""

from __future__ import annotations

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Story


def keys_of(story_id: int) -> frozenset[str]:
    """Return the keys of every page that shows the story as the database has it now; five queries, whatever the archive."""
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
    touched |= {keys.section(number) for number in _numbers(Story.sections.through, "section_id", story_id)}
    touched |= {keys.topic(number) for number in _numbers(Story.topics.through, "topic_id", story_id)}
    touched |= {keys.author(number) for number in story.story_authors.values_list("author_id", flat=True)}
    if story.first_published_at:
        touched.add(keys.day(story.first_published_at.astimezone(zone()).date()))
    return frozenset(touched)


def _numbers(through: type, column: str, story_id: int) -> list[int]:
    return list(through.objects.filter(story_id=story_id).values_list(column, flat=True))  # type: ignore[attr-defined]
