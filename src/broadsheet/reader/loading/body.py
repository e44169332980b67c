"""The body of a story as finished blocks. Rich text is made safe once more on its way out (criterion W12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nh3
from lxml import html as lxml_html
from markupsafe import Markup
from wagtail.rich_text import expand_db_html

from broadsheet.desk.blocks import PictureInBody, pictures_in_block, raw_blocks
from broadsheet.reader.loading.pictures import Pictures, captioned, gone_captioned
from broadsheet.reader.values import (
    Block,
    Card,
    Embed,
    Gallery,
    GoneBlock,
    ListBlock,
    Paragraph,
    PictureBlock,
    Quote,
    RelatedBlock,
    Subhead,
)

INLINE = {"a", "em", "strong", "b", "i", "br"}
TAGS = INLINE | {"p", "ul", "ol", "li"}
PARTING = "\x1e"
#: A paragraph as the cleaner writes it: none stands in another, and a `<` of the text is escaped.
PARAGRAPH = re.compile(r"(\s*<p>(.*?)</p>\s*)", re.DOTALL)
MARK = re.compile("<[^>]*>")
WORDS_A_MINUTE = 220
NO_CARDS: Mapping[int, Card] = MappingProxyType({})


def load_body(
    body: Any, pictures: Pictures, *, links: Mapping[str, str], cards: Mapping[int, Card] = NO_CARDS
) -> tuple[Block, ...]:
    """Return the blocks, with those of the given pictures and cards that they name; no query.

    `links` is what `with_addresses` has found for the body.
    """
    return tuple(made for block in raw_blocks(body) for made in _blocks(block, pictures, cards, links))


def with_addresses(bodies: Iterable[Any]) -> Mapping[str, str]:
    """Return each text that links to a page of ours by its number, with the page's address instead; a query a kind of page."""
    texts = {block["value"] for body in bodies for block in raw_blocks(body) if block["type"] == "text"}
    linked = sorted(text for text in texts if "linktype" in text or "<embed" in text)
    if not linked:
        return {}
    parted = expand_db_html(PARTING.join(text.replace(PARTING, "") for text in linked)).split(PARTING)
    return dict(zip(linked, parted, strict=True))


def related_in(body: Any) -> list[int]:
    """Return the numbers of the stories that the body points at."""
    return [block["value"] for block in raw_blocks(body) if block["type"] == "related" and block["value"]]


def minutes_of(body: Any) -> int:
    """Return how long the body takes to read: whole minutes, one at least."""
    words = sum(len(MARK.sub(" ", text).split()) for block in raw_blocks(body) for text in _texts(block))
    return max(1, round(words / WORDS_A_MINUTE))


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    value = block["value"]
    match block["type"]:
        case "text" | "subhead":
            yield value
        case "quote":
            yield from (value["text"], value.get("name") or "")
        case "picture" | "gallery":
            yield from (picture.caption for picture in pictures_in_block(block))


def _blocks(
    block: Mapping[str, Any], pictures: Pictures, cards: Mapping[int, Card], links: Mapping[str, str]
) -> list[Block]:
    value = block["value"]
    match block["type"]:
        case "text":
            return text_blocks(links.get(value, value))
        case "subhead":
            return [Subhead(value)]
        case "quote":
            return [Quote(value["text"], value.get("name") or "")]
        case "picture" | "gallery":
            shown = _pictures(pictures_in_block(block), pictures)
            return [Gallery(tuple(shown))] if len(shown) > 1 else [*shown]
        case "embed":
            return [_embed(value)]
        case "related":
            return [RelatedBlock(cards[value])] if value in cards else []
    return []


def _pictures(shown: Sequence[PictureInBody], pictures: Pictures) -> list[PictureBlock | GoneBlock]:
    """Return a block a picture, and one for the place of each that is gone."""
    made: list[PictureBlock | GoneBlock] = []
    for number, caption in shown:
        if picture := captioned(pictures.get(number), caption):
            made.append(PictureBlock(picture))
        elif gone := gone_captioned(pictures.gone.get(number), caption):
            made.append(GoneBlock(gone))
    return made


def text_blocks(source: str) -> list[Block]:
    """Return the paragraphs and lists of a piece of HTML; what is neither becomes a paragraph of its own."""
    safe = _cleaner().clean(source).strip()
    found = PARAGRAPH.findall(safe)
    if "".join(whole for whole, _inner in found) == safe:
        return [Paragraph(Markup(inner)) for _whole, text in found if (inner := text.strip())]
    return _mixed_blocks(safe)


def _mixed_blocks(safe: str) -> list[Block]:
    """Return the blocks of text that has more than paragraphs in it."""
    made: list[Block] = []
    for element in lxml_html.fragments_fromstring(safe):
        if isinstance(element, str):
            if element.strip():
                made.append(Paragraph(Markup(Markup.escape(element))))
        elif element.tag in ("ul", "ol"):
            items = tuple(_inner(item) for item in element.iterchildren("li"))
            made.append(ListBlock(items, ordered=element.tag == "ol"))
        elif element.tag in INLINE:
            made.append(Paragraph(Markup(lxml_html.tostring(element, encoding="unicode"))))
        elif html := _inner(element):
            made.append(Paragraph(html))
        if not isinstance(element, str) and element.tag not in INLINE and (tail := (element.tail or "").strip()):
            made.append(Paragraph(Markup.escape(tail)))
    return made


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        attribute_filter=_link_only,
    )


def _link_only(tag: str, attribute: str, value: str) -> str | None:
    is_ours = value.startswith("/") and not value.startswith(("//", "/\\"))
    return value if is_ours or value.startswith(("https://", "http://", "mailto:")) else None


def _inner(element: Any) -> Markup:
    text = Markup.escape(element.text or "")
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in element)
    return Markup(f"{text}{children}".strip())


def _embed(value: Any) -> Embed:
    url = value["url"]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Embed(provider=host, title=value.get("title") or "", absolute_url=url, frame_absolute_url=_frame(url, host))


def _frame(url: str, host: str) -> str:
    parts = urlsplit(url)
    if (
        host == "youtube.com"
        and (video := parse_qs(parts.query).get("v"))
        and video[0].replace("-", "").replace("_", "").isalnum()
    ):
        return f"https://www.youtube-nocookie.com/embed/{video[0]}"
    if host == "vimeo.com" and (number := parts.path.strip("/")).isdigit():
        return f"https://player.vimeo.com/video/{number}?dnt=1"
    return ""
