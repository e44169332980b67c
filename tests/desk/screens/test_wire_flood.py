"""An agency that has gone mad: thousands of broken files and of alarms, and a desk that still works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.desk.models import Alarm
from broadsheet.desk.screens.wire.listing import PAGE_SIZE
from broadsheet.wire.models import Feed, Quarantined

FLOOD = 3_000
WIRE, ALARMS = "/desk/wire/", "/desk/alarms/"
QUARANTINE = f"{WIRE}?tab=quarantine"


def break_files(count: int) -> None:
    feed = Feed.objects.get_or_create(name="agency")[0]
    Quarantined.objects.bulk_create(
        Quarantined(feed=feed, filename=f"{number:05}.xml", error="MalformedError", detail="Cut off.")
        for number in range(count)
    )


def raise_alarms(count: int) -> None:
    feed = Feed.objects.get_or_create(name="agency")[0]
    now = timezone.now()
    Alarm.objects.bulk_create(
        Alarm(
            kind=Alarm.Kind.REFUSED,
            subject=f"item:{number}:{count}",
            text=f"Refused {number}.",
            feed=feed,
            raised_at=now,
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("address", "fill"), [(QUARANTINE, break_files), (ALARMS, raise_alarms)], ids=["files", "alarms"]
)
def test_a_flood_costs_no_more_queries_than_a_few(
    address: str, fill: Callable[[int], None], at_the_desk: Client
) -> None:
    at_the_desk.get(address)
    counts = []
    for number in (3, FLOOD):
        fill(number)
        with CaptureQueriesContext(connection) as asked:
            at_the_desk.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def names_on(page: HttpResponse) -> list[str]:
    """Return the names of the files that a page of the quarantine shows, in their order."""
    return re.findall(r"\b(?:\d{5}|other)\.xml\b", page.content.decode())


def pages_of(desk: Client, query: str) -> Iterator[list[str]]:
    """Yield what stands on each page, by the links from one to the next older one."""
    while query:
        page = desk.get(f"{WIRE}?{query}")
        yield names_on(page)
        query = page.context["older"]


def test_the_files_in_quarantine_are_paged_to_the_last(at_the_desk: Client) -> None:
    count = 2 * PAGE_SIZE + 10
    break_files(count)
    seen = list(pages_of(at_the_desk, "tab=quarantine"))
    assert [len(names) for names in seen] == [PAGE_SIZE, PAGE_SIZE, 10]
    assert [name for names in seen for name in names] == [f"{number:05}.xml" for number in reversed(range(count))]


def test_a_page_of_the_quarantine_leads_back_to_the_newer_ones(at_the_desk: Client) -> None:
    break_files(PAGE_SIZE + 10)
    first = at_the_desk.get(QUARANTINE)
    last = at_the_desk.get(f"{WIRE}?{first.context['older']}")
    assert f"?{last.context['newer']}".replace("&", "&amp;") in last.content.decode()
    assert names_on(at_the_desk.get(f"{WIRE}?{last.context['newer']}")) == names_on(first)


def test_the_filters_of_the_quarantine_hold_on_every_page(at_the_desk: Client) -> None:
    break_files(PAGE_SIZE + 10)
    other = Feed.objects.create(name="other")
    Quarantined.objects.create(feed=other, filename="other.xml", error="X", detail="x")
    feed = Feed.objects.get(name="agency").pk
    seen = list(pages_of(at_the_desk, f"tab=quarantine&feed={feed}"))
    assert [len(names) for names in seen] == [PAGE_SIZE, 10]
    assert "other.xml" not in [name for names in seen for name in names]


def test_a_flood_of_alarms_is_paged(at_the_desk: Client) -> None:
    raise_alarms(120)
    page = at_the_desk.get(ALARMS, {"page": "3"})
    assert len(page.context["rows"]) == 20
    assert "Refused 0." in page.content.decode()
