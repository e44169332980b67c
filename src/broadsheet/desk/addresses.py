"""Addresses of stories: how they are made, and that they are never lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from slugify import slugify

from broadsheet.desk.models import Story, StoryAddress

#: Scandinavian letters as readers type them, not as a decomposition would have them.
LETTERS = (
    ("æ", "ae"),
    ("Æ", "ae"),
    ("ø", "o"),
    ("Ø", "o"),
    ("å", "a"),
    ("Å", "a"),
    ("ð", "d"),
    ("þ", "th"),
    ("ß", "ss"),
    (",", " "),
)
MAX_SLUG = 80
#: Above this no database has a row.
MAX_NUMBER = 2**63


def slug_of(text: str) -> str:
    """Return the last part of an address for a headline: lower case, hyphens, at most 80 characters, never empty."""
    return slugify(text, max_length=MAX_SLUG, word_boundary=True, replacements=LETTERS) or "story"


@cache
def zone() -> ZoneInfo:
    """Return the newsroom's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def address_for(story: Story) -> str:
    """Return the address that the newsroom's pattern gives the story; nothing is stored."""
    first = (story.first_published_at or timezone.now()).astimezone(zone())
    filled = settings.STORY_ADDRESS.format(
        section=story.home_section.slug,
        slug=story.slug or slug_of(story.headline),
        year=f"{first.year:04}",
        month=f"{first.month:02}",
        day=f"{first.day:02}",
        id=story.pk,
    )
    return "/" + filled.strip("/") + "/"


def take_address(story: Story) -> str:
    """Give the story the address that its section and slug make, keep the former as a redirect, and return it.

    An address that another story has or had gets the story's number behind it: nobody's link ever changes its meaning.
    """
    wanted = address_for(story)
    now = StoryAddress.objects.filter(story=story, current=True).first()
    if now and (now.path == wanted or re.fullmatch(re.escape(wanted[:-1]) + rf"-{story.pk}/", now.path)):
        return now.path
    if StoryAddress.objects.filter(path=wanted).exclude(story=story).exists():
        wanted = f"{wanted[:-1]}-{story.pk}/"
    StoryAddress.objects.filter(story=story, current=True).update(current=False)
    StoryAddress.objects.update_or_create(path=wanted, defaults={"story": story, "current": True})
    return wanted


def story_url(story_id: int) -> str | None:
    """Return the root-relative address of a story that readers can see, or None; any whole number may be asked for."""
    if not 0 < story_id < MAX_NUMBER:
        return None
    row = StoryAddress.objects.filter(story_id=story_id, current=True, story__live=True).values_list("path", flat=True)
    return row.first()


def headlines(story_ids: Iterable[int]) -> dict[int, str]:
    """Return the headlines of those stories by number; a draft that was never published is not among them."""
    possible = [number for number in story_ids if 0 < number < MAX_NUMBER]
    seen = Story.objects.filter(pk__in=possible, first_published_at__isnull=False)
    return dict(seen.values_list("pk", "headline"))
