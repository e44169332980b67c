"""``broadsheet up``: the whole newsroom in one process tree."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from broadsheet.commands.newsroom import newsroom, plain_failures
from broadsheet.settings.durability import refuse_lossy_database
from broadsheet.settings.errors import SettingsError
from broadsheet.settings.prepared import is_prepared
from broadsheet.settings.table import Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else server.port.")
@click.option("--host", help="Address to listen on; else server.host.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Page server processes.")
@click.option(
    "--presses", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that render pages."
)
@click.option(
    "--only", type=click.Choice(["pages"]), help="Run page server and mirror alone, in front of other machines."
)
@click.option("--print-sign-in", is_flag=True, hidden=True, help="Print a one-time sign-in for the first editor.")
def up(
    *, port: int | None, host: str | None, workers: int, presses: int, only: str | None, print_sign_in: bool
) -> None:
    """Run page server, app, press, background work and feeds until told to stop."""
    from broadsheet.supervisor import (
        ChildSpec,
        Supervisor,
        SupervisorError,
        UpLock,
        app_child,
        page_server_child,
        port_free,
    )

    settings = newsroom()
    with plain_failures(SettingsError):
        refuse_lossy_database(settings)
    host, port = host or settings["server.host"], port or settings["server.port"]
    os.environ["BROADSHEET_DIR"] = str(settings.folder)
    run = settings.data / "run"
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    run.chmod(0o700)
    config = run / "pages.json"
    env = {"BROADSHEET_DIR": str(settings.folder), "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    ours = [sys.executable, "-m", "broadsheet"]
    children = [
        page_server_child(config, host=host, port=port, workers=workers),
        app_child(run / "app.sock", workers=1, env=env),
        *(ChildSpec(name, [*ours, "press", "loop"], env) for name in names_of_presses(presses)),
        ChildSpec("work", [*ours, "work"], env),
    ]
    if only == "pages":
        del children[1:]
    if settings["store.url"]:
        children.append(ChildSpec("mirror", [*ours, "press", "mirror"], env))
    elif only == "pages":
        raise click.UsageError("--only pages wants a store that machines share: set store.url.")
    prepared = is_prepared(settings)
    before = [] if prepared else [ChildSpec("prepare", [*ours, "press", "prepare"], env)]
    try:
        with UpLock(run / "up.lock"):
            port_free(host, port)
            _write_config(settings, config)
            sign_in = SignIn(settings.folder, is_ready=prepared) if print_sign_in else None
            ready = _say_ready(host, port, sign_in)
            status = Supervisor(children, before=before, on_ready=ready).run()
    except SupervisorError as err:
        raise click.ClickException(str(err)) from err
    sys.exit(status)


def names_of_presses(count: int) -> list[str]:
    """Return what the presses are called in the log."""
    return ["press", *(f"press-{number}" for number in range(2, count + 1))]


def _write_config(settings: Settings, path: Path) -> None:
    from broadsheet.press.deploy.serving import server_config
    from broadsheet.press.server.config import dump_config

    dump_config(server_config(settings), path)


def _say_ready(host: str, port: int, sign_in: SignIn | None) -> Callable[[], None]:
    def say() -> None:
        site = f"http://{host}:{port}"
        click.echo(f"The paper is at  {site}/")
        click.echo(f"The desk is at   {site}/desk/")
        if sign_in and (path := sign_in.path()):
            click.echo(f"Sign in once as the first editor (30 minutes): {site}{path}")
        click.echo("Stop with Ctrl-C.")
        sys.stdout.flush()

    return say


class SignIn:
    """A one-time sign-in for the first editor, asked of a process of its own so that this one stays small."""

    def __init__(self, folder: Path, *, is_ready: bool) -> None:
        self._argv = [sys.executable, "-m", "broadsheet", "--dir", str(folder), "user", "link"]
        self._asked = self._ask() if is_ready else None

    def path(self) -> str:
        """Return the root-relative address, or "" where there is nobody to sign in."""
        return (self._asked or self._ask()).communicate()[0].strip()

    def _ask(self) -> subprocess.Popen[str]:
        return subprocess.Popen(self._argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
