"""The paper itself, and what the head of every page says."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.reader.values.pictures import Picture


@dataclass(frozen=True, slots=True)
class Link:
    """A name with its address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Breaking:
    """The one story on the breaking bar."""

    headline: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of one paper shares.

    `url` is the public address without a slash at its end: `https://courier.example`. `language` is that of the
    furniture (`en`, `nb`). `tip` is the contact that the tip page prints; None hides the call for tips everywhere.
    """

    name: str
    language: str
    url: str
    time_zone: str
    sections: tuple[Link, ...] = ()
    tip: str | None = None
    editor: str = ""
    about: tuple[str, ...] = ()
    policies: tuple[Link, ...] = ()
    ethics: str = ""
    breaking: Breaking | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page announces. `kind` is `rss`, `atom` or `json`."""

    kind: str
    url: str
    title: str

    @property
    def mimetype(self) -> str:
        """Return the media type of the feed."""
        return {"rss": "application/rss+xml", "atom": "application/atom+xml"}.get(self.kind, "application/feed+json")


def feeds_of(path: str, title: str) -> tuple[FeedLink, ...]:
    """Return the three feeds under an address (`/`, `/world/`)."""
    return (
        FeedLink("rss", f"{path}feed/", title),
        FeedLink("atom", f"{path}atom/", title),
        FeedLink("json", f"{path}feed.json", title),
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What the page's head and masthead say. Each page value makes its own; no loader has to.

    `day` is the day that the masthead prints: that of the newest story on the page, never that of the rendering, so
    that a page has the same bytes whenever it is made. `current` is the address of the section to mark.
    """

    title: str
    path: str
    description: str = ""
    current: str = ""
    day: datetime | None = None
    feeds: tuple[FeedLink, ...] = ()
    picture: Picture | None = None
    kind: str = "website"
    indexed: bool = True
    front: bool = False
