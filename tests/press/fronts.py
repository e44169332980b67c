"""nginx, Caddy and Varnish as real processes, with the configuration that `broadsheet deploy` prints."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.press.deploy.writing import BROTLI_FILES, Place, write
from tests.press.serving import RunningServer, until

NGINX = """
daemon off;
worker_processes 1;
pid {root}/nginx.pid;
error_log {root}/error.log notice;
{modules}
{user}
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    include {root}/site.conf;
}}
"""


def brotli_module() -> Path | None:
    """Return nginx's module for brotli files where this machine has it."""
    return next((file for file in BROTLI_FILES if file.exists()), None)


def place(root: Path, running: RunningServer, **values: Any) -> Place:
    """Return where a newsroom of a test is."""
    return Place(
        **{"folder": str(root), "command": "/usr/bin/broadsheet", "upstream": f"127.0.0.1:{running.port}", **values}
    )


@contextmanager
def nginx(root: Path, running: RunningServer, **values: Any) -> Iterator[RunningServer]:
    """Run nginx in front of a page server."""
    module, port = brotli_module(), _free_port()
    _open_to_all(Path(running.config.pages))
    made = write("nginx", running.config, place(root, running, listen=f"127.0.0.1:{port}", **values))
    (root / "site.conf").write_text(made, "utf-8")
    modules = f"load_module {module};" if module and values.get("has_brotli") else ""
    user = "user root;" if os.geteuid() == 0 else ""
    (root / "nginx.conf").write_text(NGINX.format(root=root, modules=modules, user=user), "utf-8")
    argv = ["nginx", "-c", str(root / "nginx.conf"), "-p", str(root), "-e", str(root / "error.log")]
    with _process(argv, port, root):
        yield replace(running, port=port)


@contextmanager
def caddy(root: Path, running: RunningServer) -> Iterator[RunningServer]:
    """Run Caddy in front of a page server."""
    port = _free_port()
    made = write("caddy", running.config, place(root, running, listen=f"http://:{port}"))
    (root / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{made}", "utf-8")
    argv = ["caddy", "run", "--config", str(root / "Caddyfile"), "--adapter", "caddyfile"]
    with _process(argv, port, root, env={"HOME": str(root), "XDG_DATA_HOME": str(root), "XDG_CONFIG_HOME": str(root)}):
        yield replace(running, port=port)


@contextmanager
def varnish(root: Path, running: RunningServer, *, vcl: str = "") -> Iterator[RunningServer]:
    """Run Varnish in front of a page server, with our configuration or another."""
    port = _free_port()
    (root / "default.vcl").write_text(vcl or write("varnish", running.config, place(root, running)), "utf-8")
    argv = [
        "varnishd",
        "-j",
        "none",
        "-F",
        "-a",
        f"127.0.0.1:{port}",
        "-f",
        str(root / "default.vcl"),
        "-n",
        str(root / "work"),
    ]
    with _process([*argv, "-s", "malloc,64m", "-p", "http_gzip_support=off"], port, root):
        yield replace(running, port=port)


def _open_to_all(folder: Path) -> None:
    """Let nginx's worker, which is another user when root starts it, get to the pages of a test."""
    for parent in folder.parents:
        if parent == Path(parent.anchor) or parent.stat().st_uid != os.geteuid():
            break
        parent.chmod(parent.stat().st_mode | 0o011)


@contextmanager
def _process(argv: list[str], port: int, root: Path, *, env: dict[str, str] | None = None) -> Iterator[None]:
    search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    command = [shutil.which(argv[0], path=search) or argv[0], *argv[1:]]
    with (root / "output.log").open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, "PATH": search, **(env or {})}
        )
        try:
            until(lambda: process.poll() is not None or _listens(port), 30)
            assert process.poll() is None, (root / "output.log").read_text()
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
