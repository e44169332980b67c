"""The two things that the room has to ask about a story, answered by whoever the settings name.

The room stands below the desk and may not import it: `settings.COMMENTS_STORY_URL` and
`settings.COMMENTS_STORY_TITLE` are dotted paths of callables that the desk provides.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string


def story_url(story_id: int) -> str | None:
    """Return the root-relative address of a story, or None if a reader cannot open it."""
    url: str | None = import_string(settings.COMMENTS_STORY_URL)(story_id)
    return url


def story_titles(story_ids: Iterable[int]) -> dict[int, str]:
    """Return the headline of each story that is known, by its id."""
    titles: dict[int, str] = import_string(settings.COMMENTS_STORY_TITLE)(list(story_ids))
    return titles
