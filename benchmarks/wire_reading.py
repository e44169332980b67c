"""How many agency items a second does one core read? Beside a bare parse of the same bytes by the same library.

Limit: the best-known open newsroom system's readers on such a machine: ninjs 10,300, NewsML-G2 1,180, NITF 675 items/s.
The files are the demo's own, one in each format.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import orjson
from lxml import etree

from broadsheet.demo.content import WIRE
from broadsheet.wire.formats import read

SECONDS = 2.0
PEERS = {"ninjs": 10_300, "newsml": 1_180, "nitf": 675}
FILES = {"ninjs": "np-ninjs2-chess-train.json", "newsml": "np-g2-one-ticket.xml", "nitf": "np-nitf-herring.xml"}
OSLO = ZoneInfo("Europe/Oslo")


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    missed = False
    print(f"{'format':10}{'bytes':>8}{'items/s':>12}{'bare parse/s':>14}{'limit':>10}")
    for name, file in FILES.items():
        data = (WIRE / file).read_bytes()
        ours = rate(lambda data=data, file=file: read(data, filename=file, time_zone=OSLO))
        bare = rate(
            (lambda data=data: orjson.loads(data)) if name == "ninjs" else (lambda data=data: etree.fromstring(data))
        )
        missed = missed or ours < PEERS[name]
        print(f"{name:10}{len(data):8}{ours:12,.0f}{bare:14,.0f}{PEERS[name]:10,}")
    print("limits: " + ("MISSED" if missed else "held"))
    return int(missed)


def rate(work: Callable[[], object]) -> float:
    """Return how often a second it can be done."""
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < SECONDS:
        work()
        count += 1
    return count / took


if __name__ == "__main__":
    sys.exit(main())
