"""The raw bytes: kept under their digest, safe before anything else happens."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from broadsheet.wire import raw


def test_bytes_come_back_as_they_went(tmp_path: Path) -> None:
    kept = raw.keep(tmp_path, b"\x00copy")
    assert raw.load(tmp_path, kept.sha256) == b"\x00copy"
    assert kept.path == f"{kept.sha256[:2]}/{hashlib.sha256(bytes([0]) + b'copy').hexdigest()}"


def test_the_same_bytes_are_one_file(tmp_path: Path) -> None:
    raw.keep(tmp_path, b"copy")
    raw.keep(tmp_path, b"copy")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_file_cut_short_is_written_again(tmp_path: Path) -> None:
    kept = raw.keep(tmp_path, b"copy")
    (tmp_path / kept.path).write_bytes(b"co")
    raw.keep(tmp_path, b"copy")
    assert raw.load(tmp_path, kept.sha256) == b"copy"


def test_file_and_folders_are_synced_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def note(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    kept = raw.keep(tmp_path, b"copy")
    folder = str(tmp_path / kept.sha256[:2])
    assert synced[0] == str(tmp_path)
    assert synced[1].endswith(".part")
    assert synced[2] == folder


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / hashlib.sha256(b"copy").hexdigest()[:2]).mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        raw.keep(tmp_path, b"copy")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
