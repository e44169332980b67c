"""Feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from markupsafe import Markup

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.blocks import pictures_in
from broadsheet.desk.models import Section, StandingPage
from broadsheet.reader.loading.body import load_body, with_addresses
from broadsheet.reader.loading.cards import picture_rows, readable
from broadsheet.reader.loading.lists import corrections
from broadsheet.reader.loading.months import months_out
from broadsheet.reader.loading.parts import Parts, parts_of
from broadsheet.reader.loading.pictures import Pictures, load_pictures
from broadsheet.reader.loading.widest import widest_files
from broadsheet.reader.values import (
    Block,
    Feed,
    FeedEntry,
    Gallery,
    ListBlock,
    Paragraph,
    Picture,
    Quote,
    Sitemap,
    SitemapEntry,
    Subhead,
)

MAX_ENTRIES = 30
NEWS_HOURS = 48


def load_feed(stories: Any, *, title: str, path: str, home: str, now: datetime) -> tuple[Feed, frozenset[str]]:
    """Return the feed of some stories, newest first, with their whole text."""
    rows = [row for row in stories[:MAX_ENTRIES] if row.path]
    parts = parts_of(row.pk for row in rows)
    numbers = {picture.number for row in rows for picture in pictures_in(row.body)}
    numbers |= {row.lead_picture_id for row in rows if row.lead_picture_id}
    pictures = load_pictures(picture_rows(numbers), now=now)
    links = with_addresses([row.body for row in rows])
    entries = tuple(_entry(row, parts[row.pk], pictures, links) for row in rows)
    carried = {keys.card(row.pk) for row in rows} | pictures.carried | {keys.SITE, keys.LAYOUT}
    carried |= {keys.author_name(writer.number) for row in rows for writer in parts[row.pk].writers}
    carried |= {keys.topic_name(topic.number) for row in rows for topic in parts[row.pk].topics}
    return Feed(title=title, path=path, home=home, entries=entries), frozenset(carried)


def _entry(story: Any, parts: Parts, pictures: Pictures, links: Mapping[str, str]) -> FeedEntry:
    authors = tuple(writer.name for writer in parts.writers)
    blocks = load_body(story.body, pictures, links=links)
    return FeedEntry(
        guid=f"{settings.SITE_URL}/#story-{story.pk}",
        url=story.path,
        title=story.headline,
        published=story.first_published_at,
        updated=max(moment for moment in (story.first_published_at, story.updated_at, story.corrected_at) if moment),
        summary=story.standfirst,
        html=Markup("\n").join(part for part in map(_html_of, blocks) if part),
        authors=authors or ((story.byline,) if story.byline else ()),
        topics=tuple(topic.name.lstrip("#") for topic in parts.topics),
        picture=_for_elsewhere(pictures.get(story.lead_picture_id)),
        language=story.language,
        gallery=tuple(
            picture
            for block in blocks
            if isinstance(block, Gallery)
            for picture in block.shown
            if _for_elsewhere(picture)
        ),
    )


def _for_elsewhere(picture: Picture | None) -> Picture | None:
    """Return the picture that stands beside an entry; none that is not for social media, which take feeds up as they are."""
    return picture if picture and picture.is_for_social else None


def _html_of(block: Block) -> Markup:
    if isinstance(block, Paragraph):
        return Markup("<p>%s</p>") % block.html
    if isinstance(block, Subhead):
        return Markup("<h2>%s</h2>") % block.text
    if isinstance(block, Quote):
        return Markup("<blockquote><p>%s</p></blockquote>") % block.text
    if isinstance(block, ListBlock):
        items = Markup("").join(Markup("<li>%s</li>") % item for item in block.items)
        return Markup("<ol>%s</ol>" if block.ordered else "<ul>%s</ul>") % items
    return Markup("")


def load_corrections_feed() -> tuple[Feed, frozenset[str]]:
    """Return the feed of corrections."""
    rows = corrections()[:MAX_ENTRIES]
    entries = tuple(
        FeedEntry(
            guid=f"{settings.SITE_URL}/#correction-{row.pk}",
            url=path,
            title=row.story.headline,
            published=row.made_at,
            updated=row.made_at,
            summary=row.text,
            html=Markup("<p>%s</p>") % row.text,
            language=row.story.language,
        )
        for row, path in rows
    )
    feed = Feed(title=settings.SITE_NAME, path="/corrections/feed/", home="/corrections/", entries=entries)
    carried = {keys.card(row.story_id) for row, _ in rows}
    return feed, frozenset(carried | {keys.CORRECTIONS, keys.SITE, keys.LAYOUT})


def load_sitemap_index() -> tuple[Sitemap, frozenset[str]]:
    """Return the index: one sitemap a month, and one of sections and standing pages."""
    entries = [SitemapEntry(month_path(month), updated=when) for month, when in months_out()]
    return Sitemap((SitemapEntry("/sitemap-pages.xml"), *entries)), frozenset({keys.SITEMAP, keys.LAYOUT})


def load_month(month: date, *, now: datetime) -> tuple[Sitemap, frozenset[str]] | None:
    """Return the sitemap of one month, or None where it has no story."""
    start = datetime(month.year, month.month, 1, tzinfo=zone())
    end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=zone())
    rows = readable().filter(first_published_at__gte=start, first_published_at__lt=end)
    found = [row for row in rows.values_list("path", "last_published_at", "lead_picture") if row[0]]
    if not found:
        return None
    files = widest_files(rows.order_by().values("lead_picture"), now=now)
    entries = tuple(
        SitemapEntry(path, updated=when, images=(files[number],) if number in files else ())
        for path, when, number in found
    )
    carried = {keys.photo(number) for *_, number in found if number}
    return Sitemap(entries), frozenset(carried | {month_key(month), keys.LAYOUT})


def load_pages_sitemap() -> tuple[Sitemap, frozenset[str]]:
    """Return the sitemap of the front, sections and standing pages."""
    entries = [SitemapEntry("/"), *(SitemapEntry(f"/{section.slug}/") for section in Section.objects.all())]
    entries += [SitemapEntry(page.address, updated=page.last_published_at) for page in StandingPage.objects.live()]
    return Sitemap(tuple(entries)), frozenset({keys.SITE, keys.LAYOUT})


def load_news_sitemap(now: datetime) -> tuple[Sitemap, frozenset[str]]:
    """Return the sitemap of the last 48 hours."""
    recent = readable().filter(first_published_at__gte=now - timedelta(hours=NEWS_HOURS))[:1000]
    entries = tuple(
        SitemapEntry(
            row.path,
            published=row.first_published_at,
            updated=row.last_published_at,
            title=row.headline,
            language=row.language,
        )
        for row in recent.only("headline", "language", "first_published_at", "last_published_at")
        if row.path
    )
    return Sitemap(entries), frozenset({keys.SITEMAP, keys.LAYOUT})


def month_key(month: date) -> str:
    """Return the key of one month's sitemap."""
    return f"month:{month.year:04}-{month.month:02}"


def month_path(month: date) -> str:
    """Return the address of one month's sitemap."""
    return f"/sitemap-{month.year:04}-{month.month:02}.xml"
