"""Pages that lead to stories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from markupsafe import Markup

from broadsheet.reader.values.cards import Card
from broadsheet.reader.values.pictures import Picture
from broadsheet.reader.values.site import FeedLink, Head, Link, feeds_of
from broadsheet.reader.values.story import Correction


@dataclass(frozen=True, slots=True)
class Strip:
    """A section's strip on the front: its name, its first story, up to three more."""

    section: Link
    lead: Card
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front. Every part may be missing; an empty paper says so in one sentence.

    `lead` the pinned or newest story, `also` up to three headlines under it, `opinion` up to four, `row` four
    cards, `feature` one story with a large picture, `latest` the river, `discussed` and `corrected` the short lists
    beside it.
    """

    lead: Card | None = None
    also: tuple[Card, ...] = ()
    opinion: tuple[Card, ...] = ()
    row: tuple[Card, ...] = ()
    feature: Card | None = None
    latest: tuple[Card, ...] = ()
    discussed: tuple[Card, ...] = ()
    corrected: tuple[Card, ...] = ()
    strips: tuple[Strip, ...] = ()
    description: str = ""

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return every card on the page."""
        single = tuple(card for card in (self.lead, self.feature) if card)
        strips = tuple(card for strip in self.strips for card in (strip.lead, *strip.cards))
        return (*single, *self.also, *self.opinion, *self.row, *self.latest, *self.discussed, *self.corrected, *strips)

    @property
    def day(self) -> datetime | None:
        """Return the instant of the newest story, whose day the paper carries."""
        return max((card.at for card in self.cards), default=None)

    @property
    def row_has_pictures(self) -> bool:
        """Return whether every card of the row has a picture: in a row either all have one or none has."""
        return bool(self.row) and all(card.picture for card in self.row)

    @property
    def lists(self) -> int:
        """Return how many lists stand side by side."""
        return sum(1 for cards in (self.latest, self.discussed, self.corrected) if cards)

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(
            title="",
            path="/",
            description=self.description,
            current="/",
            day=self.day,
            feeds=feeds_of("/", ""),
            picture=self.lead.picture if self.lead else None,
            front=True,
        )


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of one day in a list, newest first."""

    day: date
    cards: tuple[Card, ...]


def by_day(cards: Iterable[Card], time_zone: str) -> tuple[Day, ...]:
    """Return the cards, which come newest first, grouped by the day in the paper's time zone."""
    zone = ZoneInfo(time_zone)
    days = groupby(cards, key=lambda card: card.at.astimezone(zone).date())
    return tuple(Day(day, tuple(group)) for day, group in days)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The stories of a section, a topic, an author or a day: `kind` says which.

    `lead` is a section's first story, shown large. `newer` and `older` are addresses, "" at the ends. A topic's
    title is printed with its `#`. For a day, `on` is set and takes the title's place.
    """

    kind: str
    path: str
    title: str = ""
    intro: str = ""
    role: str = ""
    face: Picture | None = None
    lead: Card | None = None
    days: tuple[Day, ...] = ()
    newer: str = ""
    older: str = ""
    on: date | None = None
    has_feeds: bool = True
    base_path: str = ""

    @property
    def day(self) -> datetime | None:
        """Return the instant of the newest story."""
        listed = (card.at for group in self.days for card in group.cards)
        return max((*listed, *((self.lead.at,) if self.lead else ())), default=None)

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(
            title=self.title,
            path=self.path,
            description=self.intro,
            current=self.base_path or self.path,
            day=self.day,
            feeds=feeds_of(self.base_path or self.path, self.title) if self.has_feeds else (),
            picture=self.lead.picture if self.lead else self.face,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: the story, and a piece of its text with `<mark>` around what was found ("" for none)."""

    card: Card
    excerpt: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search: `query` as typed; `count` None before anything was asked.

    `sorts` are the orders, `sort` the address of the current one. `capped` says that there are at least `count`
    stories, the index having stopped counting. `suggestion` links a better spelling.
    """

    query: str = ""
    count: int | None = None
    capped: bool = False
    hits: tuple[Hit, ...] = ()
    sorts: tuple[Link, ...] = ()
    sort: str = ""
    suggestion: Link | None = None
    newer: str = ""
    older: str = ""

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title=self.query, path="/search/", indexed=False)


@dataclass(frozen=True, slots=True)
class CorrectedStory:
    """A correction in the list of all corrections."""

    headline: str
    url: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every correction, newest first."""

    entries: tuple[CorrectedStory, ...] = ()
    newer: str = ""
    older: str = ""
    path: str = "/corrections/"

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        day = self.entries[0].correction.at if self.entries else None
        return Head(title="", path=self.path, day=day, feeds=(FeedLink("rss", "/corrections/feed/", ""),))
