"""What the photo desk's list asks of the database: tabs, filters, words, order, and one page.

Nothing is counted further than MAX_COUNTED, and each tab, each order and the filter by provider has an index, so that the
list costs the same in a library of a hundred and of a hundred thousand pictures. What may walk further is a filter by
state or use that few pictures pass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import PictureUse
from broadsheet.desk.screens.pictures.rows import asking_providers
from broadsheet.desk.screens.pictures.states import WORDS, in_state
from broadsheet.photos import search
from broadsheet.photos.models import NearPair, Picture

PAGE_SIZE = 48
#: So many newest matches of a search are narrowed by the filters.
MAX_FOUND = 2_000
#: Beyond it a count is "1,000+": nobody looks further, and the database has not to.
MAX_COUNTED = 1_000
#: An offset that a database still walks over quickly.
MAX_PAGE = 1_000
MAX_PROVIDERS = 500
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("all", _("All")),
    ("credit", _("Credit missing")),
    ("alt", _("Alt text missing")),
    ("soon", _("Ends within 7 days")),
    ("ended", _("Ended")),
    ("killed", _("Killed")),
    ("near", _("Look alike")),
    ("failed", _("Copies failed")),
)
STATES = tuple(WORDS)
USES = ("used", "unused")
ORDERS: dict[str, tuple[str | Promise, tuple[Any, ...]]] = {
    "newest": (_("Newest first"), ("-pk",)),
    "oldest": (_("Oldest first"), ("pk",)),
    "title": (_("By title"), ("title", "pk")),
    "ends": (_("Ending first"), ("ends_at", "pk")),
}
LAYOUTS = ("list", "grid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see; what an address says beyond that counts as not said."""

    tab: str = "all"
    words: str = ""
    provider: str = ""
    state: str = ""
    use: str = ""
    order: str = "newest"
    layout: str = "list"
    page: int = 1

    @classmethod
    def of(cls, sent: Any) -> Asked:
        """Return what the address asks for."""
        page = sent.get("p", "")
        return cls(
            tab=_lawful(sent.get("tab", ""), dict(TABS), "all"),
            words=sent.get("q", "").replace("\x00", "")[:200].strip(),
            provider=sent.get("provider", "").replace("\x00", "")[:120].strip(),
            state=_lawful(sent.get("state", ""), STATES, ""),
            use=_lawful(sent.get("use", ""), USES, ""),
            order=_lawful(sent.get("order", ""), ORDERS, "newest"),
            layout=_lawful(sent.get("layout", ""), LAYOUTS, "list"),
            page=int(page) if page.isascii() and page.isdecimal() and 0 < int(page[:6]) <= MAX_PAGE else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the tab narrows the list."""
        return any((self.words, self.provider, self.state, self.use))

    @property
    def is_filtered(self) -> bool:
        """Whether one of the filters that are folded away narrows it."""
        return any((self.provider, self.state, self.use))

    def query(self, **changed: Any) -> str:
        """Return the query string that asks for the same, with parts of it changed; it begins at the first page."""
        wanted = replace(self, **{"page": 1, **changed})
        parts = {
            "tab": wanted.tab if wanted.tab != "all" else "",
            "q": wanted.words,
            "provider": wanted.provider,
            "state": wanted.state,
            "use": wanted.use,
            "order": wanted.order if wanted.order != "newest" else "",
            "layout": wanted.layout if wanted.layout != "list" else "",
            "p": wanted.page if wanted.page > 1 else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})


def _lawful(text: str, lawful: Any, otherwise: str) -> str:
    return text if text in lawful else otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of pictures; `count` is how many there are in all, up to MAX_COUNTED and one."""

    pictures: list[Picture]
    number: int
    has_next: bool
    count: int


def page_of(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> Shown:
    """Return one page of the pictures that pass; of one beyond the last, the first. Ending first, only those that end."""
    found = found_in(pictures, asked, now)
    if asked.order == "ends":
        found = found.filter(ends_at__isnull=False)
    ordered = found.order_by(*ORDERS[asked.order][1]).defer("credentials")
    number = asked.page
    rows = _rows(ordered, number)
    if not rows and number > 1:
        number = 1
        rows = _rows(ordered, number)
    return Shown(
        pictures=rows[:PAGE_SIZE], number=number, has_next=len(rows) > PAGE_SIZE, count=counted(found.order_by())
    )


def _rows(ordered: QuerySet[Picture], number: int) -> list[Picture]:
    start = (number - 1) * PAGE_SIZE
    return list(ordered[start : start + PAGE_SIZE + 1])


def counted(pictures: QuerySet[Picture]) -> int:
    """Return how many they are, counted up to MAX_COUNTED and one; `in_words` says it."""
    return pictures.order_by().values("pk")[: MAX_COUNTED + 1].count()


def in_words(count: int) -> str:
    """Return a count as the desk reads it: "37", and "1,000+" for all that is more."""
    return f"{intcomma(MAX_COUNTED)}+" if count > MAX_COUNTED else str(count)


def found_in(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> QuerySet[Picture]:
    """Return the pictures of the tab that pass the filters and have the words."""
    found = pictures if asked.tab == "all" else _narrowed(pictures, condition(asked.tab, now))
    if asked.words:
        found = found.filter(pk__in=search.find(asked.words, limit=MAX_FOUND))
    if asked.provider:
        names = _spelled(asked.provider)
        found = found.filter(provider=names[0]) if len(names) == 1 else found.filter(provider__in=names)
    if asked.state:
        found = _narrowed(found, in_state(asked.state, now))
    if asked.use:
        seen = Exists(PictureUse.objects.filter(picture=OuterRef("pk"), until=None))
        found = found.filter(seen if asked.use == "used" else ~seen)
    return found


def _narrowed(pictures: QuerySet[Picture], wanted: Q) -> QuerySet[Picture]:
    """Return those that meet a condition. Few are found by its index first: asked for in an order, a database walks that.

    Where many meet it, the walk is short.
    """
    found = pictures.filter(wanted)
    few = list(found.order_by().values_list("pk", flat=True)[:MAX_FOUND])
    return pictures.filter(pk__in=few) if len(few) < MAX_FOUND else found


def condition(tab: str, now: datetime) -> Q:
    """Return which pictures belong under a tab."""
    match tab:
        case "credit":
            return Q(credit_is_complete=False) | Q(credit_line="", provider__in=_asking())
        case "alt":
            return Q(owes_alt_text=True)
        case "soon" | "ended" | "killed":
            return in_state(tab, now)
        case "near":
            return Q(pk__in=_alike())
        case "failed":
            return Q(copies_tries__gt=0)
    return Q()


def _asking() -> list[str]:
    """Return the providers, as pictures spell them, whose contracts ask for the credit line."""
    asking = asking_providers()
    return [name for name in spellings() if " ".join(name.lower().split()) in asking]


def _spelled(provider: str) -> list[str]:
    """Return how pictures spell a provider: case makes no difference, and an index knows only what is written."""
    return [name for name in spellings() if name.casefold() == provider.casefold()]


def _alike() -> list[int]:
    """Return the newest pictures that look like another one; pairs that somebody has settled do not count."""
    pairs = NearPair.objects.filter(settled_at=None).order_by("-second")[:MAX_FOUND]
    return sorted({number for pair in pairs.values_list("first_id", "second_id") for number in pair})


def tabs(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> list[dict[str, Any]]:
    """Return the tabs with how many pictures stand under each, whatever the filters; a bounded query each."""
    counts = {name: counted(pictures.filter(condition(name, now))) for name, _label in TABS}
    return [
        {
            "label": label,
            "count": in_words(counts[name]),
            "query": asked.query(tab=name),
            "here": name == asked.tab,
            "is_alarm": name not in ("all", "near") and counts[name] > 0,
        }
        for name, label in TABS
    ]


def providers(pictures: QuerySet[Picture]) -> list[str]:
    """Return the names of the providers of these pictures, by the alphabet."""
    names = spellings()
    if pictures.query.where:  # somebody who does not keep all: theirs are few
        mine = set(pictures.order_by().values_list("provider", flat=True).distinct()[:MAX_PROVIDERS])
        names = [name for name in names if name in mine]
    return sorted(names, key=str.lower)


def spellings() -> list[str]:
    """Return every provider that a picture names, as it is spelled there: one look into the index for each, whatever it has."""
    with connection.cursor() as cursor:
        cursor.execute(_SPELLINGS, [MAX_PROVIDERS])
        return [row[0] for row in cursor.fetchall()]


#: From each name the index leads to the next, past all the pictures of the first.
_SPELLINGS = """
    WITH RECURSIVE names(name) AS (
        SELECT (SELECT MIN(provider) FROM photos_picture WHERE provider > '')
        UNION ALL
        SELECT (SELECT MIN(provider) FROM photos_picture WHERE provider > names.name) FROM names WHERE name IS NOT NULL
    )
    SELECT name FROM names WHERE name IS NOT NULL LIMIT %s
"""


def choices(asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """Return what the filters offer, each with whether it is chosen."""
    uses = {"used": _("in use"), "unused": _("not in use")}
    return {
        "states": [{"value": one, "label": WORDS[one], "here": one == asked.state} for one in STATES],
        "uses": [{"value": one, "label": uses[one], "here": one == asked.use} for one in USES],
        "orders": [{"value": one, "label": said[0], "here": one == asked.order} for one, said in ORDERS.items()],
    }
