"""The body of a story as finished blocks. Rich text is made safe once more on its way out (criterion W12)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import nh3
from lxml import html as lxml_html
from markupsafe import Markup
from wagtail.rich_text import expand_db_html

from broadsheet.core import keys
from broadsheet.reader.loading.cards import for_cards, load_cards, readable
from broadsheet.reader.loading.pictures import Pictures, captioned, gone_captioned
from broadsheet.reader.values import (
    Block,
    Embed,
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


def load_body(body: Any, pictures: Pictures) -> tuple[tuple[Block, ...], frozenset[str]]:
    """Return the blocks and the keys that they carry; one query for all the stories that the body points at."""
    wanted = [block.value.pk for block in body if block.block_type == "related" and block.value]
    stories = for_cards(readable().filter(pk__in=wanted)) if wanted else []
    cards, carried = load_cards(stories)
    by_number = dict(zip((story.pk for story in stories if story.path), cards, strict=True))
    blocks = tuple(made for block in body for made in _blocks(block, pictures, by_number))
    return blocks, carried | {keys.card(number) for number in wanted}


def _blocks(block: Any, pictures: Pictures, cards: dict[int, Any]) -> list[Block]:
    value = block.value
    match block.block_type:
        case "text":
            return text_blocks(value.source)
        case "subhead":
            return [Subhead(str(value))]
        case "quote":
            return [Quote(value["text"], value["name"])]
        case "picture":
            return _picture(value, pictures) if value["picture"] else []
        case "embed":
            return [_embed(value)]
        case "related":
            return [RelatedBlock(cards[value.pk])] if value and value.pk in cards else []
    return []


def _picture(value: Any, pictures: Pictures) -> list[Block]:
    number = value["picture"].pk
    picture = captioned(pictures.get(number), value["caption"])
    gone = gone_captioned(pictures.gone.get(number), value["caption"])
    return [PictureBlock(picture)] if picture else [GoneBlock(gone)] if gone else []


def text_blocks(source: str) -> list[Block]:
    """Return the paragraphs and lists of a piece of rich text; what is neither becomes a paragraph of its own."""
    safe = nh3.clean(
        expand_db_html(source),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        attribute_filter=_link_only,
    )
    if not safe.strip():
        return []
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
    return made


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
    return Embed(provider=host, title=value["title"], absolute_url=url, frame_absolute_url=_frame(url, host))


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
