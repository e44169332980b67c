"""One story, as anyone may read it."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.reader.values.body import Block, Gallery, Paragraph
from broadsheet.reader.values.cards import Author, Card
from broadsheet.reader.values.comments import ThreadView
from broadsheet.reader.values.pictures import Picture, PictureGone
from broadsheet.reader.values.site import Head, Link, feeds_of


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
class StoryPage:
    """One story, as anyone may read it.

    `kicker` is the word above the headline when the form wants one ("Analysis"), else "". `byline` is printed when
    there are no `authors`. `minutes` is the time of reading, 0 prints nothing. `holder` is the copyright holder of
    the text, else its provider: "" leaves the source line out. `text_from` names the agency that the text came from
    ("NTB"), `is_edited` whether a word of it was changed here. `corrections` come newest first, `versions` oldest
    first. `thread` is None where nothing may be discussed. `picture_gone` is there in the place of a lead picture whose
    rights have ended.
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
    picture_gone: PictureGone | None = None
    authors: tuple[Author, ...] = ()
    byline: str = ""
    dateline: str = ""
    updated: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    minutes: int = 0
    holder: str = ""
    topics: tuple[Link, ...] = ()
    text_from: str = ""
    is_edited: bool = False
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
    def for_machines(self) -> tuple[Picture, ...]:
        """Return the lead picture and those of galleries that other sites may show beside a link to the page."""
        lead = (self.picture,) if self.picture else ()
        shown = (*lead, *(picture for block in self.body if isinstance(block, Gallery) for picture in block.shown))
        return tuple(picture for picture in dict.fromkeys(shown) if picture.is_for_social)

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
            picture=self.picture if self.picture and self.picture.is_for_social else None,
            kind="article",
            indexed=self.indexed,
        )
