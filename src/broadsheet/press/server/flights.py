"""One request to the app for a page that many readers ask for at the same moment.

A page that is not in the store is rendered by the app. When a link to it is read out on the radio, hundreds ask before
it is there; the first asks the app, the others wait for the same answer, or the same failure. What is shared was asked
for with nothing of any reader in it, so it holds nothing of any reader.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from broadsheet.press.server.headers import VARY, Headers
from broadsheet.press.server.rsgi import RequestHeaders

KEPT_SECONDS: Final = 1.0
"""How long a public answer is given to further readers, while the press puts the page into the store."""

MAX_KEPT: Final = 256

PERSONAL: Final = ("cookie", "authorization", "range")


@dataclass(frozen=True)
class Fetched:
    """An answer of the app, whole."""

    status: int
    pairs: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def is_public(self) -> bool:
        """Return whether the app lets everybody have it: it says so, or it is a page that there is none of."""
        named = [(name.lower(), value.lower()) for name, value in self.pairs]
        if any(name == b"set-cookie" for name, _value in named):
            return False
        cache = b",".join(value for name, value in named if name == b"cache-control")
        return b"public" in cache if cache else self.status >= 300

    def headers(self, finish: Callable[[int, tuple[tuple[bytes, bytes], ...]], Headers]) -> Headers:
        """Return its headers: a stored page varies on its coding alone, and so does this one that stands in for it."""
        return [
            *(pair for pair in finish(self.status, self.pairs) if pair[0] not in {"vary", "content-length"}),
            VARY,
        ]


Fetch = Callable[[], Awaitable[Fetched | None]]


def may_share(method: str, headers: RequestHeaders) -> bool:
    """Return whether a request is for what everybody may have, as far as it says itself."""
    if method != "GET" or any(name in headers for name in PERSONAL):
        return False
    return (headers.get("content-length") or "0") == "0"


class Flights:
    """Requests under way, by what they ask for."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[Fetched | None]] = {}

    async def share(self, key: str, fetch: Fetch) -> Fetched | None:
        """Return the answer to a question, asked once however many ask; None if this one has to ask for himself.

        An answer that is not for everybody goes to the one who caused it alone.

        Raises:
            Exception: whatever `fetch` raised, for everybody who waited.
        """
        task = self._under_way.get(key)
        is_first = task is None
        if task is None:
            task = asyncio.ensure_future(_awaited(fetch))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._landed(key, done))
        fetched = await asyncio.shield(task)
        return fetched if fetched is not None and (is_first or fetched.is_public) else None

    def _landed(self, key: str, task: asyncio.Task[Fetched | None]) -> None:
        fetched = None if task.cancelled() or task.exception() is not None else task.result()
        if fetched is not None and fetched.is_public and len(self._under_way) <= MAX_KEPT:
            task.get_loop().call_later(KEPT_SECONDS, self._under_way.pop, key, None)
        else:
            self._under_way.pop(key, None)


async def _awaited(fetch: Fetch) -> Fetched | None:
    return await fetch()
