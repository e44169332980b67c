"""``broadsheet press mirror``: keep this machine's pages and pictures as the shared store has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from broadsheet.commands.newsroom import start_django

if TYPE_CHECKING:
    from rich.progress import Progress

    from broadsheet.core.bucket import BucketAddress


@click.command()
@click.option("--once", is_flag=True, help="Copy what has changed, and return.")
def mirror(once: bool) -> None:
    """Copy pages and pictures from the shared store until told to stop; `broadsheet up` does it where there is one."""
    start_django()
    from django.conf import settings

    address = settings.STORE_ADDRESS
    if address is None:
        raise click.ClickException("There is no shared store: store.url is empty, so the page store is a folder here.")
    if once:
        _copy_once(address)
        return
    from broadsheet.commands.press import stop_on_signal
    from broadsheet.press.mirror.loop import run

    stop = stop_on_signal()
    with _bar() as progress:
        task = progress.add_task("Copying", total=None)
        run(stop, address, lambda done: progress.update(task, advance=done))


def _copy_once(address: BucketAddress) -> None:
    from django.db import DatabaseError

    from broadsheet.core.bucket import BucketError
    from broadsheet.press.errors import StoreError
    from broadsheet.press.mirror import changes
    from broadsheet.press.mirror.loop import this_mirror

    copy = this_mirror(address)
    try:
        with _bar() as progress:
            task = progress.add_task("Copying", total=changes.waiting(copy.place.number)[0])
            done = copy.catch_up(lambda some: progress.update(task, advance=some))
    except (DatabaseError, BucketError, StoreError) as err:
        raise click.ClickException(f"The copy is not finished, and goes on where it stopped: {err}") from err
    click.echo(f"{done} changes copied.")


def _bar() -> Progress:
    """Return a bar that a terminal shows, and a log does not."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f} changes"))
    return Progress(*columns, console=Console(stderr=True), transient=True)
