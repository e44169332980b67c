"""A story as other pages show it, and who wrote it."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.reader.values.pictures import Picture


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
