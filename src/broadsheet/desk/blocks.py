"""Blocks of a story's body. Their values are turned into a page by the reader, never by a block's own template."""

from __future__ import annotations

from threading import RLock
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

#: What a writer may do inside a paragraph. Subheads, quotes and pictures are blocks of their own.
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


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
    embed = EmbedBlock()
    related = SnippetChooserBlock("desk.Story", label=_("Related story"), icon="link")


class StandingBodyBlock(OneAtATime):
    """The body of a standing page."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    subhead = blocks.CharBlock(label=_("Subhead"), icon="title", max_length=200)
    picture = PictureBlock()
