"""What a NewsComponent of NewsML 1 holds: texts, media in their sizes, other languages, and references.

A component nests as deep as the sender likes, and says by roles what a part is for. Here the tree becomes plain lists;
`newsml_1` makes an item of them.

Source: IPTC NewsML 1.2 functional specification, 5.5 (NewsComponent: `Role`, `EquivalentsList`, `BasisForChoice`) and
5.6 (ContentItem: `Href`, `DataContent`, `Encoding`, `MediaType`, `MimeType`, `Format`, `Characteristics`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from broadsheet.core.dispatch import Dispatch, Rendition
from broadsheet.wire.formats import markup, nitf
from broadsheet.wire.formats.notes import Notes, paragraphs, squeeze

MAX_DEPTH = 30
MAX_SIZES = 20
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TITLES = frozenset({"title", "headline"})
LEADS = frozenset({"abstract", "lead", "summary", "standfirst"})
CAPTIONS = frozenset({"caption"})
BODIES = frozenset({"body", "main", "bodytext", "story", "article"})
_LABELS = TITLES | CAPTIONS

# The words that agencies write into MediaType, MimeType, Format and ComponentClass, and what they mean.
_KINDS = (
    ("picture", re.compile(r"photo|picture|image|jpe?g|\bgif\b|\bpng\b|tiff|bmp", re.IGNORECASE)),
    ("graphic", re.compile(r"graphic|svg|illustrat|animation", re.IGNORECASE)),
    ("video", re.compile(r"video|mpeg-?[124]?$|mp4|quicktime|wmv|\bavi\b", re.IGNORECASE)),
    ("audio", re.compile(r"audio|sound|mp3|\bwave?\b", re.IGNORECASE)),
    ("text", re.compile(r"text|nitf|html|ascii|plain", re.IGNORECASE)),
)
_MIMETYPES = {
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "jpeg baseline": "image/jpeg",
    "gif": "image/gif",
    "png": "image/png",
    "tiff": "image/tiff",
    "mpeg4": "video/mp4",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/x-wav",
    "pdf": "application/pdf",
}
_MARKED_UP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|table|html|nitf|body)\b", re.IGNORECASE)
_NO_TEXT = re.compile(r"css|javascript|octet-stream", re.IGNORECASE)


@dataclass(slots=True)
class Content:
    """One ContentItem: a file that it points to, or a text that it holds. `inner` is the NITF item in it."""

    kind: str
    role: str
    href: str | None = None
    rendition: Rendition | None = None
    html: str | None = None
    inner: Dispatch | None = None


@dataclass(slots=True)
class Node:
    """A NewsComponent. `role` is in lower case, `word` as it was written."""

    element: etree._Element
    role: str = ""
    word: str | None = None
    language: str | None = None
    chooses: bool = False
    contents: list[Content] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children and child(self.element, "newslines") is None

    def all_contents(self) -> Iterator[Content]:
        yield from self.contents
        for inner in self.children:
            yield from inner.all_contents()

    def all_nodes(self) -> Iterator[Node]:
        yield self
        for inner in self.children:
            yield from inner.all_nodes()

    @property
    def files(self) -> list[Content]:
        return [content for content in self.all_contents() if content.href]

    @property
    def is_media(self) -> bool:
        """Return whether it is files alone, with nothing to read but a caption or a title."""
        texts = (content for content in self.all_contents() if content.html and content.role not in _LABELS)
        return bool(self.files) and next(texts, None) is None


@dataclass(slots=True)
class Story:
    """What a main component holds, sorted: `trunk` are the components that speak of the item itself, outermost first."""

    trunk: list[Node] = field(default_factory=list)
    texts: list[Content] = field(default_factory=list)
    media: list[list[Node]] = field(default_factory=list)
    languages: list[Node] = field(default_factory=list)
    language: str | None = None
    has_body: bool = False


def name_of(element: etree._Element) -> str:
    """Return the local name in lower case: senders disagree with the DTD, and each other, about capitals."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def each(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    return iter(()) if element is None else (part for part in element if name_of(part) in names)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(each(element, name), None)


def flat(element: etree._Element | None) -> str | None:
    return None if element is None else squeeze("".join(map(str, element.itertext())))


def formal(element: etree._Element | None) -> str | None:
    return None if element is None else squeeze(element.get("FormalName"))


def first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def property_of(element: etree._Element | None, *names: str) -> str | None:
    """Return the value of the first property of one of these names that has one."""
    found = (part.get("Value") for part in each(element, "property") if (formal(part) or "").lower() in names)
    return first(squeeze(value) for value in found)


def node_of(element: etree._Element, notes: Notes, language: str | None = None, depth: int = 0) -> Node:
    """Return a component with everything in it; what nests deeper than 30 is left out with a warning."""
    word = formal(child(element, "role"))
    node = Node(element, (word or "").lower(), word, squeeze(element.get(LANG)) or language)
    node.chooses = (element.get("EquivalentsList") or "").lower() == "yes"
    node.contents = [_content(part, node, notes) for part in each(element, "contentitem")]
    if depth == MAX_DEPTH:
        notes.warnings.append("Components inside components go too deep; the innermost are left out.")
        return node
    node.children = [node_of(part, notes, node.language, depth + 1) for part in each(element, "newscomponent")]
    if node.chooses and not node.contents and node.children and all(inner.is_leaf for inner in node.children):
        node.children = _best(node.children)
    return node


def _best(nodes: list[Node]) -> list[Node]:
    """Return one of several equal texts; files in several sizes all stay."""
    is_text = [any(content.html for content in node.contents) for node in nodes]
    if True not in is_text:
        return nodes
    first_text = is_text.index(True)
    return [node for number, node in enumerate(nodes) if number == first_text or not is_text[number]]


def story_of(main: Node) -> Story:
    """Sort what `main` holds: its own texts, the media that go with it, and the same story in other languages."""
    story = Story()
    _sort(main, story)
    return story


def _sort(node: Node, story: Story) -> None:
    story.trunk.append(node)
    story.language = story.language or node.language
    texts = [content for content in node.contents if content.html]
    story.texts += texts[:1] if node.chooses or child(node.element, "basisforchoice") is not None else texts
    story.has_body = story.has_body or any(content.role not in _LABELS for content in texts)
    story.media += [[_alone(node, content)] for content in node.contents if content.href]
    for inner in node.children:
        if inner.is_media:
            _add_media(inner, story)
        elif _is_translation(inner, story):
            story.languages.append(inner)
        else:
            _sort(inner, story)


def _alone(node: Node, content: Content) -> Node:
    return Node(etree.Element("NewsComponent"), node.role, node.word, node.language, contents=[content])


def _add_media(node: Node, story: Story) -> None:
    """Add a medium, or one more size of the picture before it: leaves with roles of their own are sizes of one."""
    last = story.media[-1] if story.media else []
    sizes = {part.role for part in last}
    fits = len(last) < MAX_SIZES and all(part.is_leaf for part in (*last[:1], node))
    if last and fits and node.role and node.role not in sizes:
        kinds = {content.kind for part in (*last, node) for content in part.files}
        if kinds == {"picture"}:
            last.append(node)
            return
    story.media.append([node])


def _is_translation(node: Node, story: Story) -> bool:
    if not story.has_body or not story.language or not node.language or child(node.element, "newslines") is None:
        return False
    return node.language.lower() != story.language.lower()


def _content(element: etree._Element, node: Node, notes: Notes) -> Content:
    words = [formal(part) or "" for name in ("mimetype", "mediatype", "format") for part in each(element, name)]
    words.append(property_of(child(node.element, "descriptivemetadata"), "componentclass") or "")
    content = Content(_kind(words), node.role, squeeze(element.get("Href")))
    if content.href:
        content.rendition = _rendition(element, content.href, node)
    data, encoding = _data_of(element)
    if data is not None:
        _read_data(data, encoding, " ".join(words), content, notes)
    return content


def _kind(words: list[str]) -> str:
    return next((kind for word in words if word for kind, pattern in _KINDS if pattern.search(word)), "other")


def _data_of(element: etree._Element) -> tuple[etree._Element | None, str]:
    """Return the DataContent, and the notation of an Encoding around it."""
    for part in each(element, "datacontent", "encoding"):
        if name_of(part) == "datacontent":
            return part, ""
        inner, _ = _data_of(part)
        if inner is not None:
            return inner, (part.get("Notation") or "").lower()
    return None, ""


def _read_data(data: etree._Element, encoding: str, words: str, content: Content, notes: Notes) -> None:
    if _NO_TEXT.search(words):
        return
    if len(data):
        _read_markup(data, content, notes)
        return
    text = data.text or ""
    if "base64" in encoding:
        try:
            text = base64.b64decode(text, validate=False).decode()
        except (binascii.Error, UnicodeDecodeError):
            notes.warnings.append("The content says that it is base64 and is not text; left out.")
            return
    if "html" in words.lower() or _MARKED_UP.search(text):
        content.html = markup.clean(text)
    else:
        content.html = markup.from_text(paragraphs(text))


def _read_markup(data: etree._Element, content: Content, notes: Notes) -> None:
    root = next((part for part in data if name_of(part) == "nitf"), None)
    if root is not None:
        content.inner = nitf.item_of(root, Notes(notes.time_zone))
        content.html = content.inner.body_html
    if content.html is None:
        body = next((part for part in data.iter() if name_of(part) in {"body.content", "body"}), data)
        content.html = markup.clean(markup.from_element(body, nitf.NOT_BODY))


def _rendition(element: etree._Element, href: str, node: Node) -> Rendition:
    facts = child(element, "characteristics")
    formats = [formal(part) for name in ("mimetype", "format") for part in each(element, name)]
    mimetype = first(word if word and "/" in word else _MIMETYPES.get((word or "").lower()) for word in formats)
    return Rendition(
        name=property_of(facts, "imageuse") or node.word or squeeze(element.get("Duid")),
        href=href,
        mimetype=mimetype,
        width=nitf.pixels(property_of(facts, "width", "pixelwidth")),
        height=nitf.pixels(property_of(facts, "height", "pixelheight")),
        bytes=nitf.pixels(flat(child(facts, "sizeinbytes"))),
    )
