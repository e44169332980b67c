"""Whether an item keeps to its standard: a warning where it does not, never a reason to refuse it.

A quarter of the real NewsML-G2 files fail the schema (findings.md), agencies' own among them. The schemas are the
IPTC's property and do not come with the product: whoever has them names their folder. Without them the parts are
looked for that the standards make mandatory.

Source: IPTC NewsML-G2 2.35 (conformance), NITF 3.6, ninjs 1.6, 2.2, 3.1 (`required`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

import fastjsonschema
import orjson
from lxml import etree

from broadsheet.wire.errors import SchemaFolderError
from broadsheet.wire.formats.xml import local_name

MAX_FAULTS = 3
NITF_NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
# Not `version`: an item without one is the first (2.35, `@version`).
_ATTRIBUTES = ("guid", "standard", "standardversion")
_ITEM_META = ("itemClass", "provider", "versionCreated")

Validate = Callable[[Any], Any]


def missing_of_newsml_g2(item: etree._Element) -> list[str]:
    """Return a sentence for each mandatory part that a NewsML-G2 item lacks."""
    return [f"The item has no {name}, which NewsML-G2 asks for." for name in _missing_of_item(item)]


def missing_of_nitf(root: etree._Element) -> list[str]:
    """Return a sentence for each mandatory part that an NITF document lacks."""
    return (
        [] if next(root.iterchildren("{*}body"), None) is not None else ["The item has no body, which NITF asks for."]
    )


def missing_of_ninjs(item: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each mandatory part that a ninjs item lacks."""
    return [] if isinstance(item.get("uri"), str) else ["The item has no uri, which ninjs asks for."]


def _missing_of_item(item: etree._Element) -> Iterator[str]:
    yield from (name for name in _ATTRIBUTES if not item.get(name))
    meta = next(item.iterchildren("{*}itemMeta"), None)
    if meta is None:
        yield "itemMeta"
    else:
        found = {local_name(part.tag) for part in meta}
        yield from (name for name in _ITEM_META if name not in found)


def against_xml_schema(root: etree._Element, folder: Path) -> list[str]:
    """Return the first three faults of an item by the schema in `folder`; none where there is no schema for it.

    Raises:
        SchemaFolderError: the schema cannot be read.
    """
    wanted = "nitf*.xsd" if local_name(root.tag) == "nitf" else "NewsML-G2*.xsd"
    path = _newest(folder, wanted)
    if path is None:
        return []
    schema = _xml_schema(path)
    schema.validate(_in_namespace(root, NITF_NAMESPACE) if root.tag == "nitf" else root)
    faults = cast(Iterable[Any], schema.error_log)
    return [_sentence(fault.message) for fault in islice(faults, MAX_FAULTS)]


def _in_namespace(root: etree._Element, namespace: str) -> etree._Element:
    """Return a copy in the schema's namespace: files of the DTD's time have none, and mean the same elements."""
    copied = deepcopy(root)
    for element in copied.iter("*"):
        element.tag = f"{{{namespace}}}{local_name(element.tag)}"
    return copied


def against_json_schema(document: object, format: str, folder: Path) -> list[str]:
    """Return the first fault of a ninjs item by the schema in `folder` of its own version; none where there is none.

    Raises:
        SchemaFolderError: the schema cannot be read.
    """
    path = _newest(folder, f"{format.replace('ninjs-', 'ninjs-schema_')}.*.json")
    if path is None:
        return []
    try:
        _json_schema(path)(document)
    except fastjsonschema.JsonSchemaValueException as error:
        return [_sentence(error.message)]
    return []


def _newest(folder: Path, pattern: str) -> Path | None:
    """Return the schema whose name sorts last, which is its newest version; helper schemas are not meant."""
    found = sorted(path for path in folder.glob(pattern) if "include" not in path.name)
    return found[-1] if found else None


@cache
def _xml_schema(path: Path) -> etree.XMLSchema:
    """Return the compiled schema. Its own imports are read beside it, and nothing from a network."""
    try:
        return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
        raise SchemaFolderError(f"The schema {path.name} cannot be used: {error}") from error


@cache
def _json_schema(path: Path) -> Validate:
    try:
        schema = orjson.loads(path.read_bytes())
        validate: Validate = fastjsonschema.compile(
            schema, handlers=_handlers(path.parent), use_default=False, use_formats=False
        )
    except (fastjsonschema.JsonSchemaDefinitionException, orjson.JSONDecodeError, OSError) as error:
        raise SchemaFolderError(f"The schema {path.name} cannot be used: {error}") from error
    return validate


def _handlers(folder: Path) -> dict[str, Callable[[str], Any]]:
    """Return what answers a schema's reference to another address: a file beside it of that name, else anything goes."""

    def beside(address: str) -> Any:
        name = address.split("#", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
        stem = name.removesuffix(".json")
        found = [path for path in sorted(folder.glob("*.json")) if path.stem.removesuffix("-schema") == stem]
        return orjson.loads(found[0].read_bytes()) if found else {}

    return {"http": beside, "https": beside, "file": beside}


def _sentence(message: str) -> str:
    return f"By the schema: {' '.join(message.split())[:300].rstrip('.')}."
