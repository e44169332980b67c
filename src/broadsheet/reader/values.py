"""What a reader's page is made of: finished values, plain Python, frozen.

A loader fills these from the rooms below; a template prints them and looks nothing up. No Django here, so that a
page can be rendered, and tested, without a database. Every `datetime` is aware; the page prints it in the site's
time zone. Every address is root-relative (`/world/talks-resume/`) unless its name says `absolute`. An absent text
is "", never None; None stands for a thing that is not there (a picture, a thread, a time).

`Markup` marks HTML that has been made safe by its room; everything else is text and gets escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup


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
class Variant:
    """One size of a picture, in both formats."""

    width: int
    height: int
    webp_url: str
    jpeg_url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A published picture. `variants` run from narrow to wide and are never empty.

    `credit` is creator and credit line joined (`Jane Doe / Pool Photo via AP`) without the word Photo, which is a
    matter of language. `focus` is the point, in percent of width and height, that a crop has to keep.
    """

    width: int
    height: int
    variants: tuple[Variant, ...]
    alt: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    focus: tuple[int, int] = (50, 50)

    @property
    def widest(self) -> Variant:
        """Return the largest variant."""
        return self.variants[-1]

    @property
    def fallback(self) -> Variant:
        """Return the variant for a browser without `srcset`: the first of at least 800 px, else the widest."""
        return next((variant for variant in self.variants if variant.width >= 800), self.widest)

    @property
    def is_tall(self) -> bool:
        """Return whether it is higher than wide, so that a wide crop would behead somebody."""
        return self.height > self.width

    @property
    def focus_class(self) -> str:
        """Return the classes for the focal point, in steps of ten percent: `fx-3 fy-7`. Empty at the centre.

        Classes, because the content security policy allows no style attribute.
        """
        names = (f"{axis}-{round(percent / 10)}" for axis, percent in zip(("fx", "fy"), self.focus, strict=True))
        return " ".join(name for name in names if not name.endswith("-5"))


@dataclass(frozen=True, slots=True)
class Author:
    """A writer as the byline names them. `url` is "" when they have no page, `role` is printed as is ("Research")."""

    name: str
    url: str = ""
    role: str = ""
    face: Picture | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A story as another page shows it. `at` is when it was first published; `form` is `news`, `opinion` …"""

    url: str
    headline: str
    at: datetime
    kicker: str = ""
    sentence: str = ""
    picture: Picture | None = None
    byline: str = ""
    form: str = "news"
    face: Picture | None = None
    comments: int = 0
    language: str = ""

    @property
    def voice(self) -> str:
        """Return `op` for opinion, which speaks in the light weight, else `news`."""
        return "op" if self.form == "opinion" else "news"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: its inner HTML (`a`, `em`, `strong`)."""

    kind: ClassVar[str] = "paragraph"
    html: Markup


@dataclass(frozen=True, slots=True)
class Subhead:
    """A heading within the body."""

    kind: ClassVar[str] = "subhead"
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A pull quote. `name` says who speaks, "" when the text says it."""

    kind: ClassVar[str] = "quote"
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list in the body; each item is inner HTML."""

    kind: ClassVar[str] = "list"
    items: tuple[Markup, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture in the body."""

    kind: ClassVar[str] = "picture"
    picture: Picture


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that stands with another host. A plain link until it is clicked.

    `absolute_url` is the page at the provider; `frame_absolute_url` the address for the frame, "" when only a link
    is wanted. Nothing is fetched from the provider before the click.
    """

    kind: ClassVar[str] = "embed"
    provider: str
    title: str
    absolute_url: str
    frame_absolute_url: str = ""


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """A story of ours that the body points at."""

    kind: ClassVar[str] = "related"
    card: Card


Block = Paragraph | Subhead | Quote | ListBlock | PictureBlock | Embed | RelatedBlock


@dataclass(frozen=True, slots=True)
class Correction:
    """An error put right: what was wrong, and when we said so."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A row of "What changed": `kind` is `published`, `updated`, `corrected` or `retracted`; `text` may be ""."""

    kind: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A published comment, or the tombstone of a removed one.

    `paragraphs` are inner HTML with safe links. `removed` leaves the number and takes the rest away; `reason` says
    why, in the newsroom's words, "" when no reason is given.
    """

    number: int
    at: datetime
    name: str = ""
    paragraphs: tuple[Markup, ...] = ()
    parent: int | None = None
    removed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The comments of one story, and its form. `state` is `open` or `closed`.

    `hidden` are the form's hidden fields as (name, value); `comments` come in the order of the page, replies after
    what they answer. `count` counts what may be read, tombstones not.
    """

    state: str
    count: int
    action: str
    hidden: tuple[tuple[str, str], ...] = ()
    comments: tuple[CommentView, ...] = ()


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


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story, as anyone may read it.

    `kicker` is the word above the headline when the form wants one ("Analysis"), else "". `byline` is printed when
    there are no `authors`. `minutes` is the time of reading, 0 prints nothing. `holder` is the copyright holder of
    the text, else its provider: "" leaves the source line out. `text_from` names the agency that the text came from
    ("NTB"). `corrections` come newest first, `versions` oldest first. `thread` is None where nothing may be
    discussed.
    """

    path: str
    headline: str
    section: Link
    published: datetime
    language: str
    body: tuple[Block, ...] = ()
    standfirst: str = ""
    kicker: str = ""
    form: str = "news"
    picture: Picture | None = None
    authors: tuple[Author, ...] = ()
    byline: str = ""
    dateline: str = ""
    updated: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    minutes: int = 0
    holder: str = ""
    topics: tuple[Link, ...] = ()
    text_from: str = ""
    versions: tuple[Version, ...] = ()
    related: tuple[Card, ...] = ()
    thread: ThreadView | None = None
    indexed: bool = True

    @property
    def corrected(self) -> datetime | None:
        """Return when the newest correction was made."""
        return self.corrections[0].at if self.corrections else None

    @property
    def modified(self) -> datetime:
        """Return when the text last changed."""
        return max(moment for moment in (self.published, self.updated, self.corrected) if moment)

    @property
    def writers(self) -> tuple[Author, ...]:
        """Return the authors that "By" names."""
        return tuple(author for author in self.authors if not author.role)

    @property
    def contributors(self) -> tuple[Author, ...]:
        """Return the authors that are named by what they did."""
        return tuple(author for author in self.authors if author.role)

    @property
    def face(self) -> Picture | None:
        """Return the writer's face for the rail of an opinion piece."""
        return next((author.face for author in self.authors if author.face), None) if self.form == "opinion" else None

    @property
    def opening(self) -> Paragraph | None:
        """Return the first block when it is a paragraph: the dateline runs into it."""
        return self.body[0] if self.body and isinstance(self.body[0], Paragraph) else None

    @property
    def rest(self) -> tuple[Block, ...]:
        """Return the blocks after the opening."""
        return self.body[1:] if self.opening else self.body

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(
            title=self.headline,
            path=self.path,
            description=self.standfirst,
            current=self.section.url,
            day=self.published,
            feeds=feeds_of(self.section.url, self.section.text),
            picture=self.picture,
            kind="article",
            indexed=self.indexed,
        )


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
class StandingPage:
    """A page that stands: About, ethics, contact."""

    path: str
    title: str
    language: str
    intro: str = ""
    body: tuple[Block, ...] = ()
    updated: datetime | None = None

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title=self.title, path=self.path, description=self.intro)


@dataclass(frozen=True, slots=True)
class TipPage:
    """The tip page: prints `site.tip`, or says that there is no contact yet."""

    path: str = "/tips/"

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title="", path=self.path)


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


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page in the place of one that is not there. `status` is 404, 410, 429 or 5xx.

    For a killed story `headline` stays and `text` says in the newsroom's words what happened; for the others both
    may be "" and the page's own sentence is printed.
    """

    status: int
    path: str = "/"
    headline: str = ""
    text: str = ""

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title=self.headline, path=self.path, indexed=False)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field (`name`, `email`, `body`), or with the whole form (""), as a plain sentence."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class CommentPage:
    """A comment that was not taken: the form again, with what the reader wrote and what to do about it.

    `thread.state` `closed` leaves the form out and gives the text back to be copied.
    """

    headline: str
    url: str
    thread: ThreadView
    errors: tuple[FieldError, ...] = ()
    name: str = ""
    email: str = ""
    body: str = ""

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title=self.headline, path=self.url, indexed=False)

    def wrong(self, name: str) -> str:
        """Return the sentence about one field, "" when it is right."""
        return next((error.text for error in self.errors if error.field == name), "")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A story in a feed. `guid` is stable for good; `html` is the body made safe."""

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
    """A page in a sitemap. `title` and `language` are read by the news sitemap alone."""

    url: str
    updated: datetime | None = None
    published: datetime | None = None
    title: str = ""
    language: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, an index of sitemaps (`sitemap-index.xml`), or the news sitemap: the template decides."""

    entries: tuple[SitemapEntry, ...] = ()
