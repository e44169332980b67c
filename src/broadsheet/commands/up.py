"""``broadsheet up``: the whole newsroom in one process tree."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from broadsheet.commands.newsroom import newsroom
from broadsheet.settings.prepared import is_prepared
from broadsheet.settings.table import Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else server.port.")
@click.option("--host", help="Address to listen on; else server.host.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Page server processes.")
@click.option("--print-sign-in", is_flag=True, hidden=True, help="Print a one-time sign-in for the first editor.")
def up(port: int | None, host: str | None, workers: int, print_sign_in: bool) -> None:
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
        ChildSpec("press", [*ours, "press", "loop"], env),
        ChildSpec("work", [*ours, "work"], env),
    ]
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


def _write_config(settings: Settings, path: Path) -> None:
    from broadsheet.press.server.config import ServerConfig, dump_config

    data = settings.data
    config = ServerConfig(
        pages=str(data / "pages"),
        static=str(data / "static"),
        pictures=str(data / "pictures"),
        app_socket=str(data / "run" / "app.sock"),
        hosts=(settings.host, *settings["site.hosts"]),
        https=settings["site.url"].startswith("https://"),
        site_name=settings["site.name"],
        language=settings["site.language"],
        trusted_proxies=tuple(settings["server.trusted_proxies"]),
        frame_sources=_frame_sources(settings),
        health_token=settings["server.metrics_token"],
    )
    dump_config(config, path)


def _frame_sources(settings: Settings) -> tuple[str, ...]:
    players = {"youtube.com": "https://www.youtube-nocookie.com", "vimeo.com": "https://player.vimeo.com"}
    return tuple(players[host] for host in settings["desk.embeds"] if host in players)


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
