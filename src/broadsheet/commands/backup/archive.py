"""The one file of a backup: a tar archive inside zstd, streamed, which says of itself whether it is whole (B4).

    about.json       first: which newsroom, when, by which version
    …                the database, settings, keys, pictures
    manifest.sha256  last: the digest of every member before it, as `sha256sum --check` reads them

After the zstd frame stands one that every reader skips, with the digest of all bytes before it: zstd itself has bits
that it ignores. So `zstd -d | tar x` opens a backup by hand, `age -d` in front where it is encrypted, and ours refuses
it when one bit is another. Its seal is the manifest's digest: who knows the seal cannot be given another backup.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Final, cast

from backports import zstd

from broadsheet.commands.errors import BackupRefusedError

FORMAT: Final = 1
ABOUT: Final = "about.json"
MANIFEST: Final = "manifest.sha256"
OPTIONS: Final = {zstd.CompressionParameter.compression_level: 3, zstd.CompressionParameter.checksum_flag: 1}
PIECE_BYTES: Final = 1 << 20
MAX_ABOUT_BYTES: Final = 1 << 16
MARK: Final = b"broadsheet\x00"
#: Skippable frame: magic, length of what follows. Source: RFC 8878, section 3.1.2.
TRAILER_HEAD: Final = (0x184D2A5B).to_bytes(4, "little") + (len(MARK) + 32).to_bytes(4, "little") + MARK
TRAILER_BYTES: Final = len(TRAILER_HEAD) + 32

CUT: Final = "it is cut short or damaged."
Take = Callable[[str, int, BinaryIO], None]


@dataclass(frozen=True)
class Member:
    """One file of the archive: its name there, its size in bytes, and a stream of just so many."""

    name: str
    size: int
    stream: IO[bytes]


@dataclass(frozen=True)
class Contents:
    """What a backup said of itself, and its seal."""

    about: dict[str, Any]
    seal: str
    files: int


def write_archive(out: BinaryIO, about: dict[str, Any], members: Iterable[Member]) -> Contents:
    """Write a whole backup and return what it says of itself. `out` is left open and not flushed."""
    first = json.dumps({"format": FORMAT, **about}, indent=2).encode()
    counted = _Counted(out)
    manifest = hashlib.sha256()
    files = 0
    with (
        tempfile.SpooledTemporaryFile(PIECE_BYTES) as lines,
        zstd.ZstdFile(cast(Any, counted), "wb", options=cast(Any, OPTIONS)) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for member in _with_first(first, members):
            digest = _add(tar, member)
            line = _line(digest, member.name)
            manifest.update(line)
            lines.write(line)
            files += 1
        size = lines.tell()
        lines.seek(0)
        _add(tar, Member(MANIFEST, size, lines))
    out.write(TRAILER_HEAD + counted.sha256.digest())
    return Contents({"format": FORMAT, **about}, manifest.hexdigest(), files - 1)


def read_archive(source: BinaryIO, take: Take) -> Contents:
    """Read a whole backup, handing each member on but the first and the last; what it holds is believed at the end only.

    Raises:
        BackupRefusedError: it is no backup, is cut short, damaged, or made by a newer version.
    """
    guarded = _Guarded(source)
    try:
        with zstd.ZstdFile(cast(Any, guarded)) as plain:
            contents = _read_members(plain, take)
            _drain(plain)
    except (zstd.ZstdError, tarfile.TarError, EOFError, UnicodeDecodeError) as err:
        raise BackupRefusedError(CUT) from err
    if not guarded.is_whole():
        raise BackupRefusedError(CUT)
    return contents


def _read_members(plain: Any, take: Take) -> Contents:
    about: dict[str, Any] | None = None
    manifest = hashlib.sha256()
    names: set[str] = set()
    with tarfile.open(fileobj=plain, mode="r|") as tar:
        for entry in tar:
            stream = tar.extractfile(entry) if entry.isreg() else None
            if stream is None or not _is_safe(entry.name) or entry.name in names:
                raise BackupRefusedError("it holds what no backup of ours holds.")
            if entry.name == MANIFEST:
                named = _Hashed(stream)
                _drain(named)
                if about is None or named.sha256.digest() != manifest.digest():
                    raise BackupRefusedError("what it holds is not what its manifest names.")
                return Contents(about, manifest.hexdigest(), len(names) - 1)
            names.add(entry.name)
            hashed = _Hashed(stream)
            if about is None:
                about = _about(entry, hashed)
            else:
                take(entry.name, entry.size, hashed)  # type: ignore[arg-type]
            _drain(hashed)
            manifest.update(_line(hashed.sha256.hexdigest(), entry.name))
    raise BackupRefusedError(CUT)


def _about(entry: tarfile.TarInfo, stream: _Hashed) -> dict[str, Any]:
    if entry.name != ABOUT or entry.size > MAX_ABOUT_BYTES:
        raise BackupRefusedError("it is no backup of Broadsheet.")
    try:
        about = json.loads(stream.read())
    except ValueError as err:
        raise BackupRefusedError(CUT) from err
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise BackupRefusedError("it was made by another version of Broadsheet, in a format that this one cannot read.")
    return about


def _is_safe(name: str) -> bool:
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in name.split("/"))


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()


def _with_first(first: bytes, members: Iterable[Member]) -> Iterator[Member]:
    yield Member(ABOUT, len(first), io.BytesIO(first))
    yield from members


def _add(tar: tarfile.TarFile, member: Member) -> str:
    entry = tarfile.TarInfo(member.name)
    entry.size, entry.mode = member.size, 0o600
    hashed = _Hashed(member.stream)
    tar.addfile(entry, hashed)  # type: ignore[arg-type]
    return hashed.sha256.hexdigest()


def _drain(stream: Any) -> None:
    while stream.read(PIECE_BYTES):
        pass


class _Hashed:
    """A stream whose bytes are counted into a digest as they are read."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size)
        self.sha256.update(data)
        return data


class _Counted:
    """Where bytes are written, with their digest."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        """Keep the zstd writer content; `out` belongs to the caller."""


class _Guarded:
    """A source whose last bytes are kept back: they are the digest of all others."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._kept = b""
        self._sha256 = hashlib.sha256()

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """Return some bytes, none at the end."""
        while len(self._kept) <= TRAILER_BYTES:
            more = self._source.read(max(size, PIECE_BYTES))
            if not more:
                return b""
            self._kept += more
        given, self._kept = self._kept[:-TRAILER_BYTES], self._kept[-TRAILER_BYTES:]
        self._sha256.update(given)
        return given

    def is_whole(self) -> bool:
        """Return whether all has been read and is what was written."""
        while self.read():
            pass
        return self._kept == TRAILER_HEAD + self._sha256.digest()
