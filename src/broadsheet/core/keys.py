"""Names of stale keys: what a change touched, and what a page was made from.

A key is ``kind:id``. The rooms that change things say which keys went stale; the press finds the pages that carry them.
"""

from __future__ import annotations

from datetime import date

FRONT = "front"
FEED = "feed"
SITEMAP = "sitemap"
SITE = "site"
LAYOUT = "layout"
CORRECTIONS = "corrections"


def story(story_id: int) -> str:
    """Return the key of one story's own page."""
    return f"story:{story_id}"


def section(section_id: int) -> str:
    """Return the key of a section's lists."""
    return f"section:{section_id}"


def topic(topic_id: int) -> str:
    """Return the key of a topic's lists."""
    return f"topic:{topic_id}"


def author(author_id: int) -> str:
    """Return the key of an author's lists."""
    return f"author:{author_id}"


def day(when: date) -> str:
    """Return the key of one archive day, in the newsroom's time zone."""
    return f"day:{when.isoformat()}"


def comments(story_id: int) -> str:
    """Return the key of the conversation under a story."""
    return f"comments:{story_id}"


def photo(picture_id: int) -> str:
    """Return the key of a picture, wherever it is shown."""
    return f"photo:{picture_id}"


def standing(page_id: int) -> str:
    """Return the key of a standing page."""
    return f"standing:{page_id}"


def page(path: str) -> str:
    """Return the key of one address, whatever is on it."""
    return f"page:{path}"


def card(story_id: int) -> str:
    """Return the key of a story as other pages show it: headline, picture, whether it may be read at all."""
    return f"card:{story_id}"


def topic_name(topic_id: int) -> str:
    """Return the key of a topic's name and address, which stand on the pages of its stories."""
    return f"topic-name:{topic_id}"


def author_name(author_id: int) -> str:
    """Return the key of an author's name and address, which stand on the pages of the stories."""
    return f"author-name:{author_id}"
