"""From an agency's bytes to dispatches: plain Python, without Django, a database or a network."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import detect, json, newsml_g2, ninjs, nitf, xml
from broadsheet.wire.formats.notes import Notes


def read(data: bytes, *, filename: str, time_zone: ZoneInfo, format: str | None = None) -> list[Dispatch]:
    """Return every item in `data`, in the file's order.

    `format` is one of `detect.FORMATS`, or `None` to go by the content. Times without an offset are read in
    `time_zone`. `filename` is carried along and never opened.

    Raises:
        UnreadableFileError: one of its children says what is wrong.
    """
    if format is not None and format not in detect.FORMATS:
        raise UnknownFormatError(f"“{format}” is no format that is read here; there are {', '.join(detect.FORMATS)}.")
    notes = Notes(time_zone)
    as_json = format.startswith("ninjs") if format else detect.is_json(data)
    items = _from_json(data, notes, format) if as_json else _from_xml(data, notes, format)
    return [replace(item, file=filename) for item in items]


def _from_json(data: bytes, notes: Notes, format: str | None) -> list[Dispatch]:
    items = ninjs.read(json.loads(data), notes)
    return [replace(item, format=format) for item in items] if format and format != "ninjs" else items


def _from_xml(data: bytes, notes: Notes, format: str | None) -> list[Dispatch]:
    root = xml.parse(data, notes.warnings)
    found = detect.xml_format(root)
    if format is not None and format != found:
        raise UnknownFormatError(f"The file is {found}, not {format}.")
    return [nitf.read(root, notes)] if found == "nitf" else newsml_g2.read(root, notes)
