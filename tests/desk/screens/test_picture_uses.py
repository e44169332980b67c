"""The uses of a month, on a screen and as CSV for the agency's invoice."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import PictureUse, User
from broadsheet.desk.roles import install_roles
from broadsheet.desk.screens.pictures.uses import STEP, Month, _handed_on, csv_lines, unformulated
from tests.factories import make_user

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")
MONTH = Month(datetime(2026, 11, 1, tzinfo=OSLO), datetime(2026, 12, 1, tzinfo=OSLO))


def use(since: datetime, until: datetime | None = None, **values: Any) -> PictureUse:
    told = {
        "provider": "Tidewater",
        "guid": "urn:1",
        "credit": "Maud Ellery",
        "address": "/news/lock/",
        "place": "lead",
    }
    return PictureUse.objects.create(since=since, until=until, **{**told, "headline": "Lock", **values})


@pytest.fixture
def client(db: None) -> Client:
    """Return a client that is signed in as a photo editor."""
    install_roles()
    person = make_user()
    person.groups.add(Group.objects.get(name="photo"))
    signed_in = Client()
    signed_in.force_login(User.objects.get(pk=person.pk))
    return signed_in


def rows(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get(reverse("pictures:uses_csv"), {"month": "2026-11", **asked})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))[1:]


def test_the_csv_has_a_mark_for_spreadsheets_names_of_columns_and_a_file_name(client: Client) -> None:
    use(datetime(2026, 11, 5, 12, 0, tzinfo=UTC))
    answer = client.get(reverse("pictures:uses_csv"), {"month": "2026-11"})
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    assert data.startswith(b"\xef\xbb\xbfprovider,guid,picture,")
    assert answer["Content-Disposition"] == 'attachment; filename="picture-uses-2026-11.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_row_says_whose_picture_stood_where_since_and_until_when(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://paper.example"
    use(datetime(2026, 11, 5, 12, 0, tzinfo=UTC), datetime(2026, 11, 6, 12, 0, 7, tzinfo=UTC))
    row = ["Tidewater", "urn:1", "", "Maud Ellery", "Lock", "https://paper.example/news/lock/", "lead"]
    assert rows(client) == [[*row, "2026-11-05T13:00:00+01:00", "2026-11-06T13:00:07+01:00"]]


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("since", "until", "is_in"),
    [
        pytest.param(MONTH.start - timedelta(days=90), None, True, id="older-and-still-shown"),
        pytest.param(MONTH.start - timedelta(days=90), MONTH.start - SECOND, False, id="gone-a-second-before"),
        pytest.param(MONTH.start - timedelta(days=90), MONTH.start, True, id="gone-at-its-first-second"),
        pytest.param(MONTH.end - SECOND, None, True, id="begun-in-its-last-second"),
        pytest.param(MONTH.end, None, False, id="begun-in-the-next-month"),
    ],
)
def test_a_month_has_what_readers_saw_in_it_by_the_newsrooms_clock(
    client: Client, settings: Any, since: datetime, until: datetime | None, is_in: bool
) -> None:
    settings.TIME_ZONE = "Europe/Oslo"
    use(since, until)
    assert bool(rows(client)) is is_in


def test_one_provider_is_asked_for_whatever_the_case(client: Client) -> None:
    use(datetime(2026, 11, 5, tzinfo=UTC))
    use(datetime(2026, 11, 5, tzinfo=UTC), provider="Harbour")
    assert [row[0] for row in rows(client, provider="HARBOUR")] == ["Harbour"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_cell_is_a_formula(client: Client, cell: str) -> None:
    use(datetime(2026, 11, 5, tzinfo=UTC), headline=cell)
    assert rows(client)[0][4] == f"'{cell}"


@pytest.mark.parametrize("cell", ["Lock = open", "", "A-1", "Bø"])
def test_a_harmless_cell_stays(cell: str) -> None:
    assert unformulated(cell) == cell


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-11-01", "9999-12", "0001-01", "x", "2026-1", "\x00"])
def test_a_month_that_is_none_is_refused_in_words(client: Client, month: str) -> None:
    answer = client.get(reverse("pictures:uses_csv"), {"month": month})
    assert answer.status_code == 400
    assert "2026-11" in answer.content.decode()
    assert client.get(reverse("pictures:uses"), {"month": month}).status_code == 200


def test_many_uses_come_in_steps(django_assert_num_queries: Any) -> None:
    one = use(datetime(2026, 11, 5, tzinfo=UTC))
    PictureUse.objects.bulk_create(PictureUse(since=one.since, place="body", provider="Tidewater") for _ in range(STEP))
    with django_assert_num_queries(3):
        assert len(list(csv_lines(PictureUse.objects.all(), OSLO))) == STEP + 2


def test_lines_are_handed_on_one_by_one_to_a_server_that_asks_for_them_so() -> None:
    taken: list[str] = []

    async def take() -> None:
        async for line in _handed_on(iter(["a", "b"])):
            taken.append(line)

    async_to_sync(take)()
    assert taken == ["a", "b"]


def test_the_screen_lists_the_month_and_links_the_csv(client: Client) -> None:
    use(datetime(2026, 11, 5, tzinfo=UTC), headline="Lock opens")
    page = client.get(reverse("pictures:uses"), {"month": "2026-11", "provider": "Tidewater"}).content.decode()

    assert "Lock opens" in page
    assert "uses.csv?month=2026-11&amp;provider=Tidewater" in page
