"""How many story pages a second: our page server, and nginx with the configuration that we make, beside plain nginx.

    python -m benchmarks.serve [--seconds 6] [--connections 32] [--rounds 3]

Each on the same bytes, pre-compressed, one worker, a story with 1 and with 200 comments. Limits: our page server at
least 0.45 (1 comment) and 0.35 (200 comments) of plain nginx; nginx as we configure it at least 0.95. The servers take
turns, and the middle round counts. Also, without a limit: what the counting of reads costs, and 304s.

Exit status 1 where a limit is missed, 2 when `wrk` or `nginx` is missing.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from broadsheet.press.deploy.writing import Place, write
from broadsheet.press.server.config import CONFIG_VARIABLE, ServerConfig, dump_config
from broadsheet.press.stores.folder import FolderStore
from broadsheet.supervisor import answers, page_server_argv

STORIES = {1: "/world/one/", 200: "/world/many/"}
LEAST_SHARES = {1: 0.45, 200: 0.35}
LEAST_SHARE_OF_OUR_NGINX = 0.95
STORY_BYTES, COMMENT_BYTES = 25_000, 600

FRAME = """
worker_processes 1;
daemon off;
pid {root}/{name}.pid;
error_log stderr error;
{user}
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
    keepalive_requests 1000000000;
{site}
}}
"""
PLAIN = """
    access_log off;
    types {{ text/html html; }}
    sendfile on;
    open_file_cache max=1000 inactive=60s;
    server {{
        listen 127.0.0.1:{port};
        root {pages}/live;
        gzip_static on;
        add_header Cache-Control "public, max-age=5";
        location = /healthz {{ return 200; }}
        location / {{ index index.html; }}
    }}
"""


class Measured(NamedTuple):
    """What wrk said of one server."""

    per_second: float
    p99_ms: float


def main() -> int:
    """Measure, print a table, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    missing = [name for name in ("wrk", "nginx") if shutil.which(name, path=_search_path()) is None]
    if missing:
        print(f"benchmarks.serve needs {' and '.join(missing)} (on Debian: apt-get install nginx wrk).")
        return 2
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        root.chmod(0o755)
        for comments, path in STORIES.items():
            FolderStore(root / "pages").write_page(path, page(comments), "html")
        ports = {
            "plain nginx": stack.enter_context(nginx(root, "plain", PLAIN)),
            "page server": stack.enter_context(page_server(root, counts=True)),
            "page server that counts no reads": stack.enter_context(page_server(root, counts=False)),
        }
        ports["nginx as configured by us"] = stack.enter_context(our_nginx(root, ports["page server"]))
        return int(not all(compare(comments, path, ports, options) for comments, path in STORIES.items()))


def compare(comments: int, path: str, ports: dict[str, int], options: argparse.Namespace) -> bool:
    """Print the table for one story, and return whether its limits hold."""
    rounds: dict[str, list[Measured]] = {name: [] for name in [*ports, "page server, 304"]}
    for _ in range(options.rounds):
        for name, port in ports.items():
            etag = compressed_etag(port, path)
            rounds[name].append(measure(name, port, path, options))
            if name == "page server":
                header = f"If-None-Match: {etag}"
                rounds["page server, 304"].append(measure(name, port, path, options, header=header))
    middle = {name: statistics.median(one.per_second for one in seen) for name, seen in rounds.items()}
    size = len(page(comments))
    print(f"\nstory with {comments} comment{'s'[: comments > 1]}, {size // 1000} KB, {options.connections} connections")
    print(f"{'server, one worker':<36}{'requests/s':>12}{'p99 ms':>9}{'share':>8}")
    for name, per_second in middle.items():
        p99 = statistics.median(one.p99_ms for one in rounds[name])
        print(f"{name:<36}{per_second:>12,.0f}{p99:>9.2f}{per_second / middle['plain nginx']:>8.2f}")
    kept = [limit("page server", LEAST_SHARES[comments], middle)]
    kept.append(limit("nginx as configured by us", LEAST_SHARE_OF_OUR_NGINX, middle))
    return all(kept)


def limit(name: str, share: float, middle: dict[str, float]) -> bool:
    """Say whether a server reaches its share of plain nginx, and return it."""
    holds = middle[name] >= share * middle["plain nginx"]
    print(f"limit: {name} at least {share:.2f} of plain nginx: {'holds' if holds else 'MISSED'}")
    return holds


def page(comments: int) -> bytes:
    """Return a story that compresses as prose does, with so many comments under it."""
    chance = random.Random(17)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(600)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    size = STORY_BYTES + (comments - 1) * COMMENT_BYTES
    text = " ".join(chance.choices(words, weights, k=size // 4)).encode()
    return (b"<!doctype html><title>A story</title><p>" + text)[:size]


def measure(name: str, port: int, path: str, options: argparse.Namespace, *, header: str = "Accept: */*") -> Measured:
    """Let wrk ask for the story, after a second to warm up."""
    command = ["wrk", "--latency", "-t1", f"-c{options.connections}", "-H", "Accept-Encoding: gzip", "-H", header]
    address = f"http://127.0.0.1:{port}{path}"
    subprocess.run([*command, "-d1", address], check=True, capture_output=True)
    done = subprocess.run([*command, f"-d{options.seconds}", address], check=True, capture_output=True, text=True)
    per_second = re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)
    p99 = re.search(r"99%\s+([0-9.]+)(us|ms|s)", done.stdout)
    if per_second is None or p99 is None or "Non-2xx" in done.stdout:
        raise SystemExit(f"{name} did not answer every request:\n{done.stdout}")
    unit_ms = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return Measured(float(per_second[1]), float(p99[1]) * unit_ms)


@contextmanager
def nginx(root: Path, name: str, site: str) -> Iterator[int]:
    """Run nginx on the page store's files with a site; `{port}` and `{pages}` in it are filled in."""
    port = _free_port()
    with _nginx(root, name, site.format(port=port, pages=root / "pages"), port):
        yield port


@contextmanager
def our_nginx(root: Path, upstream: int) -> Iterator[int]:
    """Run nginx with the configuration that we make, in front of our page server."""
    port = _free_port()
    place = Place(
        folder=str(root),
        command="/usr/bin/broadsheet",
        upstream=f"127.0.0.1:{upstream}",
        listen=f"127.0.0.1:{port}",
    )
    with _nginx(root, "ours", write("nginx", _config(root, run=""), place), port):
        yield port


@contextmanager
def _nginx(root: Path, name: str, site: str, port: int) -> Iterator[None]:
    file = root / f"{name}.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(FRAME.format(root=root, name=name, site=site, user=user))
    command = [shutil.which("nginx", path=_search_path()) or "nginx", "-c", str(file), "-p", str(root)]
    with _running(command, port, {}):
        yield


@contextmanager
def page_server(root: Path, *, counts: bool) -> Iterator[int]:
    """Run our page server on the same files, with the counting of reads or without."""
    port = _free_port()
    file = root / f"server-{port}.json"
    dump_config(_config(root, run=str(root) if counts else ""), file)
    command = page_server_argv(host="127.0.0.1", port=port, workers=1)
    if not counts:
        off = "from broadsheet.press.server import launch, reads\nreads.Reads.count = lambda self, path: None\n"
        command = [sys.executable, "-c", f"{off}launch.main()", *command[3:]]
    with _running(command, port, {CONFIG_VARIABLE: str(file)}):
        yield port


def compressed_etag(port: int, path: str) -> str:
    """Return the entity tag of the story as it is sent to wrk, and make sure that it is sent compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("HEAD", path, headers={"Accept-Encoding": "gzip"})
    headers = connection.getresponse().headers
    connection.close()
    if headers["Content-Encoding"] != "gzip":
        raise SystemExit("The page did not come compressed; the comparison would be void.")
    return str(headers["ETag"])


def _config(root: Path, *, run: str) -> ServerConfig:
    return ServerConfig(
        pages=str(root / "pages"),
        static=str(root),
        pictures=str(root),
        app_socket=str(root / "none.sock"),
        run=run,
        hosts=("127.0.0.1",),
    )


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
