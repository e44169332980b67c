"""What the wire list asks of the database: tabs, filters, search, one page, and what came since.

Pages go by the number of the last dispatch and never by a count, so that the list costs the same at fifty and at five
hundred thousand. A dispatch's number grows with its arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.core.dispatch import KINDS
from broadsheet.desk.models import StoryDispatch
from broadsheet.wire import search
from broadsheet.wire.models import DispatchRecord, Quarantined

PAGE_SIZE = 60
#: A count stops here: "999+" says enough, and counting a million rows does not wait.
MAX_COUNTED = 999
#: So many newest matches of a search are narrowed by the filters.
MAX_FOUND = 600
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("all", _("All")),
    ("new", _("New")),
    ("urgent", _("Urgency 1–3")),
    ("updates", _("Updates")),
    ("kills", _("Kills")),
    ("quarantine", _("Quarantine")),
)
Row = TypeVar("Row", DispatchRecord, Quarantined)
_NAMES = frozenset(name for name, _label in TABS)
#: The parts of an address that narrow the list, and what is lawful in them.
FILTERS = ("feed", "language", "kind", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see. ``before`` and ``after`` are numbers of dispatches, 0 for no bound."""

    tab: str = "all"
    words: str = ""
    feed: int = 0
    language: str = ""
    kind: str = ""
    group: int = 0
    before: int = 0
    after: int = 0

    @classmethod
    def of(cls, sent: Any) -> Asked:
        """Return what the address asks for; anything unknown counts as not said."""
        tab, kind, language = sent.get("tab", ""), sent.get("kind", ""), sent.get("language", "")[:12]
        return cls(
            tab=tab if tab in _NAMES else "all",
            words=sent.get("q", "").replace("\x00", "")[:200].strip(),
            feed=number_in(sent.get("feed", "")),
            language=language if language.replace("-", "").isalnum() and language.isascii() else "",
            kind=kind if kind in KINDS else "",
            group=number_in(sent.get("group", "")),
            before=number_in(sent.get("before", "")),
            after=number_in(sent.get("after", "")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the tab narrows the list."""
        return any((self.words, self.feed, self.language, self.kind, self.group))

    def query(self, **changed: Any) -> str:
        """Return the query string that asks for the same, with parts of it changed; another tab begins at its head."""
        wanted = replace(self, **{"before": 0, "after": 0, **changed})
        parts = {"tab": "" if wanted.tab == "all" else wanted.tab, "q": wanted.words}
        parts |= {name: getattr(wanted, name) or "" for name in (*FILTERS, "before", "after")}
        return urlencode({name: value for name, value in parts.items() if value})


def number_in(text: str) -> int:
    """Return the number of a dispatch that an address holds, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, newest first, and where the older and the newer ones begin; None where there are none."""

    records: tuple[Row, ...]
    before: int | None
    after: int | None


def page_of(asked: Asked) -> Page[DispatchRecord]:
    """Return one page of dispatches without their text, and whether there are more; two queries at most."""
    return _page(dispatches(asked), asked)


def quarantine_page_of(asked: Asked) -> Page[Quarantined]:
    """Return one page of the files in quarantine, and whether there are more; one query."""
    return _page(quarantined(asked), asked)


def _page(found: QuerySet[Row], asked: Asked) -> Page[Row]:
    if asked.after:
        rows = list(found.filter(pk__gt=asked.after).order_by("pk")[: PAGE_SIZE + 1])
        kept = rows[:PAGE_SIZE][::-1]
        return Page(tuple(kept), kept[-1].pk if kept else None, kept[0].pk if len(rows) > PAGE_SIZE else None)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.order_by("-pk")[: PAGE_SIZE + 1])
    kept = rows[:PAGE_SIZE]
    more = kept[-1].pk if len(rows) > PAGE_SIZE else None
    return Page(tuple(kept), more, kept[0].pk if asked.before and kept else None)


def dispatches(asked: Asked) -> QuerySet[DispatchRecord]:
    """Return the dispatches of the tab that pass the filters and have the words, without the items' text."""
    found = narrowed(asked.tab)
    if asked.feed:
        found = found.filter(feed_id=asked.feed)
    if asked.language:
        found = found.filter(language=asked.language)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.group:
        found = found.filter(group_id=asked.group)
    if asked.words:
        found = found.filter(pk__in=_with_words(asked.words))
    return found.select_related("feed").defer("data")


def _with_words(words: str) -> list[int]:
    """Return the newest dispatches that have the words in headline, slugline or text, or that have them as their guid."""
    named = DispatchRecord.objects.filter(guid=words).values_list("pk", flat=True)[:20]
    return [*search.find(words, limit=MAX_FOUND), *named]


def narrowed(tab: str) -> QuerySet[DispatchRecord]:
    """Return the dispatches of a tab."""
    everything = DispatchRecord.objects.all()
    new = everything.filter(state=DispatchRecord.State.NEW)
    match tab:
        case "new":
            return new
        case "urgent":
            return new.filter(urgency__lte=3)
        case "updates":
            ours = StoryDispatch.objects.filter(
                dispatch__item_guid=OuterRef("item_guid"), story__killed_at__isnull=True
            )
            return new.filter(Exists(ours))
        case "kills":
            return everything.filter(pubstatus=DispatchRecord.PubStatus.CANCELED)
    return everything


def quarantined(asked: Asked) -> QuerySet[Quarantined]:
    """Return the files that could not be read and wait for somebody, newest first."""
    found = Quarantined.objects.filter(settled_at__isnull=True).select_related("feed").order_by("-pk")
    if asked.feed:
        found = found.filter(feed_id=asked.feed)
    return found.filter(filename__icontains=asked.words) if asked.words else found


def languages() -> list[str]:
    """Return the languages of the newest dispatches, by the alphabet."""
    newest = DispatchRecord.objects.order_by("-pk").values_list("language", flat=True)[:500]
    return sorted({language for language in newest if language})


def counted(rows: QuerySet[Any]) -> str:
    """Return how many there are, as far as it is worth counting."""
    count = rows.order_by()[: MAX_COUNTED + 1].count()
    return f"{MAX_COUNTED}+" if count > MAX_COUNTED else str(count)


def tabs(asked: Asked) -> list[dict[str, Any]]:
    """Return the tabs with their counts; a count of nothing is left out."""
    made = []
    for name, label in TABS:
        rows: QuerySet[Any] = quarantined(Asked()) if name == "quarantine" else narrowed(name)
        count = "" if name == "all" else counted(rows)
        made.append(
            {
                "label": label,
                "count": count if count != "0" else "",
                "query": asked.query(tab=name),
                "here": name == asked.tab,
            }
        )
    return made


def heads_of(records: Iterable[DispatchRecord]) -> list[DispatchRecord]:
    """Return the dispatches without those whose group has a newer one among them."""
    seen: set[int] = set()
    made = []
    for record in records:
        if record.group_id not in seen:
            made.append(record)
        if record.group_id is not None:
            seen.add(record.group_id)
    return made
