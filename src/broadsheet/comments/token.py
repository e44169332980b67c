"""Proof that a comment's form came from this newsroom's page of this story.

A story's page is a file that every reader shares, so its form can hold no secret of one reader and no cookie. The token
is a keyed hash over the story's id and the instant when its comments close: the same in every rendering, useless for
another story, and over when the discussion is. What it cannot tell (a page on another site could have fetched it),
the browser does: `Sec-Fetch-Site` and `Origin` cannot be forged by a page.

Source: Fetch Metadata Request Headers (W3C); RFC 6454, section 7; HTML, "origin".
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from broadsheet.comments.secret import keyed_hash

if TYPE_CHECKING:
    from broadsheet.comments.models import Thread

FIELD = "token"
OWN_SITES = ("same-origin", "none")
DEFAULT_PORTS = {"http": 80, "https": 443}


def token_for(story_id: int, closes_at: datetime | None) -> str:
    """Return the token of a story whose comments close at an instant, or never."""
    end = "never" if closes_at is None else closes_at.astimezone(UTC).isoformat()
    return keyed_hash("form token", str(story_id), end)


def hidden_fields(thread: Thread) -> tuple[tuple[str, str], ...]:
    """Return the names and values that the form of a thread carries unseen."""
    return ((FIELD, token_for(thread.story_id, thread.closes_at)),)


def is_token_of(thread: Thread, token: str) -> bool:
    """Return whether a form's token is the thread's own."""
    return hmac.compare_digest(
        token.encode("utf-8", "surrogatepass"), token_for(thread.story_id, thread.closes_at).encode()
    )


def came_from_here(meta: Mapping[str, Any], host: str) -> bool:
    """Return whether the browser's own headers allow that the form was sent from a page of `host` (`name[:port]`).

    Both headers absent is allowed: old browsers and programs send neither, and no page can make a browser leave
    them out. `Origin: null` is what a page with a strict referrer policy sends to itself, and also what a sandboxed
    frame of a stranger sends; it counts only if the browser says that the two are one site.
    """
    site = meta.get("HTTP_SEC_FETCH_SITE", "")
    if site and site not in OWN_SITES:
        return False
    origin = meta.get("HTTP_ORIGIN", "")
    if origin in ("", "null"):
        return not origin or site == "same-origin"
    return _is_origin_of(origin, host)


def _is_origin_of(origin: str, host: str) -> bool:
    try:
        sent, own = urlsplit(origin), urlsplit(f"{urlsplit(origin).scheme}://{host}")
        default = DEFAULT_PORTS[sent.scheme]
        return (sent.hostname, sent.port or default) == (own.hostname, own.port or default)
    except (KeyError, ValueError):
        return False
