"""Readers' words under a story, and the form for more."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from broadsheet.reader.values.site import Head


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
