"""The blocks that a text is made of."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from broadsheet.reader.values.cards import Card
from broadsheet.reader.values.pictures import Picture, PictureGone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: its inner HTML (`a`, `em`, `strong`)."""

    kind: ClassVar[str] = "paragraph"
    html: Markup


@dataclass(frozen=True, slots=True)
class Subhead:
    """A heading within the body."""

    kind: ClassVar[str] = "subhead"
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A pull quote. `name` says who speaks, "" when the text says it."""

    kind: ClassVar[str] = "quote"
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list in the body; each item is inner HTML."""

    kind: ClassVar[str] = "list"
    items: tuple[Markup, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture in the body."""

    kind: ClassVar[str] = "picture"
    picture: Picture


@dataclass(frozen=True, slots=True)
class GoneBlock:
    """The place in the body of a picture whose rights have ended."""

    kind: ClassVar[str] = "gone"
    gone: PictureGone


@dataclass(frozen=True, slots=True)
class Gallery:
    """Several pictures side by side, and the places of those that are gone."""

    kind: ClassVar[str] = "gallery"
    pictures: tuple[PictureBlock | GoneBlock, ...]

    @property
    def shown(self) -> tuple[Picture, ...]:
        """Return the pictures that may be shown."""
        return tuple(block.picture for block in self.pictures if isinstance(block, PictureBlock))


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that stands with another host. A plain link until it is clicked.

    `absolute_url` is the page at the provider; `frame_absolute_url` the address for the frame, "" when only a link
    is wanted. Nothing is fetched from the provider before the click.
    """

    kind: ClassVar[str] = "embed"
    provider: str
    title: str
    absolute_url: str
    frame_absolute_url: str = ""


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """A story of ours that the body points at."""

    kind: ClassVar[str] = "related"
    card: Card


Block = Paragraph | Subhead | Quote | ListBlock | PictureBlock | GoneBlock | Gallery | Embed | RelatedBlock
