"""What lies beside a page counts only if it belongs to the same version of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from backports import zstd

from broadsheet.press.server.config import ServerConfig
from broadsheet.press.server.files import PageShelf
from broadsheet.press.server.headers import HeaderTable
from broadsheet.press.server.memory import Kept, Memory
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished

BODY = b"<!doctype html><title>Story</title>" + b"words of a story " * 100


def shelf(root: Path, *, says_keys: bool = True) -> PageShelf:
    config = ServerConfig(pages=str(root), static="", pictures="", app_socket="")
    tables = (HeaderTable(config, hsts=False), HeaderTable(config, hsts=True))
    return PageShelf(str(root), tables, Memory(1_000_000), says_keys=says_keys)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    FolderStore(tmp_path).put([Finished("/world/story/", 200, BODY, "html", keys=frozenset({"story:1", "card:1"}))])
    return tmp_path / "live" / "world" / "story" / "index.html"


def found(root: Path, *, says_keys: bool = True) -> Kept:
    kept = shelf(root, says_keys=says_keys).find("/world/story/")
    assert isinstance(kept, Kept)
    return kept


def surrogate_keys(kept: Kept) -> set[str | None]:
    variants = kept.variants.values()
    return {
        dict(headers).get("surrogate-key")
        for variant in variants
        for headers in (*variant.headers, *variant.not_modified)
    }


def test_a_page_has_every_coding_that_lies_beside_it(page, tmp_path):
    variants = found(tmp_path).variants
    assert set(variants) == {"identity", "br", "gzip", "zstd"}
    assert zstd.decompress(variants["zstd"].body) == BODY
    assert len({variant.etag for variant in variants.values()}) == 4


@pytest.mark.parametrize(("suffix", "coding"), [(".br", "br"), (".gz", "gzip"), (".zst", "zstd")])
def test_a_variant_of_another_version_counts_for_nothing(page, tmp_path, suffix, coding):
    time = page.stat().st_mtime_ns
    os.utime(f"{page}{suffix}", ns=(time + 1, time + 1))
    assert coding not in found(tmp_path).variants
    os.utime(f"{page}{suffix}", ns=(time, time))
    assert coding in found(tmp_path).variants


def test_keys_of_another_version_count_for_nothing(page, tmp_path):
    assert surrogate_keys(found(tmp_path)) == {"page:/world/story/ card:1 story:1"}
    os.utime(f"{page}.keys", ns=(1, 1))
    assert surrogate_keys(found(tmp_path)) == {"page:/world/story/"}


def test_keys_are_told_where_a_cache_is_purged_by_them_alone(page, tmp_path):
    assert surrogate_keys(found(tmp_path, says_keys=False)) == {None}


def test_every_answer_about_an_address_varies_on_its_coding(page, tmp_path):
    kept = found(tmp_path)
    for variant in kept.variants.values():
        for headers in (*variant.headers, *variant.not_modified):
            assert [value for name, value in headers if name == "vary"] == ["accept-encoding"]
    config = ServerConfig(pages="", static="", pictures="", app_socket="")
    table = HeaderTable(config, hsts=False)
    for headers in (table.plain(), table.moved("/a/", "no-store"), table.file("image/png", "identity", etag="")):
        assert [value for name, value in headers if name == "vary"] == ["accept-encoding"]
