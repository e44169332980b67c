"""Agency items of about 8 KB for benchmarks, of our own making: seeded, so that every run has the same.

The words are made of syllables and come as often as words of a language do (Zipf), so that a search index has as much
to do as with real copy. Nobody's text is in them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from xml.sax.saxutils import escape

START = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = [
    first + vowel + last for first in "bdfghjklmnprstv" for vowel in "aeiouyøå" for last in ("", "n", "r", "s")
]
VOCABULARY = 20_000
PARAGRAPHS, WORDS_A_PARAGRAPH = 14, 55
"""About 5 KB of text, which makes about 8 KB of NewsML-G2."""

G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}" standard="NewsML-G2"
 standardversion="2.35" conformance="power" xml:lang="nb">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_37.xml"/>
<rightsInfo><copyrightHolder uri="https://agency.example/"><name>The Example Agency</name></copyrightHolder>
<copyrightNotice>© The Example Agency</copyrightNotice><usageTerms>For subscribers.</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="exa"><name>The Example Agency</name></provider>
<versionCreated>{created}</versionCreated><firstCreated>{created}</firstCreated>
<pubStatus qcode="stat:usable"/><service qcode="svc:news"/></itemMeta>
<contentMeta><urgency>{urgency}</urgency><slugline>{slugline}</slugline><headline>{headline}</headline>
<by>By Ida Storm</by><dateline>NORTHPORT</dateline><language tag="nb"/>
<subject qcode="medtop:04000000"><name>economy</name></subject><subject qcode="medtop:11000000"><name>politics</name></subject>
<keyword>{keyword}</keyword></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{headline}</title>
</head><body>{body}</body></html></inlineXML></contentSet></newsItem>
"""
NITF = """<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>{headline}</title><meta name="provider" content="exa"/>
<docdata management-status="usable"><doc-id id-string="{guid}" regsrc="exa"/><urgency ed-urg="{urgency}"/>
<date.issue norm="{created}"/><du-key key="{slugline}" version="{version}"/><doc.copyright holder="The Example Agency"/>
<key-list><keyword key="{keyword}"/></key-list></docdata></head>
<body><body.head><hedline><hl1>{headline}</hl1></hedline><byline>By Ida Storm</byline><dateline>NORTHPORT</dateline></body.head>
<body.content>{body}</body.content></body></nitf>
"""


class Writer:
    """Writes items, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        of_words = random.Random(0)
        self.words = ["".join(of_words.choices(SYLLABLES, k=of_words.randint(1, 4))) for _ in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def sentence(self, words: int) -> str:
        """Return as many words, with a capital and a full stop."""
        text = " ".join(self.dice.choices(self.words, cum_weights=self.weights, k=words))
        return text[:1].upper() + text[1:] + "."

    def item(self, number: int) -> dict[str, str]:
        """Return the parts of an item; each number is an item of its own."""
        paragraphs = [self.sentence(WORDS_A_PARAGRAPH) for _ in range(PARAGRAPHS)]
        return {
            "guid": f"urn:newsml:agency.example:{self.dice.getrandbits(64):016x}:{number}",
            "version": "1",
            "created": (START + timedelta(seconds=37 * number)).isoformat(),
            "urgency": str(self.dice.randint(1, 8)),
            "slugline": self.sentence(2).lower().replace(" ", "-"),
            "headline": self.sentence(8),
            "keyword": self.sentence(1),
            "body": "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs),
        }


def newsml_g2(item: dict[str, str]) -> bytes:
    """Return the item as a NewsML-G2 newsItem."""
    return G2.format(**item).encode()


def nitf(item: dict[str, str]) -> bytes:
    """Return the item as NITF."""
    return NITF.format(**item).encode()


def ninjs(item: dict[str, str]) -> bytes:
    """Return the item as ninjs 2."""
    made = {
        "uri": item["guid"],
        "standard": {"name": "ninjs", "version": "2.1"},
        "type": "text",
        "version": item["version"],
        "versioncreated": item["created"],
        "pubstatus": "usable",
        "urgency": int(item["urgency"]),
        "language": "nb",
        "headlines": [{"value": item["headline"]}],
        "slugline": item["slugline"],
        "by": "By Ida Storm",
        "keywords": [item["keyword"]],
        "copyrightholder": "The Example Agency",
        "bodies": [{"contenttype": "text/html", "value": item["body"]}],
    }
    return json.dumps(made, ensure_ascii=False).encode()


FORMATS: dict[str, tuple[str, Callable[[dict[str, str]], bytes]]] = {
    "newsml-g2": (".xml", newsml_g2),
    "nitf": (".xml", nitf),
    "ninjs": (".json", ninjs),
}


def write_folder(folder: Path, items: int, *, seed: int) -> int:
    """Write `items` files into `folder`, the formats in turn, and return their mean size in bytes."""
    folder.mkdir(parents=True)
    writer, formats, total = Writer(seed), list(FORMATS.values()), 0
    for number in range(items):
        ending, made_as = formats[number % len(formats)]
        total += (folder / f"{number:06}{ending}").write_bytes(made_as(writer.item(number)))
    return total // items
