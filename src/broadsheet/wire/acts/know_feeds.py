"""Make the feeds that the settings name known to the database."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.wire.models import Feed


def know_feeds(tables: Mapping[str, Mapping[str, str]]) -> None:
    """Make each feed of ``[feeds.<name>]``, and give it what the settings say; other feeds stay as they are."""
    for name, table in tables.items():
        values = {key: table[key] for key in ("section", "time_zone", "folder", "provider") if key in table}
        Feed.objects.update_or_create(name=name, defaults=values)
