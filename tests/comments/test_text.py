"""A body as HTML: nothing executes, nothing is lost, and it takes no longer than reading it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from broadsheet.comments.text import as_typed, count_links, has_unstorable, is_too_long, paragraphs, pieces

LINK = {"href", "rel"}
SETS = [
    "xss/dompurify_expect",
    "xss/html5lib_sanitizer",
    "xss/bleach_data",
    "xss/h5sc_vectors",
    "xss/owasp_filter_evasion",
    "xss/patt_intruders",
    "xss/payloadbox",
    "strings/blns",
    "strings/template_injection",
]
MAX_SECONDS = 0.2


class Oracle(HTMLParser):
    """Reads HTML as a browser would, and remembers what is not a break or a plain outward link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        is_link = tag == "a" and set(given_) == LINK and given_["rel"] == "ugc nofollow noopener"
        is_good = (tag == "br" and not attrs) or (is_link and re.match("https?://", given_["href"] or "", re.I))
        self.faults += [] if is_good else [tag]
        self.text += "\n" if tag == "br" else ""

    def handle_endtag(self, tag: str) -> None:
        self.faults += [] if tag == "a" else [f"/{tag}"]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Oracle:
    """Return what the oracle saw."""
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return oracle


def payloads(shared_dir: Path, name: str) -> list[str]:
    """Return the hostile inputs of one collection."""
    lines = (shared_dir / "security" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["payload"] for line in lines]


def without_blank_lines(text: str) -> str:
    """Return the lines of a text that have something on them."""
    return "\n".join(line for line in as_typed(text).split("\n") if line.strip())


def shown(body: str, as_html: Callable[[str], tuple[Markup, ...]] = paragraphs) -> Oracle:
    """Return what a browser makes of a body's paragraphs."""
    return read("<br>".join(as_html(body)))


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_c1_no_hostile_body_becomes_more_than_text_and_links(shared_dir: Path, name: str) -> None:
    found = {payload: shown(payload).faults for payload in payloads(shared_dir, name)}
    assert found
    assert not [payload for payload, faults in found.items() if faults]


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_c5_every_hostile_body_is_given_back_character_for_character(shared_dir: Path, name: str) -> None:
    bodies = [payload for payload in payloads(shared_dir, name) if not has_unstorable(payload)]
    assert bodies
    assert [shown(body).text for body in bodies] == [without_blank_lines(body) for body in bodies]


@pytest.mark.shared
def test_c1_control_without_escaping_the_oracle_finds_hundreds(shared_dir: Path) -> None:
    unescaped = [shown(payload, lambda body: (Markup(body),)) for payload in payloads(shared_dir, "xss/payloadbox")]
    assert sum(bool(seen.faults) for seen in unescaped) > 500


@given(st.text(alphabet=st.sampled_from("ab <>&\"'()[]\n\r\thtp:/.,–!1@æ👩‍👧\u202e"), max_size=200))
def test_any_body_is_given_back_character_for_character(body: str) -> None:
    seen = shown(body)
    assert (seen.faults, seen.text) == ([], without_blank_lines(body))


@pytest.mark.parametrize("text", ["– –", "(!)", "A&B", "1.", "&amp;", "a  b", "<3", "50 % — «ja»", "{{ 7*7 }}", "\tx"])
def test_plain_text_comes_back_as_it_is(text: str) -> None:
    assert shown(text).text == text


def test_blank_lines_divide_paragraphs_and_line_ends_stay() -> None:
    assert paragraphs("\n\none\ntwo\r\n \r\n\r\nthree\n") == ("one<br>two", "three")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://en.example.org/wiki/Oslo_(city)", ["https://en.example.org/wiki/Oslo_(city)"]),
        ("«https://example.org/?a=1&b=2»!", ["https://example.org/?a=1&b=2"]),
        ("HTTP://EXAMPLE.ORG", ["HTTP://EXAMPLE.ORG"]),
        ("https://a.org,https://b.org", ["https://a.org,https://b.org"]),
        ("https://example.org/\u202egnp.exe", ["https://example.org/"]),
        ("https://blåbær.no/æ", ["https://blåbær.no/æ"]),
        ("javascript:alert(1) data:text/html,x ftp://x.org www.example.org xhttps://x.org", []),
        ("https:// https://. http://[bad https://user:pass@example.org/", []),
        ("https://example.org/" + "a" * 2_000, []),
    ],
    ids=[
        "full stop",
        "brackets",
        "own brackets",
        "guillemets",
        "capitals",
        "comma",
        "bidi",
        "letters",
        "schemes",
        "no host",
        "endless",
    ],
)
def test_c6_web_addresses_alone_are_linked_and_nothing_of_the_sentence(text: str, links: list[str]) -> None:
    assert [piece.href for piece in pieces(text) if piece.href] == links


def test_c6_a_link_shows_its_exact_text_and_names_itself_as_the_readers_own() -> None:
    (html,) = paragraphs('https://example.org/?a=1&b="')
    assert (
        html
        == '<a href="https://example.org/?a=1&amp;b=" rel="ugc nofollow noopener">https://example.org/?a=1&amp;b=</a>&#34;'
    )


def test_c6_addresses_are_counted_whether_they_are_linked_or_not() -> None:
    assert count_links("https://a.org http://b.org HTTPS://user@c.org www.d.org") == 3


@pytest.mark.parametrize(
    "unit",
    ["<", '"', "&", "https://", "(", "https://a.org/(", "https://a.org).).", "\n", " \n", "https://a@", "1", "[]"],
)
def test_a_megabyte_takes_less_than_a_fifth_of_a_second(unit: str) -> None:
    body = unit * (1_000_000 // len(unit))
    begun = process_time()
    paragraphs(body)
    assert process_time() - begun < MAX_SECONDS


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("a\tb\nc", False),
        ("\x00", True),
        ("\x1b[31m", True),
        ("\x85", True),
        ("\ufffd", True),
        ("👩‍👧", False),
        ("\u202e", False),
    ],
    ids=["tab and newline", "nul", "escape", "next line", "replacement", "joiner", "bidi"],
)
def test_what_no_page_can_give_back_is_known(text: str, is_it: bool) -> None:
    assert has_unstorable(text) is is_it


@pytest.mark.parametrize(
    ("body", "is_it"),
    [("a" * 5_000, False), ("a" * 5_001, True), ("😀" * 5_000, False), ("👍🏽" * 2_600, True)],
    ids=["5,000", "5,001", "20,000 bytes", "more bytes"],
)
def test_c5_the_limit_is_5000_characters_and_20_kilobytes(body: str, is_it: bool) -> None:
    assert is_too_long(body) is is_it
