"""Read files for a look at what is in them; nothing is stored, and no Django is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import JsonObject
from broadsheet.wire import apart
from broadsheet.wire.errors import ExhaustingFileError, OversizedError, UnreadableFileError
from broadsheet.wire.formats import read
from broadsheet.wire.opening_apart import SMALL_BYTES

MAX_FILE_BYTES = 20 * 1024 * 1024
OSLO = ZoneInfo("Europe/Oslo")


def read_files(
    paths: Iterable[Path], format: str | None = None, *, time_zone: ZoneInfo = OSLO, schemas: Path | None = None
) -> Iterator[JsonObject]:
    """Yield the contract's JSON object of every item in `paths`; for a file that cannot be read its error.

    The error object is `{file, error, detail}`: the error's class name, and one plain sentence. A file that takes too
    much time or memory is one of them (`opening_apart`).
    `schemas` is a folder of schemas to look at; what they say is among the warnings.

    Raises:
        SchemaFolderError: a schema cannot be used.
    """
    for path in paths:
        try:
            data = _bytes_of(path)
            work = partial(read_data, data, str(path), format, time_zone=time_zone, schemas=schemas)
            objects = work() if len(data) <= SMALL_BYTES else apart.done(work)
        except (OversizedError, ExhaustingFileError) as error:
            objects = [_refusal(path, error)]
        except OSError as error:
            detail = f"The file cannot be opened: {error.strerror or error}."
            objects = [{"file": str(path), "error": type(error).__name__, "detail": detail}]
        yield from objects


def read_data(
    data: bytes, filename: str, format: str | None, *, time_zone: ZoneInfo, schemas: Path | None
) -> list[JsonObject]:
    """Return the JSON object of every item in `data`, or the one of its error.

    Raises:
        SchemaFolderError: a schema cannot be used.
    """
    try:
        items = read(data, filename=filename, time_zone=time_zone, format=format, schemas=schemas)
    except UnreadableFileError as error:
        return [_refusal(filename, error)]
    return [item.to_json() for item in items]


def _refusal(file: Path | str, error: UnreadableFileError) -> JsonObject:
    return {"file": str(file), "error": type(error).__name__, "detail": str(error)}


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise OversizedError("bytes", limit=MAX_FILE_BYTES, found=path.stat().st_size)
    return data
