"""Whatever comes in, reading gives items or one of our own errors, and what it gives survives its own JSON."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import UnreadableFileError
from broadsheet.wire.formats import markup, read
from tests.wire.conftest import FIXTURES

OSLO = ZoneInfo("Europe/Oslo")
DOCUMENTS = [path.read_bytes() for path in sorted(FIXTURES.iterdir())]
NAMES = sorted({"uri", "associations", "renditions", *json.loads((FIXTURES / "feature.ninjs-1.json").read_bytes())})
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
quietly = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def _read_or_refuse(data: bytes) -> None:
    try:
        items = read(data, filename="a", time_zone=OSLO)
    except UnreadableFileError:
        return
    for item in items:
        assert Dispatch.from_json(json.loads(json.dumps(item.to_json()))) == item


@quietly
@given(some.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


@quietly
@given(some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=12))
def test_any_json_with_ninjs_names_is_read_or_refused(document: dict[str, Any]) -> None:
    _read_or_refuse(json.dumps(document).encode())


@quietly
@given(some.sampled_from(DOCUMENTS), some.integers(0), some.integers(0, 60), some.binary(max_size=8))
def test_a_damaged_file_is_read_or_refused(document: bytes, where: int, length: int, instead: bytes) -> None:
    start = where % len(document)
    _read_or_refuse(document[:start] + instead + document[start + length :])


@quietly
@given(some.text(alphabet="<>/pbaiulh23dv table&;\"='# \n", max_size=120))
def test_cleaning_again_changes_no_text(html: str) -> None:
    once = markup.clean(html)
    again = markup.clean(once)
    assert (markup.text_of(again) or "").split() == (markup.text_of(once) or "").split()


@quietly
@given(
    some.lists(
        some.sampled_from(
            ["<p>", "</p>", "<h2>", "</h2>", "<strong>", "</strong>", "<em>", "</em>", "</a>", "<br>", "tekst", "&amp;"]
        )
        | some.sampled_from(
            [
                "<a href='https://a.no/'>",
                "to ord",
                " ",
                "\n",
                "&nbsp;",
                "\u2003",
                "<ul><li>",
                "</li></ul>",
                ".",
                ">",
                '"',
                "&lt;",
                "&amp",
                "&",
                "<",
                "\x00",
                "\xa0",
                "\ufdd0",
                "\xad",
                "<p class='x'>",
                "<P>",
                "<h3>",
                "</h3>",
                "</p ><p>",
            ]
        ),
        max_size=14,
    )
)
def test_w12_the_short_way_through_cleaning_gives_what_the_long_way_gives(parts: list[str]) -> None:
    html = f"<p>{''.join(parts)}</p>"
    long_way = markup._Flow().of(markup._CLEANER.clean(html))
    assert markup.clean(html) == (long_way if markup.text_of(long_way) else None)
