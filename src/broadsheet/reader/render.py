"""From an address to the bytes of its page, and from a stale key to the addresses that it brings into being.

The press asks both questions, and so does the view that renders on demand; nothing here writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from broadsheet.core import keys
from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Author, Section, StandingPage, Story, StoryAddress, Topic
from broadsheet.reader.loading import feeds, front, lists, provenance, standing
from broadsheet.reader.loading.cards import readable
from broadsheet.reader.loading.site import load_site
from broadsheet.reader.loading.story import BATCH, load_preview, load_stories
from broadsheet.reader.structured import json_feed
from broadsheet.reader.templating import render
from broadsheet.reader.values import NoticePage, Site, TipPage

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


class Printer:
    """Prints the pages of one call. What all pages share is asked once, and never kept for the next call."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.asset = cache(asset)

    @cached_property
    def site(self) -> Site:
        """Return the paper's name, navigation and footer."""
        return load_site()

    def bytes_of(self, template: str, page: object) -> bytes:
        """Return the page as UTF-8."""
        return render(template, site=self.site, page=page, asset=self.asset)

    def html(self, template: str, loaded: tuple[Any, frozenset[str]] | None) -> Rendered | None:
        """Return a page for readers, or None for none."""
        return Rendered(200, self.bytes_of(template, loaded[0]), "html", loaded[1]) if loaded else None

    def xml(self, template: str, loaded: tuple[Any, frozenset[str]] | None) -> Rendered | None:
        """Return a sitemap, or None for none."""
        return Rendered(200, self.bytes_of(template, loaded[0]), "xml", loaded[1]) if loaded else None


def render_path(path: str, *, now: datetime) -> Rendered | None:
    """Return what stands at an address, or None where nothing does."""
    ((_, found),) = render_many([path], now=now)
    return found


def render_many(paths: Sequence[str], *, now: datetime) -> Iterator[tuple[str, Rendered | None]]:
    """Yield each address with what stands at it, in their order; stories are loaded together, some dozens at a time.

    Whatever a page needs may fail, and with it the rest of the call: who wants to know which address it was asks for
    each alone.
    """
    printer = Printer(now)
    for start in range(0, len(paths), BATCH):
        yield from _render_batch(paths[start : start + BATCH], printer)


def _render_batch(paths: Sequence[str], printer: Printer) -> Iterator[tuple[str, Rendered | None]]:
    rows = _addresses([path for path in paths if not _is_fixed(path)])
    asked = [rows[path] for path in paths if path in rows]
    stories = load_stories([(row.story, row.path) for row in asked if row.current and row.story.live], now=printer.now)
    current = _current_paths(row.story_id for row in asked if row.story.live and not row.current)
    for path in paths:
        row = rows.get(path)
        if row is None:
            yield path, _other(path, printer)
        elif row.story.killed_at:
            yield path, _notice(row, printer)
        elif not row.story.live:
            yield path, _elsewhere(path, printer)
        elif not row.current:
            yield path, Rendered(301, b"", "html", frozenset({keys.story(row.story_id)}), current[row.story_id])
        else:
            yield path, printer.html("story.html", next(stories))


def _addresses(paths: Sequence[str]) -> dict[str, Any]:
    """Return the addresses among them that stories have or had, each with its story; one query."""
    rows = StoryAddress.objects.filter(path__in=paths).select_related("story__home_section") if paths else ()
    return {row.path: row for row in rows}


def _current_paths(story_ids: Iterable[int]) -> dict[int, str]:
    moved = set(story_ids)
    rows = StoryAddress.objects.filter(story__in=moved, current=True) if moved else StoryAddress.objects.none()
    return dict(rows.values_list("story_id", "path"))


def _notice(row: Any, printer: Printer) -> Rendered:
    story = row.story
    notice = NoticePage(410, path=row.path, headline=story.headline, text=story.kill_notice)
    carried = frozenset({keys.story(story.pk), keys.SITE, keys.LAYOUT})
    return Rendered(410, printer.bytes_of("notice.html", notice), "html", carried)


def _is_fixed(path: str) -> bool:
    """Return whether the address has a form that no story can take."""
    return path in FIXED or any(form.fullmatch(path) for form in (FEED, DAY, MONTH))


def _other(path: str, printer: Printer) -> Rendered | None:
    """Return what stands at an address that no story has or had."""
    if make := FIXED.get(path):
        return make(printer)
    if found := FEED.fullmatch(path):
        return _feed(found[1], found[2], path, printer)
    if found := DAY.fullmatch(path):
        day = _date(found[1], found[2], found[3])
        return printer.html("list.html", lists.load_day(day, now=printer.now)) if day else None
    if found := MONTH.fullmatch(path):
        month = _date(found[1], found[2], "01")
        return printer.xml("sitemap.xml", feeds.load_month(month, now=printer.now)) if month else None
    return _elsewhere(path, printer)


def _elsewhere(path: str, printer: Printer) -> Rendered | None:
    return _list(path, printer) or _standing(path, printer) or _redirect(path)


def _list(path: str, printer: Printer) -> Rendered | None:
    kind, _, slug = path.strip("/").rpartition("/")
    if path not in (f"/{kind}/{slug}/", f"/{slug}/"):
        return None
    if kind == "topics":
        topic = Topic.objects.filter(slug=slug).first()
        return printer.html("list.html", lists.load_topic(topic, now=printer.now)) if topic else None
    if kind == "authors":
        author = Author.objects.filter(slug=slug).first()
        return printer.html("list.html", lists.load_author(author, now=printer.now)) if author else None
    section = Section.objects.filter(slug=slug).first() if not kind else None
    return printer.html("list.html", lists.load_section(section, now=printer.now)) if section else None


def _standing(path: str, printer: Printer) -> Rendered | None:
    page = standing.find_standing(path)
    return printer.html("standing.html", standing.load_standing(page, now=printer.now)) if page else None


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


def _feed(home: str, name: str, path: str, printer: Printer) -> Rendered | None:
    site = printer.site
    if home == "/corrections/" and name == "feed/":
        feed, carried = feeds.load_corrections_feed()
    else:
        found = _feed_stories(home)
        if found is None:
            return None
        stories, title, key = found
        feed, carried = feeds.load_feed(stories, title=title or site.name, path=path, home=home, now=printer.now)
        carried |= {key}
    template, extension = FEED_FILES[name]
    if extension == "json":
        return Rendered(200, json.dumps(json_feed(feed, site), ensure_ascii=False).encode(), extension, carried)
    return Rendered(200, printer.bytes_of(template, feed), extension, carried)


def _feed_stories(home: str) -> tuple[Any, str, str] | None:
    kind, _, slug = home.strip("/").rpartition("/")
    if home == "/":
        return readable(), "", keys.FEED
    if kind == "topics" and (topic := Topic.objects.filter(slug=slug).first()):
        return (
            readable().filter(pk__in=lists.topic_stories(topic, feeds.MAX_ENTRIES)),
            topic.name.lstrip("#"),
            keys.topic(topic.pk),
        )
    if kind == "authors" and (author := Author.objects.filter(slug=slug).first()):
        return (
            readable().filter(pk__in=lists.author_stories(author, feeds.MAX_ENTRIES)),
            author.name,
            keys.author(author.pk),
        )
    if not kind and (section := Section.objects.filter(slug=slug).first()):
        numbers = [story.pk for story in lists.section_stories(section, feeds.MAX_ENTRIES)]
        return readable().filter(pk__in=numbers), section.name, keys.section(section.pk)
    return None


def _robots(printer: Printer) -> Rendered | None:
    return Rendered(200, printer.bytes_of("robots.txt", None), "txt", frozenset({keys.SITE, keys.LAYOUT}))


FIXED: dict[str, Callable[[Printer], Rendered | None]] = {
    "/": lambda printer: printer.html("front.html", front.load_front(now=printer.now)),
    "/tips/": lambda printer: printer.html("tips.html", (TipPage(), frozenset({keys.SITE, keys.LAYOUT}))),
    "/content-credentials/": lambda printer: printer.html("credentials.html", provenance.load_explanation()),
    "/corrections/": lambda printer: printer.html("corrections.html", lists.load_corrections()),
    "/sitemap.xml": lambda printer: printer.xml("sitemap-index.xml", feeds.load_sitemap_index()),
    "/sitemap-pages.xml": lambda printer: printer.xml("sitemap.xml", feeds.load_pages_sitemap()),
    "/news-sitemap.xml": lambda printer: printer.xml("news-sitemap.xml", feeds.load_news_sitemap(printer.now)),
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
    return Printer(timezone.now()).bytes_of("notice.html", NoticePage(404))


def preview(story: Story | StandingPage) -> bytes:
    """Return the page of a story or a standing page as it will look, whether or not it was ever saved."""
    printer = Printer(timezone.now())
    if isinstance(story, StandingPage):
        shown, _ = standing.load_standing(story, now=printer.now, is_preview=True)
        return printer.bytes_of("standing.html", shown)
    row = StoryAddress.objects.filter(story_id=story.pk, current=True).first()
    return printer.bytes_of("story.html", load_preview(story, row.path if row else "/", now=printer.now))
