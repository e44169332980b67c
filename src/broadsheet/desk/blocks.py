"""Blocks of a story's body. Their values are turned into a page by the reader, never by a block's own template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import RLock
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

#: What a writer may do inside a paragraph. Subheads, quotes and pictures are blocks of their own.
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


#: Pictures in one gallery.
MAX_GALLERY = 60


class QuoteBlock(blocks.StructBlock):
    """A pull quote."""

    text = blocks.TextBlock(label=_("Quote"))
    name = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class PictureBlock(blocks.StructBlock):
    """A picture with its credit; an empty caption takes the picture's own."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.TextBlock(label=_("Caption"), required=False, help_text=_("Empty: the picture's own caption."))

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.ListBlock):
    """Several pictures side by side, each with its own caption and credit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(PictureBlock(), **{"min_num": 2, "max_num": MAX_GALLERY, **options})

    class Meta:
        icon = "duplicate"
        label = _("Gallery")


class EmbedBlock(blocks.StructBlock):
    """Something on another host, fetched only when the reader asks for it."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("What it shows"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Embed")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse hosts that the settings do not name."""
        cleaned = super().clean(value)
        if not is_embeddable(cleaned["url"]):
            message = _("Only these hosts may be embedded: %(hosts)s.") % {
                "hosts": ", ".join(settings.DESK_EMBED_HOSTS)
            }
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


def is_embeddable(url: str) -> bool:
    """Return whether the address is https and on a host of ``desk.embeds`` or below one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" and any(
        host == name or host.endswith("." + name) for name in settings.DESK_EMBED_HOSTS
    )


class OneAtATime(blocks.StreamBlock):
    """A body that is checked by one thread at a time.

    To check a draft Wagtail makes its required fields optional for a moment, on blocks that all threads share: two saves
    at the same instant then fail, or let an incomplete text be published.
    """

    _checking = RLock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Check a text that must be complete."""
        with self._checking:
            return super().clean(value)

    def clean_deferred(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Check a draft."""
        with self._checking:
            return super().clean_deferred(value)

    class Meta:
        abstract = True


class BodyBlock(OneAtATime):
    """The body of a story."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    subhead = blocks.CharBlock(label=_("Subhead"), icon="title", max_length=200)
    quote = QuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    embed = EmbedBlock()
    related = SnippetChooserBlock("desk.Story", label=_("Related story"), icon="link")


class StandingBodyBlock(OneAtATime):
    """The body of a standing page."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    subhead = blocks.CharBlock(label=_("Subhead"), icon="title", max_length=200)
    picture = PictureBlock()


class PictureInBody(NamedTuple):
    """A picture's number and the caption that the body gives it, "" for its own."""

    number: int
    caption: str


def raw_blocks(body: blocks.StreamValue) -> list[Mapping[str, Any]]:
    """Return a body's blocks as the database keeps them: `type` and `value`, a picture or story in it by its number."""
    return list(body.raw_data)


def pictures_in_block(block: Mapping[str, Any]) -> list[PictureInBody]:
    """Return the pictures of one block, as `raw_blocks` gives it, in their order."""
    match block["type"]:
        case "picture":
            values = [block["value"]]
        case "gallery":
            values = [item["value"] for item in block["value"]]
        case _:
            return []
    return [PictureInBody(value["picture"], value.get("caption") or "") for value in values if value.get("picture")]


def pictures_in(body: blocks.StreamValue) -> Iterator[PictureInBody]:
    """Yield the pictures of a body in their order, those of galleries too; no query."""
    for block in raw_blocks(body):
        yield from pictures_in_block(block)
