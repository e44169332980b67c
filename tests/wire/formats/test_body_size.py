"""What a hostile body may cost: minutes of nh3 are refused before they begin (criteria W1, O6)."""

from __future__ import annotations

import time

import pytest

from broadsheet.wire.errors import OversizedError
from broadsheet.wire.formats import markup

HOSTILE = {
    "nested-lists": "<ul>" * 60_000,
    "nested-blocks": "<div>" * 20_000,
    "tags-closed-by-others": "<div></nix>" * 20_000,
    "ampersands": "&" * 4_000_000,
    "references-in-a-long-text": ("&a; " + "word " * 80) * 40_000,
    "attributes": "<p " + "".join(f"a{number}=b " for number in range(300_000)) + ">x",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_w1_a_body_that_would_take_minutes_is_refused_at_once(html: str) -> None:
    begun = time.process_time()
    with pytest.raises(OversizedError):
        markup.clean(html)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td>Vik</td><td>2</td></tr>" * 10_000 + "</table>",
        "<p>Nor &amp; Sør</p>" * 5_000,
        "<p>one<p>two" * 10_000,
        "one<br>two" * 20_000,
        f'<p>Before</p><img src="data:image/png;base64,{"AAAA" * 500_000}"><p>After</p>',
        "<p>" + "a long paragraph without an end " * 100_000 + "</p>",
    ],
    ids=["results", "ampersands", "open-paragraphs", "breaks", "picture-in-the-text", "one-paragraph"],
)
def test_a_body_that_is_only_long_is_read(html: str) -> None:
    assert markup.clean(html)
