"""Read the files of the demo newspaper into plain values.

Front matter is TOML, which Python reads itself; the body's markup is six kinds of paragraph, too small a language to
bring a Markdown library for, and one that must never let HTML through.
"""

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

PAPER = Path(__file__).parent / "paper"
WIRE = Path(__file__).parent / "wire"

BlockKind = Literal["paragraph", "subhead", "quote", "list", "picture", "related"]
CommentState = Literal["published", "held", "removed"]


class ContentError(Exception):
    """A file of the demo newspaper is not as it should be; the message names the file."""


@dataclass(frozen=True)
class Block:
    """One piece of a body.

    `text` is the words (of a list: unused); `name` who said a quote; `items` a list's; `ref` a picture's id or a
    story's slug.
    """

    kind: BlockKind
    text: str = ""
    name: str = ""
    items: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True)
class Named:
    """A section or topic."""

    slug: str
    name: str


@dataclass(frozen=True)
class Writer:
    """Someone who writes for the paper."""

    slug: str
    name: str
    role: str
    bio: str


@dataclass(frozen=True)
class PictureText:
    """A drawing and the words that go into it and under it."""

    slug: str
    path: Path
    headline: str
    creator: str
    credit_line: str
    caption: str
    alt_text: str
    copyright_notice: str
    usage_terms: str

    def fields(self) -> dict[str, str]:
        """Return the words as `photos.metadata.embed` takes them."""
        names = ("headline", "creator", "credit_line", "caption", "alt_text", "copyright_notice", "usage_terms")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class CorrectionText:
    """A correction, so many minutes before now."""

    text: str
    minutes_ago: int


@dataclass(frozen=True)
class StoryText:
    """A story. Times are minutes before now; `updated_minutes_ago` is None where it was never updated.

    `form` is one of news, analysis, explainer, opinion, interview, pictures, obituary.
    `provider` and `copyright_holder` are empty for what is wholly the paper's own.
    """

    slug: str
    headline: str
    standfirst: str
    section: str
    minutes_ago: int
    body: tuple[Block, ...]
    form: str = "news"
    slugline: str = ""
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    byline: str = ""
    dateline: str = ""
    picture: str = ""
    picture_caption: str = ""
    urgency: int = 5
    provider: str = ""
    copyright_holder: str = ""
    related: tuple[str, ...] = ()
    updated_minutes_ago: int | None = None
    update_note: str = ""
    corrections: tuple[CorrectionText, ...] = ()
    comments_open: bool = True
    pinned: bool = False


@dataclass(frozen=True)
class StandingText:
    """A standing page such as Ethics."""

    slug: str
    title: str
    summary: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class CommentText:
    """A reader's comment; paragraphs in `body` are parted by an empty line.

    `number` counts from 1 within the story in the order in which the comments came, held ones last. `reply_to` is
    another comment's number. `reason` says why it was removed. The address is never a real one.
    """

    story: str
    number: int
    name: str
    email: str
    minutes_ago: int
    body: str
    reply_to: int | None = None
    state: CommentState = "published"
    reason: str = ""


@dataclass(frozen=True)
class Paper:
    """The whole newspaper, oldest story first and comments in the order in which they came."""

    name: str
    motto: str
    place: str
    editor: str
    contact: str
    sections: tuple[Named, ...]
    topics: tuple[Named, ...]
    writers: tuple[Writer, ...]
    pictures: tuple[PictureText, ...]
    stories: tuple[StoryText, ...]
    standing: tuple[StandingText, ...]
    comments: tuple[CommentText, ...] = field(default=())


def load(folder: Path = PAPER) -> Paper:
    """Return the newspaper that a folder of content files holds.

    Raises:
        ContentError: a file is missing a field, has one too many, or does not parse.
    """
    about = _table(folder / "paper.toml")
    stories = [_story(path) for path in sorted((folder / "stories").glob("*.txt"))]
    return Paper(
        **about["paper"],
        sections=tuple(Named(**entry) for entry in about["sections"]),
        topics=tuple(Named(**entry) for entry in about["topics"]),
        writers=tuple(Writer(**entry) for entry in about["writers"]),
        pictures=tuple(pictures_in(folder / "pictures.toml", folder / "pictures")),
        stories=tuple(sorted(stories, key=lambda story: -story.minutes_ago)),
        standing=tuple(_standing(path) for path in sorted((folder / "standing").glob("*.txt"))),
        comments=tuple(_comments(folder / "comments.toml")),
    )


def pictures_in(table: Path, drawings: Path) -> Iterator[PictureText]:
    """Yield the pictures that a table describes, their drawings lying in a folder."""
    for slug, entry in _table(table).items():
        try:
            yield PictureText(slug=slug, path=drawings / f"{slug}.svg", **entry)
        except TypeError as err:
            raise ContentError(f"{table.name}: picture {slug}: {err}") from err


def blocks(text: str) -> tuple[Block, ...]:
    """Return a body's blocks, which empty lines part."""
    return tuple(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def inline_html(text: str) -> str:
    """Return a paragraph's words as HTML: escaped, and what stands between two asterisks in italics."""
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html.escape(text, quote=False))


def _block(part: str) -> Block:
    part = part.strip()
    if part.startswith("- "):
        return Block("list", items=tuple(" ".join(item.split()) for item in re.split(r"(?:^|\n)- ", part) if item))
    words = " ".join(part.split())
    if words.startswith("## "):
        return Block("subhead", text=words.removeprefix("## "))
    if words.startswith("> "):
        said, _, name = words.removeprefix("> ").rpartition(" -- ")
        return Block("quote", text=said, name=name)
    if picture := re.fullmatch(r"!\[([a-z0-9-]+)\]", words):
        return Block("picture", ref=picture[1])
    if related := re.fullmatch(r"\[\[related:([a-z0-9-]+)\]\]", words):
        return Block("related", ref=related[1])
    return Block("paragraph", text=words)


def _front_matter(path: Path) -> tuple[dict[str, Any], tuple[Block, ...]]:
    opened, _, rest = path.read_text(encoding="utf-8").partition("+++\n")
    front, closed, body = rest.partition("\n+++\n")
    if opened or not closed:
        raise ContentError(f"{path.name}: front matter stands between two lines of +++")
    try:
        return tomllib.loads(front), blocks(body)
    except tomllib.TOMLDecodeError as err:
        raise ContentError(f"{path.name}: {err}") from err


def _story(path: Path) -> StoryText:
    front, body = _front_matter(path)
    corrections = tuple(CorrectionText(**entry) for entry in front.pop("corrections", []))
    front.update({name: tuple(front.get(name, ())) for name in ("sections", "topics", "authors", "related")})
    try:
        return StoryText(slug=path.stem, body=body, corrections=corrections, **front)
    except TypeError as err:
        raise ContentError(f"{path.name}: {err}") from err


def _standing(path: Path) -> StandingText:
    front, body = _front_matter(path)
    try:
        return StandingText(slug=path.stem, body=body, **front)
    except TypeError as err:
        raise ContentError(f"{path.name}: {err}") from err


def _comments(path: Path) -> Iterator[CommentText]:
    for entry in _table(path)["comments"]:
        try:
            yield CommentText(**{**entry, "body": entry["body"].strip()})
        except (TypeError, KeyError) as err:
            raise ContentError(f"{path.name}: {err}") from err


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ContentError(f"{path.name}: {err}") from err
