"""Make the feeds that the settings name known to the database."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.wire.errors import SealedSecretError
from broadsheet.wire.models import Feed
from broadsheet.wire.secret import seal, unseal

TEXTS = ("section", "time_zone", "folder", "provider", "transport", "address", "username", "host_key", "format")


def know_feeds(tables: Mapping[str, Mapping[str, str]]) -> None:
    """Make each feed of ``[feeds.<name>]``, and give it what the settings say; other feeds stay as they are."""
    for name, table in tables.items():
        values: dict[str, object] = {key: table[key] for key in TEXTS if key in table}
        if "every_seconds" in table:
            values["every_seconds"] = int(table["every_seconds"])
        feed, _made = Feed.objects.update_or_create(name=name, defaults=values)
        if "secret" in table and not _has(feed, table["secret"]):
            Feed.objects.filter(pk=feed.pk).update(secret=seal(table["secret"], feed.pk))


def _has(feed: Feed, secret: str) -> bool:
    """Return whether the secret is the same: sealed anew it would look changed, and the feed would start anew."""
    try:
        return unseal(feed) == secret
    except SealedSecretError:
        return False
