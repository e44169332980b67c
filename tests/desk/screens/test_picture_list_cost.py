"""The photo desk's list costs the same in a small and in a large library: counted in the steps of the database's machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from broadsheet.desk.screens.pictures import listing
from broadsheet.desk.screens.pictures.listing import Asked
from broadsheet.photos.models import Picture

pytestmark = pytest.mark.django_db
FEW, MANY = 300, 2_400


@pytest.fixture(autouse=True)
def counted_up_to_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_COUNTED", 50)


@contextmanager
def steps() -> Iterator[list[int]]:
    """Count the steps that SQLite's machine takes, in tens."""
    taken: list[int] = [0]

    def step() -> int:
        taken[0] += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 10)
    try:
        yield taken
    finally:
        connection.connection.set_progress_handler(None, 0)


def fill(number: int) -> None:
    """Put so many pictures into the library that nobody has to look at."""
    facts = {"owes_alt_text": False, "credit_is_complete": True, "credit_line": "AP", "width": 10, "height": 10}
    have = Picture.objects.count()
    Picture.objects.bulk_create(
        Picture(title=f"p{n}", provider=("AP", "NTB")[n % 2], alt_text="x", file=f"{n}.jpg", **facts)
        for n in range(have, number)
    )


def cost_of(look: Callable[[], Any]) -> tuple[int, int]:
    """Return what a look costs in a small and in a large library."""
    found = []
    for size in (FEW, MANY):
        fill(size)
        with steps() as taken:
            look()
        found.append(taken[0])
    return found[0], found[1]


ASKED = [
    *(Asked(tab=name) for name, _ in listing.TABS),
    *(Asked(order=order) for order in listing.ORDERS),
    Asked(provider="ntb"),
    Asked(state="killed"),
    Asked(use="unused"),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.query() or "everything")
def test_a_page_and_all_counts_cost_the_same_in_a_library_eight_times_as_large(asked: Asked) -> None:
    now = timezone.now()

    def look() -> None:
        everything = Picture.objects.all()
        listing.tabs(everything, asked, now)
        listing.page_of(everything, asked, now)
        listing.providers(everything)

    few, many = cost_of(look)

    assert many < 1.3 * few


def test_control_a_count_over_everything_grows_with_the_library() -> None:
    few, many = cost_of(lambda: Picture.objects.aggregate(owing=Count("pk", filter=Q(credit_is_complete=False))))

    assert many > 4 * few
