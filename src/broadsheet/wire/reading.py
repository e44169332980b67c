"""Read files for a look at what is in them; nothing is stored, and no Django is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import JsonObject
from broadsheet.wire.errors import OversizedError, UnreadableFileError
from broadsheet.wire.formats import read

MAX_FILE_BYTES = 20 * 1024 * 1024
OSLO = ZoneInfo("Europe/Oslo")


def read_files(
    paths: Iterable[Path], format: str | None = None, *, time_zone: ZoneInfo = OSLO, schemas: Path | None = None
) -> Iterator[JsonObject]:
    """Yield the contract's JSON object of every item in `paths`; for a file that cannot be read its error.

    The error object is `{file, error, detail}`: the error's class name, and one plain sentence.
    `schemas` is a folder of schemas to look at; what they say is among the warnings.

    Raises:
        SchemaFolderError: a schema cannot be used.
    """
    for path in paths:
        try:
            items = read(_bytes_of(path), filename=str(path), time_zone=time_zone, format=format, schemas=schemas)
        except UnreadableFileError as error:
            yield {"file": str(path), "error": type(error).__name__, "detail": str(error)}
        except OSError as error:
            detail = f"The file cannot be opened: {error.strerror or error}."
            yield {"file": str(path), "error": type(error).__name__, "detail": detail}
        else:
            yield from (item.to_json() for item in items)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise OversizedError("bytes", limit=MAX_FILE_BYTES, found=path.stat().st_size)
    return data
