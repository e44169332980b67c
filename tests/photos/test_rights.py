"""What may be done with a picture at a moment, and why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from broadsheet.photos.models import Picture
from broadsheet.photos.rights import Why, notes_of, ruling

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def picture(**values: Any) -> Picture:
    """Return a picture that was never saved."""
    return Picture(title="Ferry", collection_id=1, **values)


def whys(one: Picture, *, now: datetime = NOW, country: str = "NO") -> list[Why]:
    """Return the reasons against showing it."""
    return [reason.why for reason in ruling(one, now=now, country=country).reasons]


def test_a_picture_without_rules_may_be_chosen_published_and_shown() -> None:
    found = ruling(picture(), now=NOW, country="")

    assert (found.may_be_chosen, found.may_be_shown, found.days_left) == (True, True, None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"withdrawn_at": NOW}, Why.KILLED),
        ({"ends_at": NOW}, Why.ENDED),
        ({"barred_in": ["NO", "SE"]}, Why.BARRED),
        ({"only_in": ["GB"]}, Why.ELSEWHERE),
        ({"is_barred_from_web": True}, Why.NOT_WEB),
    ],
    ids=str,
)
def test_a_rule_forbids_choosing_and_showing(values: dict[str, Any], why: Why) -> None:
    found = ruling(picture(**values), now=NOW, country="NO")

    assert [reason.why for reason in found.reasons] == [why]
    assert (found.may_be_chosen, found.may_be_shown) == (False, False)


def test_a_bar_elsewhere_and_a_leave_here_forbid_nothing() -> None:
    assert whys(picture(barred_in=["GB"], only_in=["NO", "SE"])) == []


def test_a_newsroom_that_has_not_said_its_country_uses_no_picture_that_is_barred_somewhere() -> None:
    assert whys(picture(barred_in=["GB"]), country="") == [Why.COUNTRY_UNKNOWN]
    assert whys(picture(only_in=["NO"]), country="") == [Why.COUNTRY_UNKNOWN]


def test_a_licence_ends_at_its_second() -> None:
    assert whys(picture(ends_at=NOW), now=NOW - SECOND) == []
    assert whys(picture(ends_at=NOW), now=NOW) == [Why.ENDED]


def test_an_embargo_ends_at_its_second_and_lets_the_picture_be_chosen_before() -> None:
    one = picture(embargoed_until=NOW)

    assert whys(one, now=NOW - SECOND) == [Why.EMBARGOED]
    assert ruling(one, now=NOW - SECOND, country="NO").may_be_chosen
    assert whys(one, now=NOW) == []


@pytest.mark.parametrize(("hours", "days"), [(-5, 0), (1, 1), (24, 1), (25, 2)])
def test_days_left_are_begun_days(hours: int, days: int) -> None:
    assert ruling(picture(ends_at=NOW + timedelta(hours=hours)), now=NOW).days_left == days


def test_a_reason_is_a_sentence_in_the_language_that_is_spoken() -> None:
    (reason,) = ruling(picture(barred_in=["NO"]), now=NOW, country="NO").reasons

    assert str(reason) == "it may not be used in this country (NO)"
    with override("nb"):
        assert str(reason) != "it may not be used in this country (NO)"


def test_the_desk_is_told_what_stops_nothing_and_what_was_not_understood() -> None:
    one = picture(usage_terms="Mandatory credit. See the guide", is_editorial_only=True)

    assert notes_of(one) == ("For editorial use only.", "The credit must be printed.", "See the guide")
