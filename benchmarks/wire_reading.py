"""How many agency items a second does one core read? Beside a bare parse of the same bytes by the same library.

Limit: the best-known open newsroom system's readers on such a machine: ninjs 10,300, NewsML-G2 1,180, NITF 675 items/s.
Aim, with every field of the contract and the body cleaned: NewsML-G2 4,000, NITF 5,000, ninjs 15,000 items/s at 8 KB.
The items are the demo's own and the tests', filled up to 8 KB with paragraphs of their own. Formats without a parser of
their own (IPTC 7901, ANPA) are measured beside a bare splitting of their lines, feeds beside lxml.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
from lxml import etree

from broadsheet.demo.content import WIRE
from broadsheet.wire.formats import read

SECONDS = 2.0
ITEM_BYTES = 8_000
PEERS = {"ninjs": 10_300, "newsml-g2": 1_180, "nitf": 675}
AIMS = {"ninjs": 15_000, "newsml-g2": 4_000, "nitf": 5_000}
FIXTURES = Path(__file__).parents[1] / "tests" / "wire" / "fixtures"
FILES = {
    "ninjs": WIRE / "np-ninjs2-chess-train.json",
    "newsml-g2": WIRE / "np-g2-one-ticket.xml",
    "nitf": WIRE / "np-nitf-herring.xml",
    "newsml-1": FIXTURES / "text.newsml-1.xml",
    "dpa-digitalwires": FIXTURES / "article.dpa-digitalwires.json",
    "rss": FIXTURES / "news.rss.xml",
    "atom": FIXTURES / "news.atom.xml",
}
SENTENCE = "The ferry left the quay an hour late, and nobody on board could say when it would be back. "
TELEGRAM = (
    "\x01nob0001 4 pol 80 NP  0000\r\n\r\nferry-late\r\n\x02"
    + "\r\n".join(f"   {SENTENCE}" for _ in range(ITEM_BYTES // len(SENTENCE)))
    + "\r\n\x03\r\nnp 160900 may 26\r\n\x04"
).encode()
OSLO = ZoneInfo("Europe/Oslo")


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    missed = False
    print(f"{'format':18}{'bytes':>8}{'items/s':>12}{'bare parse/s':>14}{'limit':>10}{'aim':>10}")
    for name, data in _samples():
        items = len(read(data, filename=name, time_zone=OSLO))
        ours = items * rate(partial(read, data, filename=name, time_zone=OSLO))
        bare = items * rate(partial(_bare, data))
        missed = missed or ours < PEERS.get(name, 0)
        print(
            f"{name:18}{len(data):8}{ours:12,.0f}{bare:14,.0f}{PEERS.get(name, 0) or '':>10}{AIMS.get(name, '')!s:>10}"
        )
    print("limits: " + ("MISSED" if missed else "held"))
    return int(missed)


def _samples() -> list[tuple[str, bytes]]:
    found = [(name, filled(path.read_bytes())) for name, path in FILES.items() if path.is_file()]
    return [*found, ("iptc7901", TELEGRAM)]


def filled(data: bytes) -> bytes:
    """Return a file with paragraphs added after its last one, up to 8 KB; one without a paragraph as it is."""
    text = data.decode()
    end = text.rfind("</p>") + len("</p>")
    paragraph = f"<p>{SENTENCE * 2}</p>"
    count = max(0, ITEM_BYTES - len(data)) // len(paragraph)
    return (text[:end] + paragraph * count + text[end:]).encode() if end >= len("</p>") else data


def _bare(data: bytes) -> object:
    if data.startswith((b"{", b"[")):
        return orjson.loads(data)
    # `recover`, because a real NewsML 1 file refers to a DTD that is not there.
    return etree.fromstring(data, etree.XMLParser(recover=True)) if data.startswith(b"<") else data.splitlines()


def rate(work: Callable[[], object]) -> float:
    """Return how often it can be done in a second of one core's time, whatever else the machine does."""
    count, began = 0, time.process_time()
    while (took := time.process_time() - began) < SECONDS:
        work()
        count += 1
    return count / took


if __name__ == "__main__":
    sys.exit(main())
