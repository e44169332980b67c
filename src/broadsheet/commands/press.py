"""``broadsheet press``: render what is stale, and say how the press is doing."""

from __future__ import annotations

import json
import signal
import time
from threading import Event

import click

from broadsheet.commands.newsroom import start_django


@click.group()
def press() -> None:
    """Render pages, and see how the press is doing."""


@press.command()
@click.option("--all", "everything", is_flag=True, help="Render every page, not only the stale ones.")
def run(everything: bool) -> None:
    """Render what is stale and return when the page store is up to date."""
    start_django()
    from broadsheet.core import keys
    from broadsheet.press.acts.mark_stale import mark_stale
    from broadsheet.press.lock import PressLock

    with PressLock() as lock:
        if lock.try_take():
            _run_all() if everything else _run_stale()
            return
    if everything:
        mark_stale([keys.LAYOUT, keys.SITE])
    _wait_for_the_press()


def _run_stale() -> None:
    from broadsheet.press.acts.press_stale import press_stale

    pages = failed = 0
    while (done := press_stale()).keys:
        pages, failed = pages + done.pages, failed + done.failed
    click.echo(f"{pages} pages looked at, {failed} failed.")
    if failed:
        raise click.ClickException("Some pages could not be rendered; `broadsheet press status` shows the last error.")


def _wait_for_the_press() -> None:
    """Wait until the press of the running newsroom has done its list: two writers would be one too many."""
    from broadsheet.press.status import is_up_to_date
    from broadsheet.press.wake import wake

    wake()
    while not is_up_to_date():
        time.sleep(0.1)
    click.echo("The running press has done its list.")


def _run_all() -> None:
    from rich.console import Console
    from rich.progress import Progress

    from broadsheet.press.acts.press_all import press_all

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Pressing", total=None)
        count = press_all(lambda path: progress.update(task, advance=1, description=path))
    click.echo(f"{count} pages.")


@press.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """Print stale keys, pages, the age of the oldest stale key in seconds, and the last error."""
    start_django()
    from broadsheet.press.status import status as of_press

    now = of_press()
    if as_json:
        click.echo(json.dumps(now))
        return
    for name, value in now.items():
        click.echo(f"{name.replace('_', ' '):22} {'none' if value is None else value}")


@press.command(hidden=True)
def loop() -> None:
    """Run the press until told to stop; `broadsheet up` does it."""
    start_django()
    from broadsheet.press.loop import run as run_loop

    run_loop(stop_on_signal())


@press.command(hidden=True)
def prepare() -> None:
    """Bring the newsroom up to this version; `broadsheet up` does it before the app starts."""
    settings = start_django()
    from broadsheet.commands.init import prepare as bring_up

    bring_up(settings)


def stop_on_signal() -> Event:
    """Return an event that SIGTERM and SIGINT set, so that a loop ends between two pieces of work."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
