"""Feeds and sitemaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import TruncMonth
from markupsafe import Markup

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Section, StandingPage
from broadsheet.desk.shown import pictures_of
from broadsheet.reader.loading.body import load_body
from broadsheet.reader.loading.cards import readable
from broadsheet.reader.loading.lists import corrections
from broadsheet.reader.loading.pictures import Pictures, load_pictures
from broadsheet.reader.values import Feed, FeedEntry, ListBlock, Paragraph, Quote, Sitemap, SitemapEntry, Subhead

MAX_ENTRIES = 30
NEWS_HOURS = 48


def load_feed(stories: Any, *, title: str, path: str, home: str) -> tuple[Feed, frozenset[str]]:
    """Return the feed of some stories, newest first, with their whole text."""
    rows = list(
        stories.select_related("home_section", "lead_picture").prefetch_related("story_authors__author", "topics")[
            :MAX_ENTRIES
        ]
    )
    rows = [row for row in rows if row.path]
    pictures = load_pictures(picture for row in rows for picture in pictures_of(row))
    feed = Feed(title=title, path=path, home=home, entries=tuple(_entry(row, pictures) for row in rows))
    carried = {keys.card(row.pk) for row in rows} | pictures.carried
    return feed, frozenset(carried | {keys.SITE, keys.LAYOUT})


def _entry(story: Any, pictures: Pictures) -> FeedEntry:
    authors = tuple(row.author.name for row in story.story_authors.all())
    return FeedEntry(
        guid=f"{settings.SITE_URL}/#story-{story.pk}",
        url=story.path,
        title=story.headline,
        published=story.first_published_at,
        updated=max(moment for moment in (story.first_published_at, story.updated_at, story.corrected_at) if moment),
        summary=story.standfirst,
        html=_html(story, pictures),
        authors=authors or ((story.byline,) if story.byline else ()),
        topics=tuple(topic.name.lstrip("#") for topic in story.topics.all()),
        picture=pictures.get(story.lead_picture_id),
        language=story.language,
    )


def _html(story: Any, pictures: Pictures) -> Markup:
    blocks, _ = load_body(story.body, pictures)
    parts: list[Markup] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(Markup("<p>%s</p>") % block.html)
        elif isinstance(block, Subhead):
            parts.append(Markup("<h2>%s</h2>") % block.text)
        elif isinstance(block, Quote):
            parts.append(Markup("<blockquote><p>%s</p></blockquote>") % block.text)
        elif isinstance(block, ListBlock):
            items = Markup("").join(Markup("<li>%s</li>") % item for item in block.items)
            parts.append(Markup("<ol>%s</ol>" if block.ordered else "<ul>%s</ul>") % items)
    return Markup("\n").join(parts)


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
    changed = Max("last_published_at")
    months = readable().order_by().annotate(month=TruncMonth("first_published_at", tzinfo=zone())).values_list("month")
    rows = months.annotate(changed=changed).order_by("-month")
    entries = [SitemapEntry(month_path(month.date()), updated=when) for month, when in rows]
    return Sitemap((SitemapEntry("/sitemap-pages.xml"), *entries)), frozenset({keys.SITEMAP, keys.LAYOUT})


def load_month(month: date) -> tuple[Sitemap, frozenset[str]] | None:
    """Return the sitemap of one month, or None where it has no story."""
    start = datetime(month.year, month.month, 1, tzinfo=zone())
    end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=zone())
    rows = readable().filter(first_published_at__gte=start, first_published_at__lt=end)
    found = list(rows.values_list("path", "last_published_at"))
    entries = tuple(SitemapEntry(path, updated=when) for path, when in found if path)
    return (Sitemap(entries), frozenset({month_key(month), keys.LAYOUT})) if entries else None


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
