"""What programs fetch: feeds and sitemaps."""

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from broadsheet.reader.values.pictures import Picture


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A story in a feed. `guid` is stable for good; `html` is the body made safe; `gallery` are its galleries' pictures."""

    guid: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str = ""
    html: Markup = field(default_factory=Markup)
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    language: str = ""
    gallery: tuple[Picture, ...] = ()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Return the lead picture and the galleries', each once."""
        return tuple(dict.fromkeys((*((self.picture,) if self.picture else ()), *self.gallery)))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `path` is its own address, `home` that of the page it belongs to."""

    title: str
    path: str
    home: str
    description: str = ""
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> datetime | None:
        """Return when the newest entry changed."""
        return max((entry.updated for entry in self.entries), default=None)


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page in a sitemap. `title` and `language` are read by the news sitemap alone; `images` are addresses of files."""

    url: str
    updated: datetime | None = None
    published: datetime | None = None
    title: str = ""
    language: str = ""
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, an index of sitemaps (`sitemap-index.xml`), or the news sitemap: the template decides."""

    entries: tuple[SitemapEntry, ...] = ()
