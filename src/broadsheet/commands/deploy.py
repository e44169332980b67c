"""``broadsheet deploy``: configuration for what stands beside or in front of the newsroom, from its settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from broadsheet.commands.newsroom import newsroom, plain_failures
from broadsheet.press.deploy.serving import server_config
from broadsheet.press.deploy.writing import KINDS, Place, has_brotli_module, write
from broadsheet.press.errors import DeployError, ServerConfigError
from broadsheet.settings.table import Settings

FRONTS: Final = ("nginx", "caddy", "varnish")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file; else print.")
@click.option("--listen", default="", help="Where it listens; else 443 for an https site, 80 for another.")
@click.option("--upstream", help="Where the page server listens; else server.host and server.port.")
@click.option("--certificate", default="", help="Certificate file for nginx; else Let's Encrypt's usual place.")
@click.option("--certificate-key", default="", help="Its key.")
@click.option("--user", default="broadsheet", show_default=True, help="User of the service.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Page server processes.")
@click.option("--backups", default="/var/backups/broadsheet", show_default=True, help="Folder of the backups.")
@click.option("--keep-days", type=click.IntRange(1), default=14, show_default=True, help="Days a backup is kept.")
@click.option("--brotli/--no-brotli", default=None, help="Whether nginx has its brotli module; else looked for here.")
def deploy(
    kind: str,
    file: Path | None,
    *,
    listen: str,
    upstream: str | None,
    certificate: str,
    certificate_key: str,
    user: str,
    workers: int,
    backups: str,
    keep_days: int,
    brotli: bool | None,
) -> None:
    """Print the configuration of nginx, Caddy, Varnish or systemd for this newsroom."""
    settings = newsroom()
    place = Place(
        folder=str(settings.folder.absolute()),
        command=str(Path(sys.executable).parent / "broadsheet"),
        upstream=upstream or f"{settings['server.host']}:{settings['server.port']}",
        listen=listen,
        certificate=certificate,
        certificate_key=certificate_key,
        user=user,
        workers=workers,
        backups=backups,
        keep_days=keep_days,
        has_brotli=has_brotli_module() if brotli is None else brotli,
    )
    with plain_failures(DeployError, ServerConfigError, OSError):
        text = write(kind, server_config(settings), place)
        if file is None:
            click.echo(text, nl=False)
        else:
            file.write_text(text, "utf-8")
            click.echo(f"Written to {file}.")
    _advise(kind, settings)


def _advise(kind: str, settings: Settings) -> None:
    """Say what else has to be set, apart from what is printed."""
    if kind in FRONTS and not settings["server.trusted_proxies"]:
        click.echo("Set server.trusted_proxies, else all readers will seem to be one: for one machine", err=True)
        click.echo('trusted_proxies = ["127.0.0.1", "::1"]', err=True)
    if kind == "systemd-backup" and not settings["backup.recipients"]:
        click.echo("Set backup.recipients, else backups are not encrypted and hold the newsroom's keys.", err=True)
    if kind == "varnish" and not settings["server.purge_url"]:
        click.echo("Set server.purge_url to this Varnish's address, else nothing is purged.", err=True)
