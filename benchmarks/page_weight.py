"""How many bytes does a reader fetch for the front and for a story, without pictures and fonts?

Limit: 20 KB compressed, for the page with its stylesheets, scripts and icon, as the page server sends them to a browser
that takes brotli. The paper is the demo's; of its stories the heaviest counts.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
from pathlib import Path

from brotli import decompress
from lxml import html

from tests.running import RunningNewsroom

LIMIT_BYTES = 20 * 1024
PARTS = {
    "stylesheets": "//link[@rel='stylesheet']/@href",
    "scripts": "//script[@src]/@src",
    "icon": "//link[@rel='icon']/@href",
}
Weights = dict[str, int]


def main() -> int:
    """Print the table; 1 if a page is too heavy."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        running = RunningNewsroom(Path(folder) / "n", "--demo")
        running.start()
        try:
            found = measure(running.port)
        finally:
            running.stop()
    print(f"{'':28}{'page':>8}{'styles':>8}{'scripts':>8}{'icon':>8}{'together':>10}")
    for name, weights in found.items():
        print(f"{name[:27]:28}" + "".join(f"{size:8,}" for size in weights.values()) + f"{sum(weights.values()):10,}")
    heaviest = max(sum(weights.values()) for weights in found.values())
    print(f"limit: {LIMIT_BYTES:,} bytes: {'held' if heaviest < LIMIT_BYTES else 'MISSED'}")
    return int(heaviest >= LIMIT_BYTES)


def measure(port: int) -> dict[str, Weights]:
    """Return the weights of the front, of the heaviest story on it, and of the lightest."""
    server = http.client.HTTPConnection("127.0.0.1", port)
    front = _weighed(server, "/")
    page = html.fromstring(_fetch(server, "/")[1])
    paths = {str(link) for link in page.xpath("//h2//a/@href | //h3//a/@href")}
    stories = sorted((_weighed(server, path) for path in sorted(paths)), key=lambda weights: weights["page"])
    return {"front": front, "story, the heaviest": stories[-1], "story, the lightest": stories[0]}


def _weighed(server: http.client.HTTPConnection, path: str) -> Weights:
    size_bytes, text = _fetch(server, path)
    weights = {"page": size_bytes}
    for name, where in PARTS.items():
        weights[name] = sum(_fetch(server, address)[0] for address in set(html.fromstring(text).xpath(where)))
    return weights


def _fetch(server: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Return how many bytes came, and what they say."""
    server.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = server.getresponse()
    body = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(f"{path}: {answer.status}")
    return len(body), decompress(body) if answer.getheader("Content-Encoding") == "br" else body


if __name__ == "__main__":
    sys.exit(main())
