"""The photo desk's list: bounded counts, spellings of a provider, orders, what is being settled, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.screens.pictures import listing
from broadsheet.desk.screens.pictures.listing import Asked
from broadsheet.photos.models import NearPair, Picture, RightsSettling
from tests.desk.screens.photo_desk import LIST, as_role, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_photo_desk() -> Client:
    """Return a client of somebody who keeps the pictures."""
    return as_role("photo")


def test_a_tab_with_thousands_says_so_without_counting_them(
    at_the_photo_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MAX_COUNTED", 50)
    facts = {"credit_is_complete": True, "credit_line": "AP", "width": 10, "height": 10}
    Picture.objects.bulk_create(
        Picture(title=f"p{n}", file=f"{n}.jpg", owes_alt_text=n < 50, **facts) for n in range(60)
    )

    tabs = {str(tab["label"]): tab["count"] for tab in listing.tabs(Picture.objects.all(), Asked(), timezone.now())}

    assert (tabs["All"], tabs["Alt text missing"], tabs["Killed"]) == ("50+", "50", "0")
    assert "50+ pictures" in at_the_photo_desk.get(LIST).content.decode()


def test_a_provider_is_found_however_it_is_spelled() -> None:
    for name in ("NTB", "ntb", "Ntb ", "AP"):
        picture(f"of-{name}", provider=name)

    assert sorted(listing.spellings()) == ["AP", "NTB", "Ntb ", "ntb"]
    found = listing.found_in(Picture.objects.all(), Asked(provider="nTB"), timezone.now())
    assert {one.provider for one in found} == {"NTB", "ntb"}


def test_ending_first_shows_those_that_end_by_their_end() -> None:
    now = timezone.now()
    for name, days in (("never", None), ("late", 30), ("early", 2)):
        made = picture(name)
        Picture.objects.filter(pk=made.pk).update(ends_at=days and now + timedelta(days=days))

    page = listing.page_of(Picture.objects.all(), Asked(order="ends"), now)

    assert [one.title for one in page.pictures] == ["early", "late"]


def test_a_page_beyond_the_last_is_the_first(at_the_photo_desk: Client) -> None:
    picture("only")

    assert "only" in at_the_photo_desk.get(LIST, {"p": "40"}).content.decode()


def test_what_is_being_settled_is_told(at_the_photo_desk: Client) -> None:
    RightsSettling.objects.create(provider="ntb", asked_at=timezone.now(), done=1200, total=4000)

    page = at_the_photo_desk.get(LIST).content.decode()

    assert "The contract with ntb has changed" in page
    assert "1,200 of 4,000 are done." in page


def test_a_reporter_sees_no_look_alike_of_a_collection_that_they_may_not_see(at_the_photo_desk: Client) -> None:
    reporter = as_role("reporter")
    mine, secret = picture("mine"), picture("secret")
    Picture.objects.filter(pk=mine.pk).update(uploaded_by_user=reporter.session["_auth_user_id"])
    NearPair.objects.create(first=mine, second=secret, distance=3)
    page = reverse("wagtailimages:edit", args=[mine.pk])

    assert "secret" in at_the_photo_desk.get(page).content.decode()
    seen = reporter.get(page)
    assert seen.status_code == 200
    assert "secret" not in seen.content.decode()
    assert "looks like it" not in reporter.get(LIST).content.decode()
