"""The photo desk's list, and who is let in where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from broadsheet.desk.screens.pictures.listing import Asked, found_in
from broadsheet.desk.screens.pictures.rows import LACKING_SHORT, lacks_of
from broadsheet.desk.screens.pictures.states import WORDS, in_state, state_of
from broadsheet.photos.models import Picture, PictureEvent, ProviderContract
from tests.desk.screens.photo_desk import LIST, as_role, picture, shown, upload
from tests.factories import published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def at_the_photo_desk(db: None) -> Client:
    """Return a client that is signed in as a photo editor."""
    return as_role("photo")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        pytest.param({}, "free", id="nothing"),
        pytest.param({"is_editorial_only": True}, "restricted", id="editorial"),
        pytest.param({"ends_at": NOW + timedelta(days=30)}, "restricted", id="ends-in-a-month"),
        pytest.param({"ends_at": NOW + timedelta(days=7)}, "soon", id="ends-in-a-week"),
        pytest.param({"ends_at": NOW}, "ended", id="ends-now"),
        pytest.param({"is_barred_from_web": True}, "barred", id="print-alone"),
        pytest.param({"embargoed_until": NOW + timedelta(seconds=1)}, "embargoed", id="a-second-to-go"),
        pytest.param({"embargoed_until": NOW}, "free", id="embargo-over"),
        pytest.param({"barred_in": ["NO"]}, "barred", id="norway-out"),
        pytest.param({"barred_in": ["SE"]}, "restricted", id="sweden-out"),
        pytest.param({"only_in": ["SE"]}, "barred", id="sweden-only"),
        pytest.param({"only_in": ["SE", "NO"]}, "restricted", id="norway-too"),
        pytest.param({"withdrawn_at": NOW, "ends_at": NOW}, "killed", id="killed"),
    ],
)
def test_the_state_of_rights_is_the_same_for_a_row_and_for_a_filter(
    values: dict[str, Any], state: str, settings: Any
) -> None:
    settings.SITE_COUNTRY = "NO"
    made = picture()
    Picture.objects.filter(pk=made.pk).update(**values)

    assert state_of(Picture.objects.get(), NOW) == state
    assert [name for name in WORDS if Picture.objects.filter(in_state(name, NOW)).exists()] == [state]


def test_a_paper_that_names_no_country_is_barred_from_what_is_not_for_all(settings: Any) -> None:
    settings.SITE_COUNTRY = ""
    Picture.objects.filter(pk=picture().pk).update(barred_in=["SE"])

    assert state_of(Picture.objects.get(), NOW) == "barred"
    assert Picture.objects.filter(in_state("barred", NOW)).exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"creator": "", "alt_text": ""}, ["credit", "alt text"], id="all"),
        pytest.param({"creator": "Jane Doe", "alt_text": ""}, ["alt text"], id="alt-text"),
        pytest.param({"creator": "Jane Doe", "is_decorative": True}, [], id="decorative"),
        pytest.param({"creator": "", "alt_text": "A ferry"}, ["credit"], id="credit"),
        pytest.param(
            {"creator": "Jane Doe", "provider": "tidewater", "is_decorative": True}, ["credit line"], id="line"
        ),
        pytest.param(
            {"creator": "Jane Doe", "alt_text": "A ferry", "alt_text_is_caption": True}, ["own alt text"], id="stand-in"
        ),
    ],
)
def test_what_a_picture_lacks_is_said_in_words(values: dict[str, Any], words: list[str]) -> None:
    codes = lacks_of(Picture(**values), frozenset({"tidewater"}))
    assert [str(LACKING_SHORT[code]) for code in codes] == words


def test_the_tabs_list_what_waits(at_the_photo_desk: Client) -> None:
    picture("whole")
    picture("uncredited", creator="")
    picture("undescribed", alt_text="")
    picture("stand-in")
    Picture.objects.filter(title="stand-in").update(alt_text_is_caption=True, owes_alt_text=True)
    picture("decoration", alt_text="", is_decorative=True)
    ProviderContract.objects.create(name="Harbour")
    picture("lineless", provider="HARBOUR")
    Picture.objects.filter(title="whole").update(copies_state="failed", copies_tries=1)

    assert shown(at_the_photo_desk, tab="credit") == ["lineless", "uncredited"]
    assert shown(at_the_photo_desk, tab="alt") == ["stand-in", "undescribed"]
    assert shown(at_the_photo_desk, tab="failed") == ["whole"]


def test_the_filters_narrow_by_provider_rights_and_use(at_the_photo_desk: Client) -> None:
    used = picture("used")
    picture("idle", provider="Harbour")
    Picture.objects.filter(title="idle").update(is_editorial_only=True)
    published_story("Lock", lead_picture=used)

    assert shown(at_the_photo_desk, use="used") == ["used"]
    assert shown(at_the_photo_desk, use="unused") == ["idle"]
    assert shown(at_the_photo_desk, provider="harbour") == ["idle"]
    assert shown(at_the_photo_desk, state="restricted") == ["idle"]


@pytest.mark.parametrize("words", ["ferr", "MAUD ferry", "Blåøy", "urn:ferry", "blåØY ferry"])
def test_words_are_found_in_every_text_of_a_picture(at_the_photo_desk: Client, words: str) -> None:
    picture("ferry", caption="The ferry leaves Blåøy.")
    picture("lock")

    assert shown(at_the_photo_desk, q=words) == ["ferry"]


def test_a_changed_text_is_found_at_once_and_a_deleted_picture_no_more(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    made.caption = "A tug."
    made.save()
    assert shown(at_the_photo_desk, q="tug") == ["ferry"]

    made.delete()
    assert shown(at_the_photo_desk, q="tug") == []


@pytest.mark.parametrize("order", ["newest", "oldest", "title", "ends"])
def test_the_list_can_be_put_in_order(at_the_photo_desk: Client, order: str) -> None:
    picture("b")
    picture("a", ends_at=None)
    Picture.objects.filter(title="a").update(ends_at=timezone.now() + timedelta(days=3))
    wanted = {"newest": ["a", "b"], "oldest": ["b", "a"], "title": ["a", "b"], "ends": ["a"]}

    assert shown(at_the_photo_desk, order=order) == wanted[order]


@pytest.mark.parametrize("layout", ["list", "grid"])
def test_the_list_costs_the_same_queries_however_long_it_is(at_the_photo_desk: Client, layout: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert at_the_photo_desk.get(LIST, {"layout": layout}).status_code == 200
        return len(caught)

    picture("first")
    queries()
    few = queries()
    for number in range(12):
        picture(f"more-{number}", provider=f"Agency {number}")
    assert queries() == few


@pytest.mark.parametrize("query", ["p=-1", "p=999999999999", "p=x", "tab=no", "state=%00", "q=%00%22%27", "order=;"])
def test_an_address_that_makes_no_sense_shows_the_list(at_the_photo_desk: Client, query: str) -> None:
    assert at_the_photo_desk.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "words"), [({}, "The library is empty"), ({"tab": "ended"}, "Nothing waits"), ({"q": "x"}, "No picture")]
)
def test_an_empty_list_says_why(at_the_photo_desk: Client, asked: dict[str, str], words: str) -> None:
    assert words in at_the_photo_desk.get(LIST, asked).content.decode()


def test_the_room_desk_stands_before_wagtails() -> None:
    assert resolve(reverse("wagtailimages:index")).func.__module__.startswith("broadsheet.desk.screens.pictures")
    assert resolve(reverse("wagtailimages:edit", args=[1])).func.view_class.__name__ == "PicturePageView"


DOORS: list[tuple[str, str]] = [
    ("get", "uses"),
    ("get", "uses_csv"),
    ("post", "bulk"),
    ("post", "compare_chosen"),
    ("get", "compare"),
    ("post", "keep"),
    ("post", "settle"),
    ("get", "done"),
    ("post", "undo"),
]


def door_of(name: str) -> str:
    one, other = picture("one"), picture("other")
    event = PictureEvent.objects.create(picture=one, kind="changed", at=NOW, detail={"mark": "m", "changes": {}})
    numbers = {"compare": [one.pk, other.pk], "keep": [one.pk, other.pk], "settle": [one.pk, other.pk]}
    numbers |= {"done": [event.pk], "undo": [event.pk]}
    return reverse(f"pictures:{name}", args=numbers.get(name, []))


@pytest.mark.parametrize("role", ["reporter", "moderator", "tips"])
@pytest.mark.parametrize(("method", "name"), DOORS)
def test_who_keeps_no_pictures_is_refused(role: str, method: str, name: str) -> None:
    answer = getattr(as_role(role), method)(door_of(name))
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize("role", ["photo", "editor", "admin"])
@pytest.mark.parametrize(("method", "name"), [door for door in DOORS if door[0] == "get" and door[1] != "uses_csv"])
def test_who_keeps_pictures_is_let_in(role: str, method: str, name: str) -> None:
    assert getattr(as_role(role), method)(door_of(name)).status_code == 200


@pytest.mark.parametrize(("method", "name"), [door for door in DOORS if door[0] == "post"])
def test_an_act_by_get_or_without_a_token_is_refused(method: str, name: str) -> None:
    address = door_of(name)
    assert as_role("photo").get(address).status_code == 405
    strict = as_role("photo")
    strict.handler.enforce_csrf_checks = True
    assert strict.post(address).status_code == 403


def test_a_reporter_sees_their_own_uploads_alone() -> None:
    picture("of-others")
    reporter = as_role("reporter")
    upload(reporter, ("mine.jpg", small_jpeg()))
    assert shown(reporter) == ["mine"]


def test_the_condition_for_unknown_words_is_no_picture() -> None:
    picture()
    assert not found_in(Picture.objects.all(), Asked(words="nowhere"), NOW).exists()
