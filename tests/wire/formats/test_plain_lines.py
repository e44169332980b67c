"""Bodies of bare lines: told without nh3, and exactly what nh3 would have given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.wire.formats import markup, plain_lines

HTML_PARTS = ["<p>", "</p>", "</p><p>", "</p>\n<p>", "</p> <p>", "<h2>", "</h2>", "<strong>", "</strong>", "<em>e</em>"]
SIGNS = [
    "ord",
    "a  b",
    " ",
    "\n",
    "\t",
    "\r",
    "\0",
    "\x0b",
    "\u2003",
    "\xa0",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&x;",
    "<",
    ">",
    "“é”",
]
XML_PARTS = [
    *("<p>ord</p>", "<p> a  b </p>", "<p/>", "<p>a\nb</p>\n", "<hl2>S</hl2>", "<h5>f</h5>", "\n", "løs", "<P>stor</P>"),
    *("<p>x<em>y</em>z</p>", "<media>k</media>", "<media>k</media>hale", "<p>&amp;&lt;b&gt;</p>", "<p>\xa0</p>"),
    *("<p>a\xa0b</p>", "<p>a&#13;b</p>", "<p class='lead'>c</p>", "<ul><li>k</li></ul>", "<script>k</script>", "<br/>"),
]


def _the_long_way(html: str) -> str | None:
    return markup._cleaned(html, None) if html.strip() else None


@given(st.lists(st.sampled_from(HTML_PARTS + SIGNS), max_size=12), st.booleans())
def test_w12_html_told_to_be_bare_is_what_nh3_gives(parts: list[str], in_a_paragraph: bool) -> None:
    html = f"<p>{''.join(parts)}</p>" if in_a_paragraph else "".join(parts)
    expected = _the_long_way(html)
    assert markup.body(html) == (expected, markup.text_of(expected))


@given(st.lists(st.sampled_from(XML_PARTS), max_size=8))
def test_w12_xml_told_to_be_bare_is_what_nh3_gives(parts: list[str]) -> None:
    element = etree.fromstring(f"<c>{''.join(parts)}</c>")
    skip = frozenset({"media"})
    expected = _the_long_way(markup.from_element(element, skip))
    assert markup.body_of_element(element, skip) == (expected, markup.text_of(expected))


@pytest.mark.parametrize("html", ["<p>Nei</p><p>“Ja”</p>", " <p> Nei </p>\n<p>Ja  da</p> "], ids=["tight", "spaced"])
def test_paragraphs_alone_are_told_and_come_with_their_text(html: str) -> None:
    body = plain_lines.of_html(html)
    assert body is not None
    assert body.text is not None
    assert body.html == "".join(f"<p>{line}</p>" for line in body.text.split("\n"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<script>b</script></p>",
        "<p onclick=x>a</p>",
        "<p>a</p>b",
        "<p>a &copy</p>",
        "<p>a\0</p>",
        "<p></p>",
        "<p>a<p>b</p>",
    ],
)
def test_w12_control_nothing_else_is_told_to_be_bare(html: str) -> None:
    assert plain_lines.of_html(html) is None


def test_the_text_of_an_element_is_escaped() -> None:
    body = plain_lines.of_element(etree.fromstring("<c><p>&lt;script&gt; &amp;amp;</p></c>"), frozenset())
    assert body == ("<p>&lt;script&gt; &amp;amp;</p>", "<script> &amp;")
