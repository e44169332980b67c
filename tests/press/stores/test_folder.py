"""The page store as a folder: what is written, in which order, and what a reader sees meanwhile."""

from __future__ import annotations

import errno
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import brotli
import pytest
from backports import zstd

from broadsheet.press.errors import StoreError, StoreFullError, UnsafePathError
from broadsheet.press.stores import layout, writing
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished
from broadsheet.press.stores.packing import MIN_BYTES
from tests.running import wait_until


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "pages")


def test_a_page_comes_back_as_it_was_written(store):
    store.write_page("/world/story/", b"<p>words")
    page = store.read("/world/story/")
    assert (page.status, page.body, page.extension) == (200, b"<p>words", "html")


def test_each_variant_holds_the_same_page(store):
    store.write_page("/world/story/", b"words " * 100)
    file = store.root / "live/world/story/index.html"
    assert brotli.decompress(file.with_name("index.html.br").read_bytes()) == b"words " * 100
    assert gzip.decompress(file.with_name("index.html.gz").read_bytes()) == b"words " * 100
    assert zstd.decompress(file.with_name("index.html.zst").read_bytes()) == b"words " * 100


def test_the_same_page_gives_the_same_bytes_every_time(store, tmp_path):
    again = FolderStore(tmp_path / "again")
    for each in (store, again):
        each.write_page("/world/story/", b"words " * 100)
    names = ["index.html", "index.html.br", "index.html.gz", "index.html.zst"]
    written = [[(each.root / "live/world/story" / name).read_bytes() for name in names] for each in (store, again)]
    assert written[0] == written[1]


def test_a_body_too_small_to_gain_has_no_variants_and_keeps_none_of_an_earlier_version(store):
    store.write_page("/a/", b"w" * MIN_BYTES)
    store.write_page("/a/", b"w" * (MIN_BYTES - 1))
    assert [file.name for file in (store.root / "live/a").iterdir()] == ["index.html"]


def test_a_page_s_keys_lie_beside_it_sorted_on_one_line_and_go_with_them(store):
    store.put([Finished("/a/", 200, b"words", "html", None, frozenset({"story:2", "front", "comments:2"}))])
    keys = store.root / "live/a/index.html.keys"
    assert keys.read_bytes() == b"comments:2 front story:2\n"
    store.put([Finished("/a/", 200, b"words", "html")])
    assert not keys.exists()


def test_all_files_of_a_version_bear_one_time_and_another_version_another(store):
    store.put([Finished("/a/", 200, b"words " * 100, "html", None, frozenset({"front"}))])
    times = {file.stat().st_mtime_ns for file in (store.root / "live/a").iterdir()}
    store.put([Finished("/a/", 200, b"other " * 100, "html", None, frozenset({"front"}))])
    later = {file.stat().st_mtime_ns for file in (store.root / "live/a").iterdir()}
    assert (len(times), len(later), len(times | later)) == (1, 1, 2)


def test_many_pages_are_put_at_once_and_the_last_of_two_for_an_address_wins(store):
    pages = [Finished(f"/news/{number}/", 200, b"%d" % number, "html") for number in range(300)]
    store.put([*pages, Finished("/news/7/", 410, b"notice", "html"), Finished("/old/", 301, b"", "html", "/new/")])
    assert len(list(store.paths())) == 299
    assert store.read("/news/299/").body == b"299"
    assert store.read("/news/7/").status == 410
    assert store.read("/old/").location == "/new/"
    assert set(store.all_paths()) == {"/old", "/old/", *(page.path for page in pages)}


def test_a_batch_with_one_unsafe_address_writes_nothing(store):
    with pytest.raises(UnsafePathError):
        store.put([Finished("/a/", 200, b"x", "html"), Finished("/../b/", 200, b"x", "html")])
    assert store.read("/a/") is None


def test_an_address_that_changes_its_format_answers_in_the_new_one(store):
    store.write_page("/feed/", b"<p>")
    store.write_page("/feed/", b"<rss/>", "rss")
    assert (store.read("/feed/").extension, list(store.paths())) == ("rss", ["/feed/"])


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


def temporaries(store: FolderStore) -> list[Path]:
    return [file for file in (store.root / layout.WRITING).rglob("*") if file.is_file()]


def test_what_a_killed_writer_left_behind_is_no_page_and_can_be_cleared(store):
    store.write_page("/a/", b"words")
    left = store.root / layout.WRITING / "4711-dead"
    left.mkdir()
    (left / "0").write_bytes(b"half a pa")
    assert list(store.paths()) == ["/a/"]
    assert store.clear_leftovers() == 1
    assert not left.exists()


def test_clearing_leftovers_takes_nothing_from_a_writer_that_lives(store):
    store.write_page("/a/", b"words")
    [bench] = (store.root / layout.WRITING).iterdir()
    (bench / "ff").write_bytes(b"in the middle of it")
    assert FolderStore(store.root).clear_leftovers() == 0
    assert [file.name for file in temporaries(store)] == ["ff"]
    store.write_page("/a/", b"more")


def test_a_writer_goes_on_where_somebody_has_removed_the_whole_store(store):
    store.write_page("/a/", b"words")
    shutil.rmtree(store.root)
    store.write_page("/a/", b"again")
    assert store.read("/a/").body == b"again"


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, StoreFullError), (errno.EIO, StoreError)])
@pytest.mark.parametrize("call", ["fsync", "write", "rename"])
def test_d4_a_disk_that_refuses_leaves_the_page_as_it_was(store, monkeypatch, call, number, kind):
    store.write_page("/a/", b"before" * 100)

    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuse)
        with pytest.raises(kind) as caught:
            store.write_page("/a/", b"after" * 100)
    assert caught.value.path == "/a/"
    assert store.read("/a/").body == b"before" * 100
    assert temporaries(store) == []
    store.write_page("/a/", b"after" * 100)
    assert store.read("/a/").body == b"after" * 100


def test_d4_a_disk_that_refuses_between_two_renames_leaves_no_variant_that_counts(store, monkeypatch):
    """The page is the old one; variants of the new that were renamed already bear another time and count for nothing."""
    store.write_page("/a/", b"before" * 100)
    rename, renamed = os.rename, []

    def refuse_the_third(source: str, target: str) -> None:
        if len(renamed) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        renamed.append(target)
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse_the_third)
    with pytest.raises(StoreError):
        store.write_page("/a/", b"after!" * 100)
    plain, br, gz, zst = (store.root / f"live/a/index.html{suffix}" for suffix in ("", ".br", ".gz", ".zst"))
    assert plain.read_bytes() == b"before" * 100
    assert brotli.decompress(br.read_bytes()) == b"after!" * 100
    assert br.stat().st_mtime_ns == gz.stat().st_mtime_ns != plain.stat().st_mtime_ns
    assert zst.stat().st_mtime_ns == plain.stat().st_mtime_ns


def test_d4_control_a_writer_that_writes_in_place_loses_the_page(store, monkeypatch):
    store.write_page("/a/", b"before")

    def in_place(_bench: object, files: list[tuple[str, bytes]], _mtime_ns: int) -> list[str]:
        (store.root / "live/a/index.html").write_bytes(files[-1][1][:2])
        raise StoreFullError("/a/", os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.Bench, "write", in_place)
    with pytest.raises(StoreFullError):
        store.write_page("/a/", b"after")
    assert store.read("/a/").body == b"af"


CALLS = re.compile(r"(?:^|\s)(openat|fsync|rename|renameat2?|unlink|unlinkat)\((.*)\)\s+= \d")


IMPORTS = """
from pathlib import Path
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished
"""


def traced(tmp_path: Path, code: str) -> list[tuple[str, str]]:
    script = f"{IMPORTS}\n{code}"
    log = tmp_path / "calls"
    command = ["strace", "-f", "-y", "-e", "trace=fsync,rename,renameat,renameat2,unlink,unlinkat", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", script], check=True, timeout=60)
    found = [CALLS.search(line) for line in log.read_text().splitlines()]
    return [(match[1], match[2]) for match in found if match is not None and str(tmp_path) in match[2]]


needs_strace = pytest.mark.strace


@needs_strace
def test_d6_each_file_is_flushed_before_its_rename_and_the_folder_after_the_last(tmp_path):
    FolderStore(tmp_path / "pages").write_page("/a/", b"before" * 100)
    calls = traced(tmp_path, f"FolderStore(Path({str(tmp_path / 'pages')!r})).write_page('/a/', b'after' * 100)")
    assert [name for name, _arguments in calls if name != "unlink"] == ["fsync"] * 4 + ["rename"] * 4 + ["fsync"]
    renamed = [arguments.rpartition("/")[2].strip('"') for name, arguments in calls if name == "rename"]
    assert renamed == ["index.html.br", "index.html.gz", "index.html.zst", "index.html"]
    assert calls[-1][1].endswith("/live/a>")


@needs_strace
def test_d6_a_batch_is_flushed_before_its_first_rename_and_each_folder_once(tmp_path):
    root = tmp_path / "pages"
    pages = [("/a/", "x"), ("/a/b.txt", "y"), ("/c/", "z")]
    FolderStore(root).put([Finished(path, 200, b"w" * 300, "txt" if "." in path else "html") for path, _ in pages])
    puts = ", ".join(
        f"Finished({path!r}, 200, b{v!r} * 300, {'txt' if '.' in path else 'html'!r})" for path, v in pages
    )
    calls = traced(tmp_path, f"FolderStore(Path({str(root)!r})).put([{puts}])")
    names = [name for name, _arguments in calls]
    assert names[: names.index("rename")] == ["fsync"] * 12
    assert names.count("rename") == 12
    after = [arguments for name, arguments in calls[names.index("rename") :] if name == "fsync"]
    assert [arguments.rpartition("/live")[2].strip(">") for arguments in after] == ["/a", "/c"]


@needs_strace
def test_d6_a_notice_is_durable_before_the_page_falls_and_the_plain_file_falls_first(tmp_path):
    FolderStore(tmp_path / "pages").write_page("/a/", b"words")
    calls = traced(tmp_path, f"FolderStore(Path({str(tmp_path / 'pages')!r})).withdraw('/a/', b'notice')")
    names = [name for name, _arguments in calls]
    first_fall = names.index("unlink")
    assert names[:first_fall].count("rename") == 1
    assert names[first_fall - 1] == "fsync"
    assert calls[first_fall][1].endswith('index.html"')
    assert names[-1] == "fsync"


def test_a_writer_changes_its_folder_now_and_then_and_leaves_none_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "FILES_A_FOLDER", 1)
    store = FolderStore(tmp_path)
    seen = []
    for number in range(3):
        store.write_page("/a/", b"%d" % number)
        seen.append(store._bench._folder)
    assert len(set(seen)) == 3
    assert [str(path) for path in (tmp_path / layout.WRITING).iterdir()] == seen[-1:]


def test_threads_have_folders_of_their_own_and_take_them_along_when_they_end(tmp_path):
    store = FolderStore(tmp_path)
    store.write_page("/a/", b"words")
    seen = [store._bench._folder]

    def write() -> None:
        store.write_page("/b/", b"words")
        seen.append(store._bench._folder)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert len(set(seen)) == 2
    assert [str(path) for path in (tmp_path / layout.WRITING).iterdir()] == seen[:1]


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
def slowly(one, temporaries, folders):
    for suffix, content in one.contents.items():
        next(temporaries)
        with open(one.target + suffix, "wb") as out:
            for start in range(0, len(content), 8192):
                out.write(content[start:start + 8192])
                out.flush()
folder._place = slowly
"""


def broken_pages_seen(root: Path, patch: str, kills: int) -> int:
    """Read while a writer is killed again and again; count what is neither an old nor a new page."""
    store = FolderStore(root)
    store.write_page("/a/", b"000000 " * 20000)
    unpack = {"": bytes, ".br": brotli.decompress, ".gz": gzip.decompress, ".zst": zstd.decompress}
    broken = 0
    for _kill in range(kills):
        plain = root / "live/a/index.html"
        before = plain.stat().st_mtime_ns
        writer = subprocess.Popen([sys.executable, "-c", WRITER.format(patch=patch), str(root)])
        wait_until(lambda plain=plain, before=before: plain.stat().st_mtime_ns != before)
        deadline = time.monotonic() + 0.8
        while time.monotonic() < deadline:
            for suffix, read in unpack.items():
                try:
                    page = read((root / f"live/a/index.html{suffix}").read_bytes())
                    broken += page != page[:7] * 20000 or len(page) != 140_000
                except (brotli.error, zstd.ZstdError, EOFError, OSError):
                    broken += 1
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    store.clear_leftovers()
    assert temporaries(store) == []
    return broken


def test_d6_a_reader_sees_the_old_page_or_the_new_one_while_the_writer_is_killed(tmp_path):
    assert broken_pages_seen(tmp_path / "pages", "", kills=5) == 0


def test_d6_control_a_writer_that_writes_in_place_shows_half_pages(tmp_path):
    assert broken_pages_seen(tmp_path / "pages", NOT_ATOMIC, kills=2) > 0


def test_every_page_type_says_its_charset():
    assert all(content_type.endswith("; charset=utf-8") for content_type in layout.PAGE_TYPES.values())
