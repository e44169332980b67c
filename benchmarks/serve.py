"""How many story pages a second: our page server beside nginx, on the same bytes, in the same run.

    python benchmarks/serve.py [--seconds 8] [--connections 32]

Limit: ours at least 45 % of one nginx worker that serves the page pre-compressed. Exit status 1 below it, 2 when `wrk`
or `nginx` is missing. With a stat, negotiation and an entity tag on each request, as readers get it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from broadsheet.press.server.config import CONFIG_VARIABLE, ServerConfig, dump_config
from broadsheet.press.stores.folder import FolderStore
from broadsheet.supervisor import answers, page_server_argv

LEAST_SHARE = 0.45
PAGE_BYTES = 25_000
STORY = "/world/story/"

NGINX = """
worker_processes 1;
daemon off;
pid {root}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    types {{ text/html html; }}
    sendfile on;
    keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=60s;
    server {{
        listen 127.0.0.1:{port};
        root {root}/pages/live;
        gzip_static on;
        add_header Cache-Control "public, max-age=5";
        location = /healthz {{ return 200; }}
        location / {{ index index.html; }}
    }}
}}
"""


class Measured(NamedTuple):
    """What wrk said of one server."""

    name: str
    per_second: float
    p99_ms: float


def main() -> int:
    """Measure, print a table, and say whether the limit holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    missing = [name for name in ("wrk", "nginx") if shutil.which(name, path=_search_path()) is None]
    if missing:
        print(
            f"benchmarks/serve.py needs {' and '.join(missing)}; install them (on Debian: apt-get install nginx wrk)."
        )
        return 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        FolderStore(root / "pages").write_page(STORY, page(), "html")
        with nginx(root) as port:
            compressed_etag(port)
            peer = measure("nginx, pre-compressed, 1 worker", port, options)
        with page_server(root) as port:
            ours = [measure("broadsheet page server, 1 worker", port, options)]
            ours.append(measure("  the same, 304", port, options, header=f"If-None-Match: {compressed_etag(port)}"))
    print(f"{'server':<36}{'requests/s':>12}{'p99 ms':>9}{'share':>8}")
    for row in (peer, *ours):
        print(f"{row.name:<36}{row.per_second:>12,.0f}{row.p99_ms:>9.2f}{row.per_second / peer.per_second:>8.2f}")
    holds = ours[0].per_second >= LEAST_SHARE * peer.per_second
    print(f"limit: {LEAST_SHARE:.2f} of nginx: {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


def page() -> bytes:
    """Return a page of 25 KB that compresses as prose does."""
    chance = random.Random(17)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(600)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    text = " ".join(chance.choices(words, weights, k=6000)).encode()
    return (b"<!doctype html><title>A story</title><p>" + text)[:PAGE_BYTES]


def measure(name: str, port: int, options: argparse.Namespace, *, header: str = "Accept: text/html") -> Measured:
    """Let wrk ask for the story, after a second to warm up."""
    command = ["wrk", "--latency", "-t1", f"-c{options.connections}", "-H", "Accept-Encoding: gzip", "-H", header]
    address = f"http://127.0.0.1:{port}{STORY}"
    subprocess.run([*command, "-d1", address], check=True, capture_output=True)
    done = subprocess.run([*command, f"-d{options.seconds}", address], check=True, capture_output=True, text=True)
    per_second = re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)
    p99 = re.search(r"99%\s+([0-9.]+)(us|ms|s)", done.stdout)
    if per_second is None or p99 is None or "Non-2xx" in done.stdout:
        raise SystemExit(f"{name} did not answer every request:\n{done.stdout}")
    unit_ms = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return Measured(name, float(per_second[1]), float(p99[1]) * unit_ms)


@contextmanager
def nginx(root: Path) -> Iterator[int]:
    """Run nginx on the page store's files."""
    port = _free_port()
    file = root / "nginx.conf"
    file.write_text(NGINX.format(root=root, port=port))
    command = [shutil.which("nginx", path=_search_path()) or "nginx", "-c", str(file), "-p", str(root)]
    with _running(command, port, {}):
        yield port


@contextmanager
def page_server(root: Path) -> Iterator[int]:
    """Run our page server on the same files."""
    port = _free_port()
    config = ServerConfig(
        pages=str(root / "pages"), static=str(root), pictures=str(root), app_socket=str(root / "none.sock")
    )
    dump_config(config, root / "server.json")
    command = page_server_argv(host="127.0.0.1", port=port, workers=1)
    with _running(command, port, {CONFIG_VARIABLE: str(root / "server.json")}):
        yield port


def compressed_etag(port: int) -> str:
    """Return the entity tag of the story as it is sent to wrk, and make sure that it is sent compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("HEAD", STORY, headers={"Accept-Encoding": "gzip"})
    headers = connection.getresponse().headers
    connection.close()
    if headers["Content-Encoding"] != "gzip":
        raise SystemExit("The page did not come compressed; the comparison would be void.")
    return str(headers["ETag"])


@contextmanager
def _running(command: list[str], port: int, env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env={**os.environ, **env})
    is_up = answers("127.0.0.1", port)
    deadline = time.monotonic() + 15
    while not is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{command[0]} did not start")
        time.sleep(0.05)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _search_path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])


if __name__ == "__main__":
    sys.exit(main())
