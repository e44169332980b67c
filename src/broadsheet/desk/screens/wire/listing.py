"""What the wire list asks of the database: tabs, search, one page, and how many came since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import StoryDispatch
from broadsheet.wire.models import DispatchRecord, Quarantined

PAGE_SIZE = 40
#: A count stops here: "999+" says enough, and counting a million rows does not wait.
MAX_COUNTED = 999
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("all", _("All")),
    ("new", _("New")),
    ("urgent", _("Urgency 1–3")),
    ("updates", _("Updates")),
    ("kills", _("Kills")),
    ("quarantine", _("Quarantine")),
)
_NAMES = frozenset(name for name, _label in TABS)
#: What an address need not say.
_USUAL = frozenset({("tab", "all"), ("p", 1)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see."""

    tab: str
    words: str
    page: int

    @classmethod
    def of(cls, sent: Any) -> Asked:
        """Return what the address asks for; anything unknown counts as not said."""
        tab, page = sent.get("tab", ""), sent.get("p", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
        words = sent.get("q", "").replace("\x00", "")[:200]
        return cls(tab=tab if tab in _NAMES else "all", words=words, page=max(number, 1))

    def query(self, *, page: int | None = None, tab: str | None = None) -> str:
        """Return the query string that asks for the same, with another page or tab."""
        number = page or (self.page if tab is None else 1)
        parts = {"tab": tab or self.tab, "q": self.words, "p": number}
        return urlencode({name: value for name, value in parts.items() if value and (name, value) not in _USUAL})


def dispatches(asked: Asked) -> QuerySet[DispatchRecord]:
    """Return the dispatches of the tab that have the words, newest first, without the items' text."""
    found = narrowed(asked.tab)
    if asked.words:
        words = asked.words
        found = found.filter(Q(headline__icontains=words) | Q(slugline__icontains=words) | Q(guid__icontains=words))
    return found.select_related("feed").defer("data").order_by("-received_at", "-pk")


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
            ours = StoryDispatch.objects.filter(dispatch__guid=OuterRef("guid"), story__killed_at__isnull=True)
            return new.filter(Exists(ours))
        case "kills":
            return everything.filter(pubstatus=DispatchRecord.PubStatus.CANCELED)
    return everything


def quarantined(asked: Asked) -> QuerySet[Quarantined]:
    """Return the files that could not be read, newest first."""
    found = Quarantined.objects.select_related("feed").order_by("-received_at", "-pk")
    return found.filter(Q(filename__icontains=asked.words) | Q(detail__icontains=asked.words)) if asked.words else found


def counted(rows: QuerySet[Any]) -> str:
    """Return how many there are, as far as it is worth counting."""
    count = rows.order_by()[: MAX_COUNTED + 1].count()
    return f"{MAX_COUNTED}+" if count > MAX_COUNTED else str(count)


def tabs(asked: Asked) -> list[dict[str, Any]]:
    """Return the tabs with their counts; a count of nothing is left out."""
    made = []
    for name, label in TABS:
        rows: QuerySet[Any] = Quarantined.objects.all() if name == "quarantine" else narrowed(name)
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
