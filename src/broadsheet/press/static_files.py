"""Static files under names made of their content, each with what a browser gets that takes compressed ones.

By hand, because the page server reads the variants beside a file and compresses nothing itself; no request waits for it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from backports import zstd
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

PACKED = frozenset({".css", ".js", ".svg", ".json", ".txt"})
BROTLI_QUALITY, GZIP_LEVEL, ZSTD_LEVEL = 9, 6, 12
MIN_BYTES = 500
"""Below this, what is saved is less than the header that says so."""


class PackedStaticFiles(ManifestStaticFilesStorage):
    """Django's storage; `collectstatic` leaves `.br`, `.gz` and `.zst` beside each text file that a page can name."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool] | tuple[str, None, RuntimeError]]:
        """Yield what Django's does, then pack the files that it has named."""
        yield from super().post_process(paths, dry_run, **options)
        for name in sorted(set(self.hashed_files.values())):
            self._pack(Path(self.path(name)))

    def _pack(self, file: Path) -> None:
        if file.suffix not in PACKED or not file.is_file() or file.stat().st_size < MIN_BYTES:
            return
        for suffix, pack in ((".br", _brotli), (".gz", _gzip), (".zst", _zstd)):
            packed = file.with_name(file.name + suffix)
            if not packed.exists():  # the name tells the content
                packed.write_bytes(pack(file.read_bytes()))
                packed.chmod(file.stat().st_mode)


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=BROTLI_QUALITY))


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, GZIP_LEVEL, mtime=0)


def _zstd(data: bytes) -> bytes:
    return zstd.compress(data, ZSTD_LEVEL)
