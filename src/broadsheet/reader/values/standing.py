"""Pages that stand by themselves, or stand in for one that is not there."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.reader.values.body import Block
from broadsheet.reader.values.site import Head


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
class CredentialsPage:
    """The page that explains content credentials. `is_signing` says whether the newsroom signs its copies."""

    is_signing: bool
    path: str = "/content-credentials/"

    @property
    def head(self) -> Head:
        """Return what the head of the page says."""
        return Head(title="", path=self.path)


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
