"""Tells the caches in front of the page server which keys went stale.

A purge makes a page fresh at once; without one it is fresh when its few seconds are over. So it is never a reason to
stop the press: a cache that does not answer is said so in the log, and left alone for a moment.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from functools import cache
from typing import Final

import structlog
from django.conf import settings

from broadsheet.press.errors import PurgeError
from broadsheet.press.purge.kinds import Purger
from broadsheet.press.purge.varnish import VarnishPurger
from broadsheet.press.server.surrogate import TOO_MANY

PAUSE_SECONDS: Final = 5.0

_log = structlog.get_logger(__name__)
_left_alone_until: dict[str, float] = {}


def purge(keys: Collection[str]) -> None:
    """Have every cache that the settings name drop what carries one of these keys; never raises.

    To be called after the new pages are durable. Returns at once where no cache is named.
    """
    addresses: tuple[str, ...] = settings.PURGE_URLS
    if not addresses or not keys:
        return
    wanted = {*keys, TOO_MANY}
    for address in addresses:
        if time.monotonic() >= _left_alone_until.get(address, 0.0):
            _purge_one(address, wanted)


def _purge_one(address: str, keys: Collection[str]) -> None:
    try:
        _purger(address).purge(keys)
    except PurgeError as err:
        _left_alone_until[address] = time.monotonic() + PAUSE_SECONDS
        _log.warning("cache_not_purged", cache=address, reason=err.reason, keys=len(keys))


@cache
def _purger(address: str) -> Purger:
    return VarnishPurger(address)
