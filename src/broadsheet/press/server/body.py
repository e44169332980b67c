"""A request's body, taken in pieces, counted, and cut when its sender is too slow or stops half-way.

Granian hands over whatever has come and never gives up on the rest; and when a client goes away in the middle, the
pieces simply end. So the count is compared with what was announced before anybody believes that the body is whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from broadsheet.press.server.rsgi import HTTPProtocol

PACE_BYTES_PER_SECOND: Final = 16 * 1024
"""What a sender has to keep up on average once the first grace is over; and he may never pause for longer than that."""

DRAIN_MAX_BYTES: Final = 40 * 1024 * 1024
"""How much of a body too large we read and throw away, so that its sender gets to see why it was refused: somewhat
more than anybody may send us."""


class BodyError(Exception):
    """A body that cannot be passed on.

    BodyError
    ├── SlowBodyError    its sender did not keep the pace
    └── ShortBodyError   its sender went away before the end
    """


class SlowBodyError(BodyError):
    """The body came too slowly."""


class ShortBodyError(BodyError):
    """The body ended before its announced length."""


class Body:
    """The body of one request: `length` bytes as announced, of which `received` have come."""

    def __init__(self, proto: HTTPProtocol, length: int, *, grace_seconds: float) -> None:
        self.length = length
        self.received = 0
        self.fault: BodyError | None = None
        self._proto = proto
        self._grace_seconds = grace_seconds

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes, at most as much as was announced.

        Raises:
            SlowBodyError, ShortBodyError: also kept as `fault`, for a caller who gets told by way of somebody else.
        """
        if self.length == 0:
            return
        loop = asyncio.get_running_loop()
        start = loop.time() + self._grace_seconds
        source = aiter(self._proto)
        while self.received < self.length:
            pace = start + self.received / PACE_BYTES_PER_SECOND
            try:
                async with asyncio.timeout_at(min(pace, loop.time() + self._grace_seconds)):
                    piece = await anext(source)
            except TimeoutError as err:
                self.fault = SlowBodyError()
                raise self.fault from err
            except StopAsyncIteration as err:
                self.fault = ShortBodyError()
                raise self.fault from err
            self.received += len(piece)
            yield piece

    async def whole(self) -> bytes:
        """Return the whole body; for one whose announced length is small.

        Raises:
            SlowBodyError, ShortBodyError: as for `pieces`.
        """
        return b"".join([piece async for piece in self.pieces()])

    def forget(self) -> None:
        """Let go of what went wrong: it holds the frames that it came through, they hold it, and both hold the line."""
        self.fault = None

    async def drain(self) -> None:
        """Read the body and throw it away, unless it is so large that its sender cannot mean well."""
        if self.length > DRAIN_MAX_BYTES:
            return
        try:
            async for _piece in self.pieces():
                pass
        except BodyError:
            self.forget()
