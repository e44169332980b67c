"""Open files so that none costs more than its share (W1): small ones here, the others in a process with limits.

What a small file can cost at worst is little (0.15 s for the worst that we know of, at the size below), and nine of ten
are small: they pay nothing. To send the others to the process and back costs less than a hundredth of reading them.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.wire import apart
from broadsheet.wire.errors import ExhaustingFileError, OversizedError
from broadsheet.wire.opening import PICTURES, Opened, bytes_at, is_picture, open_file, refused, unopened

SMALL_BYTES = 32 * 1024


def open_bytes(data: bytes, *, filename: str, time_zone: ZoneInfo, format: str | None = None) -> Opened:
    """Return the file opened, as `open_file` does; one that takes too much is kept, with that as its fault.

    Raises:
        OSError: the process with limits cannot be started.
    """
    here = len(data) <= SMALL_BYTES or (is_picture(data) and format != PICTURES)
    work = partial(open_file, data, filename=filename, time_zone=time_zone, format=format)
    try:
        return work() if here else apart.done(work)
    except ExhaustingFileError as error:
        return unopened(data, error, filename)


def open_at(path: Path, *, time_zone: ZoneInfo, format: str | None = None) -> Opened:
    """Return the file at `path` opened, under its own name. A symbolic link is not followed.

    Raises:
        OSError: it cannot be read.
    """
    try:
        data = bytes_at(path)
    except OversizedError as error:
        return refused(error, path.name)
    return open_bytes(data, filename=path.name, time_zone=time_zone, format=format)
