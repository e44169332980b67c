"""Where a story stands: sections by the newsroom's order, topics by its subject."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

#: First segments of addresses that no section and no standing page may take (contracts, "Addresses").
RESERVED = frozenset(
    {
        *("topics", "authors", "archive", "search", "feed", "atom", "feed.json", "tips", "comments", "corrections"),
        *("desk", "media", "static", "healthz", "readyz", "metrics", "sitemap.xml", "news-sitemap.xml", "robots.txt"),
        *("favicon.ico", ".well-known", "api", "admin", "page", "newsletter", "account", "accounts", "sitemap", "wire"),
        "content-credentials",
    }
)


def refuse_reserved(slug: str) -> None:
    """Refuse an address that the site itself needs."""
    if slug in RESERVED:
        raise ValidationError(_("The address “%(slug)s” is the site's own. Choose another."), params={"slug": slug})


class Section(models.Model):
    """A part of the paper with a page of its own."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=60, unique=True, validators=[refuse_reserved])
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Order in the navigation."))
    in_navigation = models.BooleanField(_("in the navigation"), default=True)

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A subject that stories share; `#Norway` on the page."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name
