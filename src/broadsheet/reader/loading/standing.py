"""Standing pages."""

from __future__ import annotations

from datetime import datetime

from broadsheet.core import keys
from broadsheet.desk.blocks import pictures_in
from broadsheet.desk.models import StandingPage
from broadsheet.reader.loading.body import load_body, with_addresses
from broadsheet.reader.loading.cards import picture_rows
from broadsheet.reader.loading.pictures import load_pictures
from broadsheet.reader.values import StandingPage as StandingValue


def find_standing(path: str) -> StandingPage | None:
    """Return the live standing page at an address, or None."""
    slug = path.strip("/").rpartition("/")[2]
    found: list[StandingPage] = [page for page in StandingPage.objects.live().filter(slug=slug) if page.address == path]
    return found[0] if found else None


def load_standing(
    page: StandingPage, *, now: datetime, is_preview: bool = False
) -> tuple[StandingValue, frozenset[str]]:
    """Return a standing page."""
    numbers = [picture.number for picture in pictures_in(page.body)]
    pictures = load_pictures(picture_rows(numbers), now=now, is_preview=is_preview)
    value = StandingValue(
        path=page.address,
        title=page.title,
        language=page.locale.language_code if page.locale_id else "",
        intro=page.search_description,
        body=load_body(page.body, pictures, links=with_addresses([page.body])),
        updated=page.last_published_at,
    )
    return value, pictures.carried | {keys.standing(page.pk), keys.SITE, keys.LAYOUT}
