"""A web address, fetched again and again: one item, or a list of them.

`ETag` and `Last-Modified` are in the cursor, so a server that knows them sends nothing twice. An answer without copy in
it (a web page, an empty list, broken XML) is a failure and not "nothing new": the cursor stays, and the desk is told.

Source: RFC 9110, 13.1 (conditional requests); criterion W10.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from threading import Event
from urllib.parse import unquote, urlsplit

import orjson
from django.conf import settings

from broadsheet.wire.acts.attachments import is_picture
from broadsheet.wire.acts.receive import Incoming
from broadsheet.wire.errors import UnknownFormatError, UnreadableFileError, UselessAnswerError
from broadsheet.wire.fetching import Fetched, credentials_from, fetch
from broadsheet.wire.formats import json, read
from broadsheet.wire.formats.detect import head_of
from broadsheet.wire.models import Feed
from broadsheet.wire.reach import Reach
from broadsheet.wire.secret import unseal
from broadsheet.wire.transports.batches import Batch, Looking, cursor_of

MAX_VALIDATOR = 500
LISTS = ("rss", "feed", "rdf")
ACCEPT = "application/atom+xml, application/rss+xml, application/xml, text/xml, application/json, */*;q=0.5"


class Http:
    """Fetches one address."""

    def __init__(self) -> None:
        self._refused = ""

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Fetch, and hand over what came if it is not what came last time."""
        cursor = cursor_of(feed)
        fetched = fetch(
            feed.address,
            reach=Reach(settings.WIRE_PRIVATE_HOSTS),
            now=now,
            headers=_conditions(cursor),
            credentials=credentials_from(feed.username, unseal(feed)),
        )
        digest = hashlib.sha256(fetched.body).hexdigest()
        if fetched.status == 304 or digest == cursor.get("sha256") or stop.is_set():
            return
        if is_cut(fetched.body):
            raise UselessAnswerError("The answer is a list that breaks off before its end.")
        incoming = [Incoming(data, name) for data, name in _files(fetched)]
        try:
            _check(incoming, feed)
        except UnreadableFileError as err:
            yield from self._keep_once(incoming, err, digest)
            raise UselessAnswerError(f"The answer has no copy in it: {err}") from err
        yield Batch(incoming, _cursor(feed, fetched, digest))

    def _keep_once(self, incoming: list[Incoming], err: UnreadableFileError, digest: str) -> Looking:
        """Put what looks like copy and cannot be read into quarantine, once and not at every look."""
        if not isinstance(err, UnknownFormatError) and digest != self._refused and len(incoming) == 1:
            self._refused = digest
            yield Batch(incoming)


def _conditions(cursor: dict[str, str]) -> dict[str, str]:
    headers = {"Accept": ACCEPT}
    if etag := cursor.get("etag"):
        headers["If-None-Match"] = etag
    if modified := cursor.get("last_modified"):
        headers["If-Modified-Since"] = modified
    return headers


def _cursor(feed: Feed, fetched: Fetched, digest: str) -> dict[str, str]:
    cursor = {"address": feed.address, "sha256": digest}
    for key, name in (("etag", "etag"), ("last_modified", "last-modified")):
        value = fetched.headers.get(name, "")
        if value and value.isprintable() and len(value) <= MAX_VALIDATOR:
            cursor[key] = value
    return cursor


def _files(fetched: Fetched) -> list[tuple[bytes, str]]:
    """Return the answer as files: one, or one an entry of a JSON list."""
    name = unquote(urlsplit(fetched.address).path.rpartition("/")[2])[:200] or "answer"
    if fetched.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        try:
            entries = json.loads(fetched.body)
        except UnreadableFileError:
            entries = []
        if isinstance(entries, list) and entries and all(isinstance(entry, dict) for entry in entries):
            return [(orjson.dumps(entry), name) for entry in entries]
    return [(fetched.body, name)]


def _check(incoming: list[Incoming], feed: Feed) -> None:
    """Refuse an answer with nothing to read in it.

    Raises:
        UnreadableFileError: with the reader's own reason.
    """
    for number, one in enumerate(incoming):
        if is_picture(one.data):
            return
        try:
            if read(one.data, filename=one.filename, time_zone=feed.zone, format=feed.format or None):
                return
        except UnreadableFileError:
            if number == len(incoming) - 1:
                raise
    raise UnknownFormatError("it is a list without an entry")


def is_cut(data: bytes) -> bool:
    """Return whether an RSS or Atom list lacks its end.

    The reader of lists makes the best of what it gets, as it must; but an answer that breaks off is a fault on the way,
    and half a list must not pass for a whole one.
    """
    root = head_of(data).root
    if root.lower() not in LISTS:
        return False
    return not re.search(
        rb"</(?:[\w.-]+:)?" + root.encode() + rb"\s*>\s*(?:<!--(?:(?!-->).)*-->\s*)*\Z", data[-4096:], re.DOTALL
    )
