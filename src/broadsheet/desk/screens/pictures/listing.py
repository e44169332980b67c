"""What the photo desk's list asks of the database: tabs, filters, words, order, and one page. Its queries do not grow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import PictureUse
from broadsheet.desk.screens.pictures.states import WORDS, in_state
from broadsheet.photos import search
from broadsheet.photos.models import NearPair, Picture, ProviderContract

PAGE_SIZE = 48
#: So many newest matches of a search are narrowed by the filters.
MAX_FOUND = 2_000
#: SQLite counts no further than this.
MAX_PAGE = 10_000
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
    "ends": (_("Ending first"), (F("ends_at").asc(nulls_last=True), "-pk")),
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


def page_of(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> Page[Picture]:
    """Return one page of the pictures that pass; a page beyond the last is the last. Two queries."""
    found = found_in(pictures, asked, now).order_by(*ORDERS[asked.order][1])
    return Paginator(found.defer("credentials"), PAGE_SIZE).get_page(asked.page)


def found_in(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> QuerySet[Picture]:
    """Return the pictures of the tab that pass the filters and have the words."""
    found = pictures.filter(condition(asked.tab, now))
    if asked.words:
        found = found.filter(pk__in=search.find(asked.words, limit=MAX_FOUND))
    if asked.provider:
        found = found.filter(provider__iexact=asked.provider)
    if asked.state:
        found = found.filter(in_state(asked.state, now))
    if asked.use:
        seen = Exists(PictureUse.objects.filter(picture=OuterRef("pk"), until=None))
        found = found.filter(seen if asked.use == "used" else ~seen)
    return found


def condition(tab: str, now: datetime) -> Q:
    """Return which pictures belong under a tab."""
    match tab:
        case "credit":
            return Q(credit_is_complete=False) | (Q(credit_line="") & Q(_asks()))
        case "alt":
            return Q(is_decorative=False) & (Q(alt_text="") | Q(alt_text_is_caption=True))
        case "soon" | "ended" | "killed":
            return in_state(tab, now)
        case "near":
            return Q(pk__in=_open("first")) | Q(pk__in=_open("second"))
        case "failed":
            return Q(copies_state=Picture.CopiesState.FAILED)
    return Q()


def _asks() -> Exists:
    return Exists(ProviderContract.objects.filter(name__iexact=OuterRef("provider"), asks_credit_line=True))


def _open(side: str) -> QuerySet[NearPair, int]:
    return NearPair.objects.filter(settled_at=None).values_list(f"{side}_id", flat=True)


def tabs(pictures: QuerySet[Picture], asked: Asked, now: datetime) -> list[dict[str, Any]]:
    """Return the tabs with how many pictures stand under each, whatever the filters; one query."""
    wanted = {f"in_{name}": Count("pk", filter=condition(name, now)) for name, _label in TABS if name != "all"}
    counts = pictures.order_by().aggregate(in_all=Count("pk"), **wanted)
    return [
        {
            "label": label,
            "count": counts[f"in_{name}"],
            "query": asked.query(tab=name),
            "here": name == asked.tab,
            "is_alarm": name not in ("all", "near") and counts[f"in_{name}"] > 0,
        }
        for name, label in TABS
    ]


def providers(pictures: QuerySet[Picture]) -> list[str]:
    """Return the names of all providers, by the alphabet."""
    return sorted(
        set(pictures.order_by().exclude(provider="").values_list("provider", flat=True).distinct()), key=str.lower
    )


def choices(asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """Return what the filters offer, each with whether it is chosen."""
    uses = {"used": _("in use"), "unused": _("not in use")}
    return {
        "states": [{"value": one, "label": WORDS[one], "here": one == asked.state} for one in STATES],
        "uses": [{"value": one, "label": uses[one], "here": one == asked.use} for one in USES],
        "orders": [{"value": one, "label": said[0], "here": one == asked.order} for one, said in ORDERS.items()],
    }
