"""``broadsheet wire``: look into agency files, and receive them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from broadsheet.commands.newsroom import plain_failures, start_django

PathArgument = click.Path(path_type=Path)


@click.group()
def wire() -> None:
    """Read and receive agency copy."""


@wire.command()
@click.argument("files", nargs=-1, required=True, type=PathArgument)
@click.option("--format", "format_name", help="Read as this format; else it is found out.")
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: the output is always JSON.")
def read(files: tuple[Path, ...], format_name: str | None, as_json: bool) -> None:
    """Print what is in agency files, one JSON object an item. Nothing is stored, and no newsroom is needed."""
    from broadsheet.wire.reading import read_files

    failed = False
    for item in read_files(files, format_name):
        failed = failed or "error" in item
        _print(item)
    sys.exit(1 if failed else 0)


@wire.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--feed", required=True, help="Name of the feed; made if it is new.")
@click.option("--publish", is_flag=True, help="Make and publish a story of each usable dispatch.")
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: the output is always JSON.")
def ingest(paths: tuple[Path, ...], feed: str, publish: bool, as_json: bool) -> None:
    """Receive files or folders through a feed, durably; one JSON object a dispatch."""
    settings = start_django()
    from broadsheet.wire.acts.know_feeds import know_feeds
    from broadsheet.wire.acts.receive import feed_named
    from broadsheet.wire.errors import WireError

    if not feed.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError("A feed's name has letters, digits and hyphens only.")
    know_feeds(settings.feeds)
    failed = False
    with plain_failures(WireError, OSError):
        source = feed_named(feed)
        for path in _files(paths):
            for row in _ingest(path, source, publish=publish):
                failed = failed or row["result"] == "quarantined"
                _print(row)
    sys.exit(1 if failed else 0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield files: those named, and those of named folders, pictures first so that their items find them."""
    pictures = (".jpg", ".jpeg", ".png", ".webp", ".gif")
    for path in paths:
        if path.is_dir():
            files = [file for file in path.rglob("*") if file.is_file() and not file.name.startswith(".")]
            yield from sorted(files, key=lambda file: (file.suffix.lower() not in pictures, file))
        else:
            yield path


def _ingest(path: Path, feed: Any, *, publish: bool) -> Iterator[dict[str, Any]]:
    from django.utils import timezone

    from broadsheet.wire.acts.receive import receive_file

    for received in receive_file(path, feed=feed, now=timezone.now()):
        row: dict[str, Any] = {
            "guid": received.guid,
            "version": received.version,
            "result": received.result,
            "story": None,
            "url": None,
        }
        if received.error:
            row |= {"file": str(path), "error": received.error, "detail": received.detail}
        if publish and received.record and received.result in ("new", "update"):
            row |= _publish(received.record)
        yield row


def _publish(record: Any) -> dict[str, Any]:
    from broadsheet.desk.acts.auto_publish import auto_publish
    from broadsheet.desk.addresses import story_url
    from broadsheet.desk.errors import DeskError

    try:
        story = auto_publish(record)
    except DeskError as err:
        return {"refused": type(err).__name__, "detail": str(err)}
    return {"story": story.pk, "url": story_url(story.pk)}


def _print(row: dict[str, Any]) -> None:
    click.echo(orjson.dumps(row).decode())
