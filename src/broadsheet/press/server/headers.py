"""Every header that the page server sends, in one place: what readers' browsers and caches are told.

Header lists are made once a page and kept with it, so a request costs no building.
"""

from __future__ import annotations

from typing import Final

from broadsheet.press.server import surrogate
from broadsheet.press.server.config import ServerConfig

Headers = list[tuple[str, str]]

PAGE_CACHE: Final = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400"
SHORT_CACHE: Final = "public, max-age=5"
LONG_CACHE: Final = "public, max-age=31536000, immutable"
NO_STORE: Final = "no-store"

HSTS: Final = ("strict-transport-security", "max-age=31536000")
SERVER: Final = ("server", "broadsheet")
VARY: Final = ("vary", "accept-encoding")
"""On every answer of our own, small or large: an address that has one coding now may have four in a second."""

SAFE: Final = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
)
"""On every answer: page, error, picture, feed, and what the app left out."""

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
FILE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
PLAIN_POLICY: Final = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class HeaderTable:
    """The headers of each kind of answer, for a site and for whether this host is told to stay on https."""

    def __init__(self, config: ServerConfig, *, hsts: bool) -> None:
        frames = " ".join(config.frame_sources) or "'none'"
        self._page_policy = config.csp or f"{PAGE_POLICY}; frame-src {frames}"
        self._safe: Headers = [SERVER, *SAFE, *([HSTS] if hsts else [])]

    def page(self, content_type: str, cache: str, coding: str, *, etag: str, keys: str = "") -> Headers:
        """Return the headers of a stored page: 200, 410, or a feed. `keys` is for a cache, empty for none."""
        policy = self._page_policy if content_type.startswith("text/html") else FILE_POLICY
        return [
            ("content-type", content_type),
            ("cache-control", cache),
            ("etag", etag),
            VARY,
            *([("content-encoding", coding)] if coding != "identity" else []),
            *([(surrogate.HEADER, keys)] if keys else []),
            *self._safe,
            ("content-security-policy", policy),
        ]

    def not_modified(self, headers: Headers) -> Headers:
        """Return what a 304 repeats of a 200's headers.

        Source: RFC 9110, section 15.4.5.
        """
        return [pair for pair in headers if pair[0] not in {"content-type", "content-encoding"}]

    def moved(self, location: str, cache: str, keys: str = "") -> Headers:
        """Return the headers of a redirect to another address of ours."""
        return [
            ("location", location),
            ("content-type", "text/plain; charset=utf-8"),
            ("cache-control", cache),
            VARY,
            *([(surrogate.HEADER, keys)] if keys else []),
            *self._safe,
            ("content-security-policy", FILE_POLICY),
        ]

    def file(self, content_type: str, coding: str, *, etag: str) -> Headers:
        """Return the headers of a static file or a picture, whose name changes when it does."""
        return [
            ("content-type", content_type),
            ("cache-control", LONG_CACHE),
            ("etag", etag),
            VARY,
            ("accept-ranges", "bytes"),
            *([("content-encoding", coding)] if coding != "identity" else []),
            *self._safe,
            ("content-security-policy", FILE_POLICY),
        ]

    def plain(self, content_type: str = "text/html; charset=utf-8") -> Headers:
        """Return the headers of the server's own words: errors and health. No cache keeps them."""
        return [
            ("content-type", content_type),
            ("cache-control", NO_STORE),
            VARY,
            *self._safe,
            ("content-security-policy", PLAIN_POLICY),
        ]

    def fill_in(self, headers: Headers) -> Headers:
        """Return an answer of the app with what it left out: safe headers, a policy for HTML, `no-store`."""
        present = dict(headers)
        missing = [pair for pair in self._safe if pair[0] not in present]
        if "cache-control" not in present:
            missing.append(("cache-control", NO_STORE))
        if "content-security-policy" not in present and present.get("content-type", "").startswith("text/html"):
            missing.append(("content-security-policy", self._page_policy))
        return headers + missing
