"""From an address to the bytes of its page, and from a stale key to the addresses that it brings into being.

The press asks both questions, and so does the view that renders on demand; nothing here writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from wagtail.contrib.redirects.models import Redirect

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Author, Section, StandingPage, Story, StoryAddress, Topic
from broadsheet.reader.loading import feeds, front, lists, provenance, standing
from broadsheet.reader.loading.cards import readable
from broadsheet.reader.loading.site import load_site
from broadsheet.reader.loading.story import load_story
from broadsheet.reader.structured import json_feed
from broadsheet.reader.templating import render
from broadsheet.reader.values import NoticePage, TipPage

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
FEED_FILES = {"feed/": ("rss.xml", "rss"), "atom/": ("atom.xml", "atom"), "feed.json": ("feed.json", "json")}
DAY = re.compile(r"/archive/([0-9]{4})/([0-9]{2})/([0-9]{2})/")
MONTH = re.compile(r"/sitemap-([0-9]{4})-([0-9]{2})\.xml")
#: Years that an archive can have; beyond them lie the edges of the calendar.
YEARS = range(1800, 3000)
FEED = re.compile(r"(/(?:[a-z0-9_/-]+/)?)(feed/|atom/|feed\.json)")


@dataclass(frozen=True)
class Rendered:
    """What stands at an address: a page (200), a notice (410) or a redirect (301), and the keys that it was made from."""

    status: int
    body: bytes
    extension: str
    keys: frozenset[str]
    location: str | None = None


def asset(name: str) -> str:
    """Return the address of a static file, its content hash in the name."""
    return str(staticfiles_storage.url(name))


def render_path(path: str, *, now: datetime) -> Rendered | None:
    """Return what stands at an address, or None where nothing does."""
    if make := FIXED.get(path):
        return make(now)
    if found := FEED.fullmatch(path):
        return _feed(found[1], found[2], path)
    if found := DAY.fullmatch(path):
        return _html("list.html", lists.load_day(day)) if (day := _date(found[1], found[2], found[3])) else None
    if found := MONTH.fullmatch(path):
        return _xml("sitemap.xml", feeds.load_month(month)) if (month := _date(found[1], found[2], "01")) else None
    return _story(path) or _list(path) or _standing(path) or _redirect(path)


def render_many(paths: Sequence[str], *, now: datetime) -> Iterator[tuple[str, Rendered | None]]:
    """Yield each address with what stands at it, in their order: the same bytes as `render_path`."""
    for path in paths:
        yield path, render_path(path, now=now)


def _story(path: str) -> Rendered | None:
    address = (
        StoryAddress.objects.select_related("story__home_section", "story__lead_picture").filter(path=path).first()
    )
    if address is None:
        return None
    story = address.story
    if story.killed_at:
        notice = NoticePage(410, path=path, headline=story.headline, text=story.kill_notice)
        body = render("notice.html", site=load_site(), page=notice, asset=asset)
        return Rendered(410, body, "html", frozenset({keys.story(story.pk), keys.SITE, keys.LAYOUT}))
    if not story.live:
        return None
    if not address.current:
        current = StoryAddress.objects.get(story=story, current=True).path
        return Rendered(301, b"", "html", frozenset({keys.story(story.pk)}), location=current)
    return _html("story.html", load_story(story, path))


def _list(path: str) -> Rendered | None:
    kind, _, slug = path.strip("/").rpartition("/")
    if path not in (f"/{kind}/{slug}/", f"/{slug}/"):
        return None
    if kind == "topics":
        topic = Topic.objects.filter(slug=slug).first()
        return _html("list.html", lists.load_topic(topic)) if topic else None
    if kind == "authors":
        author = Author.objects.select_related("picture").filter(slug=slug).first()
        return _html("list.html", lists.load_author(author)) if author else None
    section = Section.objects.filter(slug=slug).first() if not kind else None
    return _html("list.html", lists.load_section(section)) if section else None


def _standing(path: str) -> Rendered | None:
    page = standing.find_standing(path)
    return _html("standing.html", standing.load_standing(page)) if page else None


def _redirect(path: str) -> Rendered | None:
    row = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).first()
    if (
        row is None
        or not row.link
        or not row.link.startswith(("/", "http://", "https://"))
        or row.link.startswith("//")
    ):
        return None
    return Rendered(301, b"", "html", frozenset({keys.page(path)}), location=row.link)


def _feed(home: str, name: str, path: str) -> Rendered | None:
    site = load_site()
    if home == "/corrections/" and name == "feed/":
        feed, carried = feeds.load_corrections_feed()
    else:
        found = _feed_stories(home)
        if found is None:
            return None
        stories, title, key = found
        feed, carried = feeds.load_feed(stories, title=title or site.name, path=path, home=home)
        carried |= {key}
    template, extension = FEED_FILES[name]
    if extension == "json":
        return Rendered(200, json.dumps(json_feed(feed, site), ensure_ascii=False).encode(), extension, carried)
    return Rendered(200, render(template, site=site, page=feed, asset=asset), extension, carried)


def _feed_stories(home: str) -> tuple[Any, str, str] | None:
    kind, _, slug = home.strip("/").rpartition("/")
    if home == "/":
        return readable(), "", keys.FEED
    if kind == "topics" and (topic := Topic.objects.filter(slug=slug).first()):
        return readable().filter(topics=topic), topic.name.lstrip("#"), keys.topic(topic.pk)
    if kind == "authors" and (author := Author.objects.filter(slug=slug).first()):
        return readable().filter(story_authors__author=author), author.name, keys.author(author.pk)
    if not kind and (section := Section.objects.filter(slug=slug).first()):
        numbers = [story.pk for story in lists.section_stories(section, feeds.MAX_ENTRIES)]
        return readable().filter(pk__in=numbers), section.name, keys.section(section.pk)
    return None


def _html(template: str, loaded: tuple[Any, frozenset[str]] | None) -> Rendered | None:
    if loaded is None:
        return None
    page, carried = loaded
    return Rendered(200, render(template, site=load_site(), page=page, asset=asset), "html", carried)


def _xml(template: str, loaded: tuple[Any, frozenset[str]] | None) -> Rendered | None:
    if loaded is None:
        return None
    page, carried = loaded
    return Rendered(200, render(template, site=load_site(), page=page, asset=asset), "xml", carried)


def _robots(now: datetime) -> Rendered | None:
    body = render("robots.txt", site=load_site(), page=None, asset=asset)
    return Rendered(200, body, "txt", frozenset({keys.SITE, keys.LAYOUT}))


FIXED: dict[str, Callable[[datetime], Rendered | None]] = {
    "/": lambda now: _html("front.html", front.load_front()),
    "/tips/": lambda now: _html("tips.html", (TipPage(), frozenset({keys.SITE, keys.LAYOUT}))),
    "/content-credentials/": lambda now: _html("credentials.html", provenance.load_explanation()),
    "/corrections/": lambda now: _html("corrections.html", lists.load_corrections()),
    "/sitemap.xml": lambda now: _xml("sitemap-index.xml", feeds.load_sitemap_index()),
    "/sitemap-pages.xml": lambda now: _xml("sitemap.xml", feeds.load_pages_sitemap()),
    "/news-sitemap.xml": lambda now: _xml("news-sitemap.xml", feeds.load_news_sitemap(now)),
    "/robots.txt": _robots,
}


def _date(year: str, month: str, day: str) -> date | None:
    if int(year) not in YEARS:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def paths_of(key: str) -> list[str]:
    """Return the addresses that a key brings into being, whether or not they were ever rendered."""
    kind, _, name = key.partition(":")
    match kind:
        case "story":
            rows = StoryAddress.objects.filter(story_id=int(name)).order_by("-current", "id")
            return list(rows.values_list("path", flat=True))
        case "comments":
            rows = StoryAddress.objects.filter(story_id=int(name), current=True)
            return list(rows.values_list("path", flat=True))
        case "page":
            return [name]
        case "day":
            day = date.fromisoformat(name)
            return [lists.archive_path(day), feeds.month_path(day)]
        case "front":
            return ["/"]
        case "feed":
            return ["/feed/", "/atom/", "/feed.json"]
        case "sitemap":
            return ["/sitemap.xml", "/news-sitemap.xml"]
        case "corrections":
            return ["/corrections/", "/corrections/feed/"]
        case "site":
            return ["/", "/tips/", "/content-credentials/", "/robots.txt", "/sitemap-pages.xml"]
        case "section" | "topic" | "author" | "standing":
            return _paths_of_list(kind, int(name))
    return []


def _paths_of_list(kind: str, number: int) -> list[str]:
    if kind == "standing":
        page = StandingPage.objects.filter(pk=number).first()
        return [page.address] if page else []
    model, prefix = {"section": (Section, "/"), "topic": (Topic, "/topics/"), "author": (Author, "/authors/")}[kind]
    slug = model.objects.filter(pk=number).values_list("slug", flat=True).first()  # type: ignore[attr-defined]
    return [f"{prefix}{slug}/{end}" for end in ("", "feed/", "atom/", "feed.json")] if slug else []


def all_paths() -> Iterator[str]:
    """Return every address that the newsroom has something to say at."""
    yield from (*FIXED, "/feed/", "/atom/", "/feed.json", "/corrections/feed/")
    for kind, model in (("section", Section), ("topic", Topic), ("author", Author), ("standing", StandingPage)):
        for number in model.objects.order_by("pk").values_list("pk", flat=True):  # type: ignore[attr-defined]
            yield from _paths_of_list(kind, number)
    days: set[date] = set()
    for first in readable().values_list("first_published_at", flat=True).iterator():
        day = first.astimezone(zone()).date()
        if day not in days:
            days.add(day)
            yield from paths_of(f"day:{day.isoformat()}")
    yield from StoryAddress.objects.order_by("pk").values_list("path", flat=True).iterator()


def not_found() -> bytes:
    """Return the page for an address that there is none of."""
    return render("notice.html", site=load_site(), page=NoticePage(404), asset=asset)


def preview(story: Story | StandingPage) -> bytes:
    """Return the page of a story or a standing page as it will look, whether or not it was ever saved."""
    if isinstance(story, StandingPage):
        shown, _ = standing.load_standing(story, is_preview=True)
        return render("standing.html", site=load_site(), page=shown, asset=asset)
    row = StoryAddress.objects.filter(story_id=story.pk, current=True).first()
    page, _ = load_story(story, row.path if row else "/", is_preview=True)
    return render("story.html", site=load_site(), page=page, asset=asset)
