"""A picture's rights at the desk: what is refused, what a page keeps, and who is told beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from broadsheet.desk.acts.alarm import clear_alarm
from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.acts.warn_of_ends import warn_of_ends
from broadsheet.desk.errors import UnusablePictureError
from broadsheet.desk.models import Alarm, Story
from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture, ProviderContract
from tests.factories import make_story, publish, published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_norway(settings: Any) -> None:
    """Have the newsroom in Norway."""
    settings.SITE_COUNTRY = "NO"


def picture(**facts: str) -> Picture:
    """Return a picture with all that publication asks for."""
    told = {"creator": "Maud Ellery", "alt_text": "A lock", "caption": "The lock", **facts}
    return import_picture(small_jpeg(), filename="lock.jpg", provider="Tidewater", overrides=told)


def ending(one: Picture, after: timedelta) -> Picture:
    """Have the picture's licence end so long from now."""
    one.licensed_until, one.rights_by_hand = timezone.now() + after, ["licensed_until"]
    one.save()
    return one


@pytest.mark.parametrize("terms", ["NORWAY OUT", "SWEDEN ONLY", "PRINT ONLY", "Valid until 1 Dec 2020"])
def test_a_story_with_a_picture_that_may_not_be_shown_is_not_published(terms: str) -> None:
    story = make_story(lead_picture=picture(usage_terms=terms))

    with pytest.raises(UnusablePictureError, match="cannot be used: it"):
        publish(story)
    assert not Story.objects.get(pk=story.pk).live


def test_the_refusal_is_read_in_the_readers_language() -> None:
    with pytest.raises(UnusablePictureError) as caught:
        publish(make_story(lead_picture=picture(usage_terms="NORWAY OUT")))

    with override("nb"):
        assert str(caught.value).endswith("det kan ikke brukes i dette landet (NO). Velg et annet.")


def test_a_picture_in_the_body_is_refused_as_well() -> None:
    body = [("picture", {"picture": picture(usage_terms="NORWAY OUT"), "caption": ""})]

    with pytest.raises(UnusablePictureError):
        publish(make_story(body=body))


def test_a_picture_under_embargo_is_published_only_with_a_story_that_waits_for_its_end() -> None:
    one = picture()
    one.embargoed_until, one.rights_by_hand = timezone.now() + HOUR, ["embargoed_until"]
    one.save()

    with pytest.raises(UnusablePictureError):
        publish(make_story(lead_picture=one))
    with pytest.raises(UnusablePictureError):
        publish(make_story(lead_picture=one, go_live_at=timezone.now() + HOUR / 2))
    publish(make_story(lead_picture=one, go_live_at=one.embargoed_until))


def test_a_licence_that_ends_before_a_scheduled_story_comes_out_is_refused_at_once() -> None:
    story = make_story(lead_picture=ending(picture(), HOUR), go_live_at=timezone.now() + 2 * HOUR)

    with pytest.raises(UnusablePictureError):
        publish(story)


def test_the_clock_leaves_a_scheduled_story_a_draft_when_its_picture_is_barred_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, at = picture(), timezone.now() + HOUR
    story = publish(make_story(lead_picture=one, go_live_at=at))
    one.usage_terms = "NORWAY OUT"
    one.save()

    monkeypatch.setattr(timezone, "now", lambda: at)
    publish_due(at)

    assert not Story.objects.get(pk=story.pk).live
    assert "NO" in Alarm.objects.get(kind=Alarm.Kind.REFUSED).words


def test_a_picture_that_stands_in_the_story_already_stops_no_correction_of_it() -> None:
    one = picture()
    story = published_story(lead_picture=one)
    Picture.objects.update(ends_at=timezone.now())
    end_rights(timezone.now())

    story.headline = "Another headline"
    assert publish(story).headline == "Another headline"


def test_the_desk_is_told_seven_days_before_and_the_day_before_and_not_again() -> None:
    one = picture()
    published_story("A lock is mended", lead_picture=one)
    end = ending(one, 30 * DAY).ends_at
    assert end is not None

    told = [warn_of_ends(end - before) for before in (8 * DAY, 7 * DAY, 6 * DAY, DAY, HOUR)]

    assert told == [0, 1, 0, 1, 0]
    (standing,) = Alarm.objects.filter(cleared_at=None)
    assert (standing.kind, "A lock is mended" in standing.words) == (Alarm.Kind.ENDING, True)


def test_an_alarm_that_somebody_cleared_is_not_raised_again_for_the_same_end() -> None:
    one = picture()
    published_story(lead_picture=one)
    ending(one, 5 * DAY)
    now = timezone.now()
    assert warn_of_ends(now) == 1

    clear_alarm(Alarm.objects.get(), user=None)

    assert warn_of_ends(now) == 0


def test_a_licence_that_is_prolonged_clears_the_alarm_and_is_told_of_anew() -> None:
    one = picture()
    published_story(lead_picture=one)
    ending(one, 5 * DAY)
    warn_of_ends(timezone.now())
    end = ending(one, 40 * DAY).ends_at
    assert end is not None

    warn_of_ends(timezone.now())
    assert not Alarm.objects.filter(cleared_at=None).exists()
    assert warn_of_ends(end - 2 * DAY) == 1


def test_nobody_is_told_of_a_picture_that_no_reader_sees() -> None:
    ending(picture(), DAY)
    make_story(lead_picture=Picture.objects.get())

    assert warn_of_ends(timezone.now()) == 0


def test_the_alarm_of_a_picture_that_has_gone_is_cleared() -> None:
    one = picture()
    published_story(lead_picture=one)
    end = ending(one, DAY).ends_at
    assert end is not None
    warn_of_ends(end - HOUR)
    end_rights(end)

    warn_of_ends(end)

    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_the_chooser_shows_why_and_refuses(at_the_desk: Client) -> None:
    barred = picture(usage_terms="NORWAY OUT")
    good = import_picture(small_jpeg(), filename="good.jpg", overrides={"title": "Good"})

    page = at_the_desk.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    refused = at_the_desk.get(reverse("wagtailimages_chooser:chosen", args=[barred.pk])).json()
    chosen = at_the_desk.get(reverse("wagtailimages_chooser:chosen", args=[good.pk])).json()

    assert "it may not be used in this country (NO)" in page
    assert reverse("wagtailimages_chooser:chosen", args=[barred.pk]) not in page
    assert reverse("wagtailimages_chooser:chosen", args=[good.pk]) in page
    assert (refused["step"], chosen["step"]) == ("refused", "chosen")
    assert "it may not be used in this country (NO)" in refused["html"]


def test_the_choosers_list_says_why_as_well(at_the_desk: Client) -> None:
    picture(usage_terms="NORWAY OUT")

    page = at_the_desk.get(reverse("wagtailimages_chooser:choose_results"), {"layout": "list"}).content.decode()

    assert "it may not be used in this country (NO)" in page


@pytest.mark.parametrize(("typed", "kept"), [("no, SE", ["NO", "SE"]), ("", [])])
def test_a_contract_takes_countries_as_codes(at_the_desk: Client, typed: str, kept: list[str]) -> None:
    sent = {"name": "Tidewater", "archive_days": "14", "license_days": "", "barred_in": typed}

    at_the_desk.post(reverse("picture_contracts:add"), sent)

    contract = ProviderContract.objects.get()
    assert (contract.archive_days, contract.license_days, contract.barred_in) == (14, None, kept)


def test_a_contract_refuses_a_country_that_there_is_none_of(at_the_desk: Client) -> None:
    answer = at_the_desk.post(reverse("picture_contracts:add"), {"name": "Tidewater", "barred_in": "UK"})

    assert "There is no country UK" in answer.content.decode()
    assert not ProviderContract.objects.exists()


def test_an_items_note_and_embargo_are_kept_as_the_pictures_instructions(
    send: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.desk.acts import take_picture as act

    monkeypatch.setattr(act, "bytes_of", lambda feed, href: small_jpeg())
    record = send(
        type="picture",
        ednote="NORWAY OUT",
        embargoed="2027-01-01T10:00:00Z",
        renditions={"original": {"href": "lock.jpg"}},
    )

    taken = act.take_picture(record)

    assert taken.instructions == "NORWAY OUT\nEmbargo until 2027-01-01T10:00:00+00:00"
    assert (taken.barred_in, f"{taken.embargoed_until:%d.%m.%Y %H:%M}") == (["NO"], "01.01.2027 10:00")
