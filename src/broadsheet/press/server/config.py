"""The page server's configuration: one frozen value, read from a file that the supervisor writes.

Granian loads the server in worker processes that get no arguments of ours, so the file's name comes in the
environment. The newsroom's own settings are read elsewhere; this process reads nothing but this file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from broadsheet.press.errors import ServerConfigError

CONFIG_VARIABLE: Final = "BROADSHEET_SERVER_CONFIG"

LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """What the page server has to know. Folders are absolute; sizes are bytes, times are seconds."""

    pages: str
    """The page store: `data/pages`."""
    static: str
    """Collected static files with hashed names: `data/static`."""
    pictures: str
    """Published renditions, served below `/media/`: `data/pictures`."""
    app_socket: str
    """The Unix socket on which the app listens: `data/run/app.sock`."""
    run: str = ""
    """Folder where the counts of reads are left for the press: `data/run`; empty for none."""
    surrogate_keys: bool = False
    """Whether pages say what they were made from, for a cache that is purged by key."""
    hosts: tuple[str, ...] = ()
    """Host names, without a port, that the site answers to; loopback names always count."""
    https: bool = False
    """Whether readers come by https (`site.url`): sends HSTS and tells the app so."""
    site_name: str = "Broadsheet"
    language: str = "en"
    """`en` or `nb`: the language of the server's own plain pages."""
    trusted_proxies: tuple[str, ...] = ()
    """Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, such as `10.0.0.0/8`."""
    frame_sources: tuple[str, ...] = ()
    """Origins that a page may show in a frame once a reader has asked for it."""
    csp: str = ""
    """A Content-Security-Policy for pages in place of the built-in one; empty for the built-in one."""
    private_prefixes: tuple[str, ...] = ("/desk/", "/comments/", "/accounts/", "/search/", "/tips/", "/wire/")
    """Addresses that go straight to the app and are never looked up in the page store."""
    health_token: str = ""
    """A bearer token that opens `/readyz` and `/metrics` to a peer that is not on loopback; empty for none."""
    memory_bytes: int = 64 * 1024 * 1024
    """Pages and small files kept in memory, a worker."""
    form_max_bytes: int = 64 * 1024
    """The largest body that a reader may send."""
    desk_max_bytes: int = 30 * 1024 * 1024
    """The largest body that the desk may send: a picture with its form."""
    wire_max_bytes: int = 20 * 1024 * 1024
    """The largest body that an agency may push: one file."""
    body_seconds: float = 10.0
    """How long a body may take before its sender has to show a useful pace."""
    stall_seconds: float = 10.0
    """How long a reader may take nearly nothing of an answer that waits for him."""
    connect_seconds: float = 2.0
    answer_seconds: float = 60.0
    """How long the app may be silent."""
    app_requests: int = 64
    """Requests passed to the app at a time, a worker, counted apart for readers and for the desk; the rest get 503."""

    def __post_init__(self) -> None:
        for network in self.trusted_proxies:
            try:
                ip_network(network, strict=False)
            except ValueError as err:
                raise ServerConfigError(f"server.trusted_proxies: {network!r} is not an address or a network.") from err


def dump_config(config: ServerConfig, file: Path) -> None:
    """Write a configuration where a worker can read it, for the owner's eyes only."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(asdict(config), out, indent=2)


def load_config(file: Path) -> ServerConfig:
    """Read a configuration.

    Raises:
        ServerConfigError: the file cannot be read, or a name in it is unknown or missing.
    """
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ServerConfigError(f"The page server's configuration {file} cannot be read: {err}") from err
    known = {field.name for field in fields(ServerConfig)}
    if not isinstance(table, dict) or not table.keys() <= known:
        raise ServerConfigError(f"The page server's configuration {file} holds names that it does not know.")
    try:
        return ServerConfig(**{name: _frozen(value) for name, value in table.items()})
    except TypeError as err:
        raise ServerConfigError(f"The page server's configuration {file} is incomplete: {err}") from err


def config_from_environment(environ: Mapping[str, str]) -> ServerConfig:
    """Read the configuration that the environment names.

    Raises:
        ServerConfigError: it names none, or one that cannot be used.
    """
    file = environ.get(CONFIG_VARIABLE)
    if not file:
        raise ServerConfigError(f"{CONFIG_VARIABLE} has to name the page server's configuration file.")
    return load_config(Path(file))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
