"""``broadsheet wire``: look into agency files, and receive them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
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
@click.option(
    "--schemas",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of the standards' schemas; what they say against a file becomes a warning.",
)
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: the output is always JSON.")
def read(files: tuple[Path, ...], format_name: str | None, schemas: Path | None, as_json: bool) -> None:
    """Print what is in agency files, one JSON object an item. Nothing is stored, and no newsroom is needed."""
    from broadsheet.wire.errors import SchemaFolderError
    from broadsheet.wire.reading import read_files

    failed = False
    with plain_failures(SchemaFolderError):
        for item in read_files(files, format_name, schemas=schemas):
            failed = failed or "error" in item
            _print_all([item])
    sys.exit(1 if failed else 0)


@wire.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--feed", required=True, help="Name of the feed; made if it is new.")
@click.option("--publish", is_flag=True, help="Make and publish a story of each usable dispatch.")
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: the output is always JSON.")
def ingest(paths: tuple[Path, ...], feed: str, publish: bool, as_json: bool) -> None:
    """Receive files or folders through a feed, durably; one JSON object a dispatch, printed once it is on the disk."""
    settings = start_django()
    from django.db import OperationalError
    from django.utils import timezone

    from broadsheet.wire.acts.ingest import ingest, ingest_one_by_one
    from broadsheet.wire.acts.know_feeds import know_feeds
    from broadsheet.wire.acts.receive import feed_named
    from broadsheet.wire.errors import WireError

    if not feed.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError("A feed's name has letters, digits and hyphens only.")
    know_feeds(settings.feeds)
    failed = False
    with plain_failures(WireError, OSError, OperationalError), progress("Receiving") as advance:
        source, files = feed_named(feed), list(_files(paths))
        take = ingest_one_by_one if publish else ingest
        for batch in take(files, feed=source, clock=timezone.now):
            rows = [_row(path, one, publish=publish) for path, received in batch for one in received]
            failed = failed or any(row["result"] == "quarantined" for row in rows)
            _print_all(rows)
            advance(len(batch), len(files))
    sys.exit(1 if failed else 0)


@wire.command()
@click.option("--feed", help="Of this feed alone.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Received on this day or later, in the newsroom's time."
)
@click.option("--guid", help="Of this item alone.")
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: the output is always JSON.")
def reread(feed: str | None, since: datetime | None, guid: str | None, as_json: bool) -> None:
    """Read the kept bytes again with today's readers; one JSON object a dispatch that changes. Safe to repeat.

    What the desk did with a dispatch stays. A kill that was not seen before is heeded now, and files in quarantine that
    can be read now are received.
    """
    start_django()
    from django.db import OperationalError
    from django.utils import timezone

    from broadsheet.wire.acts.reread import Chosen, reread
    from broadsheet.wire.errors import WireError
    from broadsheet.wire.models import Feed

    if feed is not None and not Feed.objects.filter(name=feed).exists():
        raise click.UsageError(f"There is no feed “{feed}”.")
    chosen = Chosen(feed=feed, since=timezone.make_aware(since) if since else None, guid=guid)
    with plain_failures(WireError, OSError, OperationalError), progress("Reading again") as advance:
        for batch in reread(chosen, clock=timezone.now):
            _print_all(
                [
                    {"guid": one.guid, "version": one.version, "result": one.result, "changed": one.changed}
                    for one in batch.rows
                ]
            )
            advance(batch.done, batch.total)


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that is told how many more are done, of how many; a terminal shows it as a bar."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, advance=done, total=total)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield files: those named, and those of named folders, pictures first so that their items find them."""
    pictures = (".jpg", ".jpeg", ".png", ".webp", ".gif")
    for path in paths:
        if path.is_dir():
            files = [file for file in path.rglob("*") if file.is_file() and not file.name.startswith(".")]
            yield from sorted(files, key=lambda file: (file.suffix.lower() not in pictures, file))
        else:
            yield path


def _row(path: Path, received: Any, *, publish: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "guid": received.guid,
        "version": received.version,
        "result": received.result,
        "story": None,
        "url": None,
    }
    if received.error:
        row |= {"file": str(path), "error": received.error, "detail": received.detail}
    if publish and _is_due(received):
        row |= _publish(received.record)
    return row


def _is_due(received: Any) -> bool:
    """Return whether it is to be published: what has just come, or what came in a run that was cut short."""
    if received.result in ("new", "update"):
        return bool(received.record.is_latest)
    record = received.record
    return received.result == "duplicate" and record.is_latest and (record.state, record.pubstatus) == ("new", "usable")


def _publish(record: Any) -> dict[str, Any]:
    from broadsheet.desk.acts.auto_publish import auto_publish
    from broadsheet.desk.addresses import story_url
    from broadsheet.desk.errors import DeskError

    try:
        story = auto_publish(record)
    except DeskError as err:
        return {"refused": type(err).__name__, "detail": str(err)}
    return {"story": story.pk, "url": story_url(story.pk)}


def _print_all(rows: Iterable[dict[str, Any]]) -> None:
    if lines := [orjson.dumps(row).decode() for row in rows]:
        click.echo("\n".join(lines))
