"""Every format that is read, a line each. To add one, write its reader and add its line.

A reader gets the parsed XML or JSON, or the bytes where the format is neither, or where broken XML is still worth
reading (feeds). The first line that knows a file has it, so a line that knows much stands below one that knows little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.formats import (
    anpa,
    ap_media,
    dpa_digitalwires,
    feeds,
    iptc7901,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    pictures,
    reuters_api,
    ritzau,
    solita,
)
from broadsheet.wire.formats.detect import Head
from broadsheet.wire.formats.notes import Notes


@dataclass(frozen=True, slots=True)
class BytesFormat:
    """A format that is read from its bytes. `knows` looks at the head, before anything is parsed."""

    name: str
    knows: Callable[[Head], bool]
    read: Callable[[bytes, Notes], list[Dispatch]]


@dataclass(frozen=True, slots=True)
class XmlFormat:
    """A format that is well-formed XML. `knows` looks at the head: `root`, `namespace`."""

    name: str
    knows: Callable[[Head], bool]
    read: Callable[[etree._Element, Notes], list[Dispatch]]


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """A format that is JSON. `knows` looks at the parsed value. `versions` are the names that its items carry."""

    name: str
    knows: Callable[[Any], bool]
    read: Callable[[Any, Notes], list[Dispatch]]
    versions: tuple[str, ...] = ()


BYTES_FORMATS: tuple[BytesFormat, ...] = (
    BytesFormat("picture", pictures.matches, pictures.read),
    BytesFormat("rss", feeds.matches_rss, feeds.read),
    BytesFormat("atom", feeds.matches_atom, feeds.read),
    BytesFormat("anpa", lambda head: anpa.knows(head.start), anpa.read),
    BytesFormat("iptc7901", lambda head: iptc7901.knows(head.start), iptc7901.read),
)
XML_FORMATS: tuple[XmlFormat, ...] = (
    XmlFormat("newsml-g2", lambda head: head.root in newsml_g2.ROOTS, newsml_g2.read),
    XmlFormat("nitf", lambda head: head.root == "nitf", nitf.read),
    XmlFormat("ritzau", lambda head: head.root == ritzau.ROOT, ritzau.read),
    XmlFormat("solita", lambda head: head.root == solita.ROOT, solita.read),
    XmlFormat("newsml-1", lambda head: head.root == newsml_1.ROOT, newsml_1.read),
)
JSON_FORMATS: tuple[JsonFormat, ...] = (
    JsonFormat("ap-media", ap_media.matches, ap_media.read),
    JsonFormat("reuters-api", reuters_api.matches, reuters_api.read),
    JsonFormat("dpa-digitalwires", dpa_digitalwires.matches, dpa_digitalwires.read),
    # The last of the JSON formats: what none of the others knows is tried as ninjs, whose reader says why it is not.
    JsonFormat("ninjs", lambda document: True, ninjs.read, ("ninjs-1", "ninjs-2", "ninjs-3")),
)

FORMATS: tuple[str, ...] = (
    *(name for line in JSON_FORMATS for name in (line.name, *line.versions)),
    *(line.name for line in XML_FORMATS),
    *(line.name for line in BYTES_FORMATS),
)
