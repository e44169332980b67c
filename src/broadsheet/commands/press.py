"""``broadsheet press``: render what is stale, compare the page store with the database, and say how the press is doing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from broadsheet.commands.newsroom import start_django

if TYPE_CHECKING:
    from broadsheet.press.acts.verify import Fault

#: Counting what is left takes a while where it is much, so that is done less often.
LOOK_SECONDS, LOOK_LONGER_SECONDS, MUCH = 0.1, 1.0, 1000
SOME_FAILED = "Some pages could not be rendered; `broadsheet press status` shows the last error."


@click.group()
def press() -> None:
    """Render pages, and see how the press is doing."""


@press.command()
@click.option("--all", "everything", is_flag=True, help="Render every page, not only the stale ones.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that render.")
def run(everything: bool, workers: int) -> None:
    """Render what is stale and return when the page store is up to date."""
    start_django()
    from broadsheet.press.acts.press_all import ask_for_all
    from broadsheet.press.design import design_digest, note_design
    from broadsheet.press.lock import is_press_running

    is_running = is_press_running()
    if everything:
        with _counting("Asking for every page") as count:
            ask_for_all(count)
    if is_running:
        _wait_for_the_presses()
        click.echo("The running press has done its list.")
        return
    note_design(design_digest())
    pages, failed = _press_with(workers)
    click.echo(f"{pages} pages looked at, {failed} failed.")
    if failed:
        raise click.ClickException(SOME_FAILED)


def _press_with(workers: int) -> tuple[int, int]:
    """Press until nothing is left, with so many processes in all; returns pages and failures of all of them."""
    from broadsheet.press.acts.press_all import press_until_done
    from broadsheet.press.status import left_to_do

    argv = [sys.executable, "-m", "broadsheet", "press", "help-out"]
    others = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(workers - 1)]
    try:
        with _left(left_to_do()) as show:
            done = press_until_done(lambda _: show(left_to_do))
            said = [json.loads(other.communicate()[0] or "{}") for other in others]
    except BaseException:
        for other in others:
            other.terminate()
        raise
    if any(other.returncode for other in others):
        raise click.ClickException("One of the workers ended by itself. Run the command again.")
    pages = done.pages + sum(one.get("pages", 0) for one in said)
    return pages, done.failed + sum(one.get("failed", 0) for one in said)


def _wait_for_the_presses() -> None:
    """Wait until the presses of the running newsroom have done their list."""
    from broadsheet.press.status import left_to_do
    from broadsheet.press.wake import wake

    wake()
    with _left(left_to_do()) as show:
        while left := left_to_do():
            show(lambda left=left: left)  # type: ignore[misc]
            time.sleep(LOOK_SECONDS if left < MUCH else LOOK_LONGER_SECONDS)


@press.command(name="help-out", hidden=True)
def help_out() -> None:
    """Press beside others until nothing is left, and print what was done; `run --workers` starts it."""
    start_django()
    from broadsheet.press.acts.press_all import press_until_done

    done = press_until_done(lambda _: None)
    click.echo(json.dumps({"pages": done.pages, "failed": done.failed}))


@press.command()
@click.option(
    "--mend", "is_mending", is_flag=True, help="Render what differs anew, and take away what must not be there."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page that differed.")
def verify(is_mending: bool, as_json: bool) -> None:
    """Render every page from the database, and say which ones in the page store are not the same, byte for byte."""
    start_django()
    from broadsheet.press.acts.verify import verify as find_faults

    with _counting("Comparing") as count:
        faults = find_faults(count)
    left = {fault.path for fault in (_mend(faults) if is_mending and faults else faults)}
    for fault in faults:
        is_mended = fault.path not in left
        if as_json:
            click.echo(json.dumps({"path": fault.path, "fault": fault.kind, "mended": is_mended}))
        else:
            click.echo(f"{fault.path}: {fault.kind}{', mended' if is_mended else ''}")
    if not faults and not as_json:
        click.echo("Every page is what the database says.")
    if left:
        advice = (
            "`broadsheet press status` shows why." if is_mending else "Mend them with: broadsheet press verify --mend"
        )
        raise click.ClickException(f"{len(left)} pages are not what the database says. {advice}")


def _mend(faults: list[Fault]) -> list[Fault]:
    """Have them pressed, here or by the running press, and return what is still wrong."""
    from broadsheet.press.acts import verify as module
    from broadsheet.press.lock import is_press_running

    is_running = is_press_running()
    module.mend(faults)
    if is_running:
        _wait_for_the_presses()
    else:
        _press_with(1)
    paths = [fault.path for fault in faults]
    waiting = module.waiting(paths)
    return [*module.compare(paths), *(fault for fault in faults if fault.path in waiting)]


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


@contextmanager
def _counting(name: str) -> Iterator[Callable[[int], None]]:
    """Show how many pages were dealt with, and how many a second; yields what is told of each lot."""
    with _bar("{task.completed:.0f} pages") as progress:
        task = progress.add_task(name, total=None)
        yield lambda count: progress.update(task, advance=count)


@contextmanager
def _left(total: int) -> Iterator[Callable[[Callable[[], int]], None]]:
    """Show how many pages are left and how many are done a second; yields what is told how to count them."""
    with _bar("{task.remaining:.0f} left") as progress:
        task = progress.add_task("Pressing", total=total)
        looked_at = 0.0

        def show(left_to_do: Callable[[], int]) -> None:
            nonlocal looked_at
            if time.monotonic() - looked_at < LOOK_LONGER_SECONDS:
                return
            looked_at = time.monotonic()
            left = left_to_do()
            known = progress.tasks[0].total or 0
            progress.update(task, total=max(known, left), completed=max(known, left) - left)

        yield show


def _bar(figure: str) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Pages a second."""

        def render(self, task: Any) -> Text:
            return Text(f"{task.speed:.0f} pages/s" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn(figure), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
