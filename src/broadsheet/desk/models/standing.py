"""Standing pages (About, ethics, contact): ordinary Wagtail pages that go through the press like every other page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from broadsheet.desk.blocks import StandingBodyBlock
from broadsheet.desk.models.sections import RESERVED, Section


class FrontRoot(Page):
    """The root that standing pages hang below; the front itself is made by the reader."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["desk.StandingPage"]

    class Meta:
        verbose_name = _("standing pages")


class StandingPage(Page):
    """A page that stays."""

    body = StreamField(StandingBodyBlock(), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["desk.FrontRoot", "desk.StandingPage"]
    subpage_types = ["desk.StandingPage"]

    class Meta:
        verbose_name = _("standing page")

    def clean(self) -> None:
        """Refuse an address that a section or the site itself has."""
        super().clean()
        taken = self.slug in RESERVED or Section.objects.filter(slug=self.slug).exists()
        if taken and self.depth in (None, 3):
            raise ValidationError({"slug": _("This address belongs to a section or to the site itself.")})

    @property
    def address(self) -> str:
        """Return the root-relative address."""
        return "/" + "/".join(self.url_path.strip("/").split("/")[1:]) + "/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Return where the page is read, for the desk's "view live" links."""
        from django.conf import settings

        parts = super().get_url_parts(request)
        return (parts[0], settings.SITE_URL, self.address) if parts else None

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Answer with the page exactly as it will look, through the hook that the reader fills."""
        from broadsheet.desk.preview import answer

        return answer(self, request)
