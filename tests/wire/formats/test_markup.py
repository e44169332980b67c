"""The desk's list of tags, and nothing else. W12 over the public collections is in `test_security.py`."""

from __future__ import annotations

import pytest

from broadsheet.wire.formats import markup


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("<p>a</p>", "<p>a</p>"),
        ("a<br><br>b", "<p>a</p><p>b</p>"),
        ("<p>a<br>b<br></p>", "<p>a<br>b</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<strong><p>a</p></strong>", "<p>a</p>"),
        ("<p></p><p>&nbsp;</p><p>a</p>", "<p>a</p>"),
        ("<ul>\n<li>a</li>\n<li></li>\n</ul>", "<ul><li>a</li></ul>"),
        ("<td>loose</td>", "<p>loose</p>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("a<table><tr><td>1</td></tr></table>b", "<p>a</p><table><tbody><tr><td>1</td></tr></tbody></table><p>b</p>"),
        ("<ul><li><div>a</div><div>b</div></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<li>a</li><li>b</li>", "<p>a</p><p>b</p>"),
        ("<h2>a<div><h3>b</h3></div></h2>", "<h2>a</h2><h3>b</h3>"),
        ('<p>a <a href="https://example.org/"></a>b</p>', "<p>a b</p>"),
        ("<script>x</script><style>y</style>a", "<p>a</p>"),
        ("1 < 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_any_html_becomes_blocks_of_the_desks_tags(html: str, expected: str) -> None:
    assert markup.clean(html) == expected


@pytest.mark.parametrize("html", [None, "", "  ", "<p> </p>", "<script>x</script>", "<br>"])
def test_html_without_text_is_none(html: str | None) -> None:
    assert markup.clean(html) is None


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "//example.org/",
        "/path",
        "path",
        "#a",
        "?q",
        "mailto:a@example.org",
        "data:text/html,x",
        "https:",
        "https://",
        "http:/example.org",
        "https:example.org",
        "http://[",
        "java\nscript:alert(1)",
        "http://exa mple.org/",
        "http:\\\\example.org",
    ],
)
def test_only_an_absolute_http_address_stays_a_link(href: str) -> None:
    assert markup.clean(f'<a href="{href}">text</a>') == "<p><a>text</a></p>"


def test_an_http_address_stays() -> None:
    body = '<p><a href="https://example.org/a?b=1&amp;c">text</a></p>'
    assert markup.clean('<a href=" HTTPS://example.org/a?b=1&c" onclick="x" target="_blank" class="y">text</a>') == body


def test_cleaning_what_is_clean_changes_nothing() -> None:
    once = markup.clean("<div>a <b>b</b><br><br>c</div><ul><li>d</li></ul><table><tr><td colspan=2>e</td></tr></table>")
    assert markup.clean(once) == once


def test_text_is_a_line_for_each_block() -> None:
    html = "<h2>a</h2><p>b &amp;<br>c</p><ul><li>d</li></ul><table><tbody><tr><td>e</td><td>f</td></tr></tbody></table>"
    assert markup.text_of(html) == "a\nb &\nc\nd\ne f"


def test_plain_text_is_escaped() -> None:
    assert markup.from_text("<b>a</b>\nb") == "<p>&lt;b&gt;a&lt;/b&gt;</p><p>b</p>"
