"""From an agency's bytes to dispatches: plain Python, without Django, a database or a network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import detect, json, ninjs, validity, xml
from broadsheet.wire.formats.detect import Head
from broadsheet.wire.formats.notes import Notes
from broadsheet.wire.formats.registry import BYTES_FORMATS, FORMATS, JSON_FORMATS, XML_FORMATS, JsonFormat, XmlFormat

__all__ = ["FORMATS", "read"]


def read(
    data: bytes, *, filename: str, time_zone: ZoneInfo, format: str | None = None, schemas: Path | None = None
) -> list[Dispatch]:
    """Return every item in `data`, in the file's order.

    `format` is one of `FORMATS`, or `None` to go by the content. Times without an offset are read in `time_zone`.
    `filename` is carried along and never opened. With `schemas`, a folder of the standards' schemas, what they say
    against the file is among the warnings of its items.

    Raises:
        UnreadableFileError: one of its children says what is wrong.
        SchemaFolderError: a schema in `schemas` cannot be used.
    """
    notes = Notes(time_zone, file=filename, schemas=schemas)
    items = _read(data, notes) if format is None else _read_as(format, data, notes)
    return [item if item.file == filename else replace(item, file=filename) for item in items]


def _read(data: bytes, notes: Notes) -> list[Dispatch]:
    head = detect.head_of(data)
    for line in BYTES_FORMATS:
        if line.knows(head):
            return line.read(data, notes)
    if head.is_json:
        return _from_json(data, notes, JSON_FORMATS)
    if head.start.startswith("<"):
        return _from_xml(head, notes)
    raise UnknownFormatError("The file is in none of the formats that are read here.")


def _read_as(format: str, data: bytes, notes: Notes) -> list[Dispatch]:
    """Return the items of a file that is said to be in `format`: bytes are believed, XML and JSON have to show it."""
    for line in BYTES_FORMATS:
        if format == line.name:
            return line.read(data, notes)
    for of_xml in XML_FORMATS:
        if format == of_xml.name:
            return _from_xml_as(of_xml, data, notes)
    for of_json in JSON_FORMATS:
        if format == of_json.name or format in of_json.versions:
            return _from_json(data, notes, (of_json,), format)
    raise UnknownFormatError(f"“{format}” is not a format that is read here; there are {', '.join(FORMATS)}.")


def _from_xml(head: Head, notes: Notes) -> list[Dispatch]:
    root = None
    if not head.root:
        root = xml.parse(head.data, notes.warnings)
        head = detect.head_of_element(head.data, root)
    for line in XML_FORMATS:
        if line.knows(head):
            return _read_xml(line, xml.parse(head.data, notes.warnings) if root is None else root, notes)
    raise UnknownFormatError(f"The root of the XML is “{head.root[:40]}”, which is not a format that is read here.")


def _from_xml_as(line: XmlFormat, data: bytes, notes: Notes) -> list[Dispatch]:
    root = xml.parse(data, notes.warnings)
    if not line.knows(detect.head_of_element(data, root)):
        raise UnknownFormatError(f"The file is not {line.name}: the root of its XML is “{root.tag[:80]}”.")
    return _read_xml(line, root, notes)


def _read_xml(line: XmlFormat, root: etree._Element, notes: Notes) -> list[Dispatch]:
    if notes.schemas is not None:
        notes.warnings.extend(validity.against_xml_schema(root, notes.schemas))
    return line.read(root, notes)


def _from_json(data: bytes, notes: Notes, lines: tuple[JsonFormat, ...], format: str | None = None) -> list[Dispatch]:
    document = json.loads(data)
    line = next((line for line in lines if line.knows(document)), None)
    if line is None:
        raise UnknownFormatError(f"The JSON is not {format}.")
    if notes.schemas is not None and line.versions:
        notes.warnings.extend(validity.against_json_schema(document, ninjs.version_of(document), notes.schemas))
    items = line.read(document, notes)
    return [replace(item, format=format) for item in items] if format in line.versions else items
