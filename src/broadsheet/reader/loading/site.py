"""What every page of the paper shares."""

from __future__ import annotations

from django.conf import settings

from broadsheet.desk.models import Section, StandingPage
from broadsheet.reader.values import Link, Site
from broadsheet.tips.contact import contact


def load_site() -> Site:
    """Return the paper's name, navigation and footer; two queries."""
    tip = contact()
    standing = [Link(page.title, page.address) for page in StandingPage.objects.live().filter(depth=3).order_by("path")]
    sections = Section.objects.filter(in_navigation=True)
    return Site(
        name=settings.SITE_NAME,
        language=settings.SITE_LANGUAGE,
        url=settings.SITE_URL,
        time_zone=settings.TIME_ZONE,
        sections=tuple(Link(section.name, f"/{section.slug}/") for section in sections),
        tip=tip.address if tip else None,
        editor=settings.SITE_EDITOR,
        policies=tuple(standing),
    )
