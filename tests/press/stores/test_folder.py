"""The page store as a folder: what is written, in which order, and what a reader sees meanwhile."""

from __future__ import annotations

import errno
import gzip
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import brotli
import pytest

from broadsheet.press.errors import StoreError, StoreFullError, UnsafePathError
from broadsheet.press.stores import folder, layout
from broadsheet.press.stores.folder import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "pages")


def test_a_page_comes_back_as_it_was_written(store):
    store.write_page("/world/story/", b"<p>words")
    page = store.read("/world/story/")
    assert (page.status, page.body, page.extension) == (200, b"<p>words", "html")


def test_both_variants_hold_the_same_page(store):
    store.write_page("/world/story/", b"words " * 100)
    file = store.root / "live/world/story/index.html"
    assert brotli.decompress(file.with_name("index.html.br").read_bytes()) == b"words " * 100
    assert gzip.decompress(file.with_name("index.html.gz").read_bytes()) == b"words " * 100


def test_the_same_page_gives_the_same_bytes_every_time(store, tmp_path):
    again = FolderStore(tmp_path / "again")
    for each in (store, again):
        each.write_page("/world/story/", b"words " * 100)
    names = ["index.html", "index.html.br", "index.html.gz"]
    written = [[(each.root / "live/world/story" / name).read_bytes() for name in names] for each in (store, again)]
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("path", "extension", "file"),
    [
        ("/", "html", "live/index.html"),
        ("/world/", "html", "live/world/index.html"),
        ("/feed/", "rss", "live/feed/index.rss"),
        ("/world/atom/", "atom", "live/world/atom/index.atom"),
        ("/feed.json", "json", "live/feed.json"),
        ("/sitemap.xml", "xml", "live/sitemap.xml"),
        ("/robots.txt", "txt", "live/robots.txt"),
    ],
)
def test_each_address_has_its_file(store, path, extension, file):
    store.write_page(path, b"x", extension)
    assert (store.root / file).read_bytes() == b"x"
    assert list(store.paths()) == [path]


HOSTILE = [
    "",
    "world/",
    "//",
    "/../x/",
    "/a/../../x/",
    "/a/./b/",
    "/a//b/",
    "/%2e%2e/x/",
    "/A/",
    "/æ/",
    "/a b/",
    "/a\x00/",
    "/a\n/",
    "/a\\b/",
    "/.hidden/",
    "/a/.location/",
    "/a/index.html",
    "/a.exe",
    "/a.html.br",
    "/a",
    "/" + "a" * 201 + "/",
    "/" + "a/" * 600,
]


@pytest.mark.parametrize("path", HOSTILE)
def test_an_address_that_is_none_of_ours_is_refused_and_leaves_no_file(store, path):
    with pytest.raises(UnsafePathError):
        store.write_page(path, b"x")
    with pytest.raises(UnsafePathError):
        store.withdraw(path, b"x")
    assert not store.root.exists()
    assert store.read(path) is None


def test_a_link_that_leads_out_of_the_store_is_not_followed(store, tmp_path):
    (tmp_path / "outside").mkdir()
    (store.root / "live").mkdir(parents=True)
    (store.root / "live/world").symlink_to(tmp_path / "outside")
    with pytest.raises(UnsafePathError):
        store.write_page("/world/story/", b"x")
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example/", "x/", "/a\r\nb: c", ""]
)
def test_a_page_moves_to_an_address_of_ours_alone(store, target):
    with pytest.raises(UnsafePathError):
        store.move("/old/", target)


def test_a_withdrawn_page_leaves_its_notice_and_no_variant(store):
    store.write_page("/world/story/", b"words")
    store.withdraw("/world/story/", b"notice")
    page = store.read("/world/story/")
    assert (page.status, page.body) == (410, b"notice")
    assert list((store.root / "live").rglob("index*")) == []


def test_a_page_written_again_takes_its_notice_away(store):
    store.withdraw("/world/story/", b"notice")
    store.write_page("/world/story/", b"words")
    assert store.read("/world/story/").status == 200
    assert list((store.root / "gone").rglob("index*")) == []


def test_a_moved_page_names_its_target(store):
    store.write_page("/old/", b"words")
    store.move("/old/", "/new/")
    page = store.read("/old/")
    assert (page.status, page.location) == (301, "/new/")
    assert list(store.paths()) == []


def test_a_dropped_page_is_unknown(store):
    store.write_page("/a/", b"words")
    store.withdraw("/b/", b"notice")
    store.move("/c/", "/a/")
    for path in ("/a/", "/b/", "/c/", "/never/"):
        store.drop(path)
        assert store.read(path) is None


def test_what_a_stopped_machine_left_behind_is_no_page_and_can_be_cleared(store):
    store.write_page("/a/", b"words")
    (store.root / "live/a/.writing-0123").write_bytes(b"half a pa")
    assert list(store.paths()) == ["/a/"]
    assert store.clear_leftovers() == 1
    assert [file.name for file in (store.root / "live/a").iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, StoreFullError), (errno.EIO, StoreError)])
def test_d4_a_disk_that_refuses_leaves_the_page_as_it_was(store, monkeypatch, number, kind):
    store.write_page("/a/", b"before")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(kind) as caught:
            store.write_page("/a/", b"after")
    assert caught.value.path == "/a/"
    assert store.read("/a/").body == b"before"
    assert store.clear_leftovers() == 0
    store.write_page("/a/", b"after")
    assert store.read("/a/").body == b"after"


def test_d4_control_a_writer_that_writes_in_place_loses_the_page(store, monkeypatch):
    store.write_page("/a/", b"before")

    def fill_up(file: Path, data: bytes) -> None:
        file.write_bytes(data[:2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folder, "_replace", lambda file, data: fill_up(file, data) if file.suffix == ".html" else None)
    with pytest.raises(StoreFullError):
        store.write_page("/a/", b"after")
    assert store.read("/a/").body == b"af"


CALLS = re.compile(r"(?:^|\s)(openat|fsync|rename|renameat2?|unlink|unlinkat)\((.*)\)\s+= \d")


def traced(tmp_path: Path, code: str) -> list[tuple[str, str]]:
    script = f"from pathlib import Path\nfrom broadsheet.press.stores.folder import FolderStore\n{code}"
    log = tmp_path / "calls"
    command = ["strace", "-f", "-y", "-e", "trace=fsync,rename,renameat,renameat2,unlink,unlinkat", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", script], check=True, timeout=60)
    found = [CALLS.search(line) for line in log.read_text().splitlines()]
    return [(match[1], match[2]) for match in found if match is not None and str(tmp_path) in match[2]]


needs_strace = pytest.mark.strace


@needs_strace
def test_d6_each_file_is_flushed_before_its_rename_and_the_folder_after_the_last(tmp_path):
    FolderStore(tmp_path / "pages").write_page("/a/", b"before")
    calls = traced(tmp_path, f"FolderStore(Path({str(tmp_path / 'pages')!r})).write_page('/a/', b'after')")
    assert [name for name, _arguments in calls] == ["fsync", "rename"] * 3 + ["fsync"]
    renamed = [arguments.rpartition("/")[2].strip('"') for name, arguments in calls if name == "rename"]
    assert renamed == ["index.html.br", "index.html.gz", "index.html"]
    assert calls[-1][1].endswith("/live/a>")


@needs_strace
def test_d6_a_notice_is_durable_before_the_page_falls_and_the_plain_file_falls_first(tmp_path):
    FolderStore(tmp_path / "pages").write_page("/a/", b"words")
    calls = traced(tmp_path, f"FolderStore(Path({str(tmp_path / 'pages')!r})).withdraw('/a/', b'notice')")
    names = [name for name, _arguments in calls]
    first_fall = names.index("unlink")
    assert names[:first_fall].count("rename") == 3
    assert names[first_fall - 1] == "fsync"
    assert calls[first_fall][1].endswith('index.html"')
    assert names[-1] == "fsync"


WRITER = """
import sys
from pathlib import Path
from broadsheet.press.stores import folder
{patch}
store = folder.FolderStore(Path(sys.argv[1]))
number = 0
while True:
    store.write_page("/a/", (b"%06d " % number) * 20000)
    number += 1
"""

NOT_ATOMIC = """
import time
def slowly(file, data):
    with file.open("wb") as out:
        for start in range(0, len(data), 8192):
            out.write(data[start:start + 8192])
            out.flush()
folder._replace = slowly
"""


def broken_pages_seen(root: Path, patch: str, kills: int) -> int:
    """Read while a writer is killed again and again; count what is neither an old nor a new page."""
    store = FolderStore(root)
    store.write_page("/a/", b"000000 " * 20000)
    files = [root / "live/a" / name for name in ("index.html", "index.html.br", "index.html.gz")]
    unpack = [bytes, brotli.decompress, gzip.decompress]
    broken = 0
    for _kill in range(kills):
        writer = subprocess.Popen([sys.executable, "-c", WRITER.format(patch=patch), str(root)])
        deadline = time.monotonic() + 0.6
        while time.monotonic() < deadline:
            for file, read in zip(files, unpack, strict=True):
                try:
                    page = read(file.read_bytes())
                    broken += page != page[:7] * 20000 or len(page) != 140_000
                except (brotli.error, EOFError, OSError):
                    broken += 1
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    return broken


def test_d6_a_reader_sees_the_old_page_or_the_new_one_while_the_writer_is_killed(tmp_path):
    assert broken_pages_seen(tmp_path / "pages", "", kills=5) == 0


def test_d6_control_a_writer_that_writes_in_place_shows_half_pages(tmp_path):
    assert broken_pages_seen(tmp_path / "pages", NOT_ATOMIC, kills=2) > 0


def test_every_page_type_says_its_charset():
    assert all(content_type.endswith("; charset=utf-8") for content_type in layout.PAGE_TYPES.values())
