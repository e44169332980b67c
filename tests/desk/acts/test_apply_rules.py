"""What the newsroom's rules do with a dispatch, and what they are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Revision

from broadsheet.desk.acts.apply_rules import active_rules, apply_rules, foresee
from broadsheet.desk.acts.dismiss import dismiss
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.models import Alarm, RuleHit, Story, SubjectMapping, WireRule
from broadsheet.wire.models import DispatchRecord, Feed
from tests.factories import make_section, make_topic

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
SOON = "2999-01-01T00:00:01+00:00"


def _rule(act: str = "publish", **values: Any) -> WireRule:
    values = {"name": f"Rule {WireRule.objects.count()}", "is_active": True, **values}
    return WireRule.objects.create(act=act, **values)


def _apply(record: DispatchRecord) -> RuleHit | None:
    return apply_rules(DispatchRecord.objects.select_related("feed").get(pk=record.pk), now=timezone.now())


def test_without_a_rule_a_dispatch_stays_in_the_list(send: Send) -> None:
    assert _apply(send()) is None
    assert not Story.objects.exists()


def test_a_rule_that_is_switched_off_does_nothing(send: Send) -> None:
    _rule(is_active=False)
    assert _apply(send()) is None


@pytest.mark.parametrize(
    ("act", "outcome", "stories", "live"),
    [
        pytest.param("queue", "queued", 0, 0, id="queue"),
        pytest.param("draft", "drafted", 1, 0, id="draft"),
        pytest.param("publish", "published", 1, 1, id="publish"),
    ],
)
def test_a_rule_does_what_it_says(send: Send, act: str, outcome: str, stories: int, live: int) -> None:
    _rule(act)
    hit = _apply(send())
    assert hit is not None
    assert (hit.outcome, hit.detail) == (outcome, "")
    assert (Story.objects.count(), Story.objects.filter(live=True).count()) == (stories, live)
    assert (hit.story_id is not None) is bool(stories)


def test_the_first_active_rule_that_matches_decides(send: Send) -> None:
    _rule("publish", position=30)
    _rule("draft", position=20, name="Second")
    _rule("queue", position=10, keywords="weather")
    hit = _apply(send())
    assert hit is not None
    assert (hit.rule_name, hit.outcome) == ("Second", "drafted")


def test_a_rule_may_be_for_a_feed(send: Send) -> None:
    rule = _rule("draft")
    rule.feeds.add(Feed.objects.create(name="other"))
    assert _apply(send()) is None
    rule.feeds.add(Feed.objects.get(name="agency"))
    assert _apply(send(uri="urn:agency:2")) is not None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param({"headline": "", "slugline": "ferge"}, "no headline", id="no headline"),
        pytest.param({"body_xhtml": "<p> </p>"}, "no text", id="no body"),
        pytest.param({"type": "video"}, "no text (video)", id="no text and no picture"),
        pytest.param({"type": "picture"}, "was not kept", id="a picture that has not come"),
    ],
)
def test_what_lacks_something_is_refused_and_told(send: Send, values: dict[str, Any], told: str) -> None:
    _rule()
    record = send(**values)
    hit = _apply(record)
    assert hit is not None
    assert (hit.outcome, hit.story) == ("refused", None)
    assert told in hit.detail
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.dispatch) == ("refused", record)
    assert told in alarm.text
    assert not Story.objects.exists()


def test_control_the_same_with_nothing_lacking_is_published(send: Send) -> None:
    _rule()
    hit = _apply(send(slugline="ferge"))
    assert hit is not None
    assert hit.outcome == "published"
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        pytest.param({}, "refused", id="none"),
        pytest.param({"copyrightholder": "NTB", "byline": "Kari Nordmann"}, "refused", id="a holder and a byline"),
        pytest.param({"creditline": "NTB"}, "published", id="a credit line"),
    ],
)
def test_a_feed_that_asks_for_a_credit_line_gets_one(send: Send, values: dict[str, Any], outcome: str) -> None:
    _rule()
    record = send(**values)
    Feed.objects.update(requires_credit=True)
    hit = _apply(record)
    assert hit is not None
    assert hit.outcome == outcome


def test_control_a_feed_that_does_not_ask_is_published_without(send: Send) -> None:
    _rule()
    hit = _apply(send())
    assert hit is not None
    assert hit.outcome == "published"


@pytest.mark.parametrize("creditline", ["", "Pool Photo"], ids=["without", "with"])
def test_a_picture_in_the_text_needs_a_credit_line_of_its_own(
    send: Send, monkeypatch: pytest.MonkeyPatch, creditline: str
) -> None:
    from tests.house.pictures import small_jpeg

    picture = {"uri": "urn:agency:p", "type": "picture", "byline": "Jane Doe", "creditline": creditline}
    record = send(creditline="NTB", associations={"featuremedia": picture})
    Feed.objects.update(requires_credit=True)
    monkeypatch.setattr("broadsheet.desk.acts.auto_publish.bytes_for", lambda *_, **__: (small_jpeg(), "p.jpg"))
    outcome = foresee("publish", DispatchRecord.objects.select_related("feed").get(pk=record.pk), now=timezone.now())
    assert outcome.outcome == ("published" if creditline else "refused")


def test_a_withheld_item_becomes_a_draft_and_the_refusal_is_told(send: Send) -> None:
    _rule()
    hit = _apply(send(pubstatus="withheld"))
    assert hit is not None
    assert hit.outcome == "drafted"
    assert "withholds" in hit.detail
    assert not Story.objects.get().live
    assert Alarm.objects.get().story == hit.story


def test_w16_an_embargoed_item_is_scheduled_to_the_second_and_never_early(send: Send) -> None:
    _rule()
    until = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    hit = _apply(send(embargoed=until.isoformat()))
    assert hit is not None
    assert hit.outcome == "scheduled"
    assert Revision.objects.get(approved_go_live_at__isnull=False).approved_go_live_at == until
    assert publish_due(until - timedelta(seconds=1)) == 0
    assert not Story.objects.get().live


def test_w16_the_schedule_ends_with_the_embargo(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    _rule()
    until = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    _apply(send(embargoed=until.isoformat()))
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert publish_due(until) == 1
    assert Story.objects.get().live


@pytest.mark.parametrize(
    ("written", "until"),
    [
        pytest.param("2999-07-01T12:00:00+02:00", datetime(2999, 7, 1, 10, tzinfo=UTC), id="summer, with an offset"),
        pytest.param("2999-01-01T12:00:00", datetime(2999, 1, 1, 11, tzinfo=UTC), id="winter, the feed's own zone"),
        pytest.param("2999-07-01T12:00:00", datetime(2999, 7, 1, 10, tzinfo=UTC), id="summer, the feed's own zone"),
    ],
)
def test_w16_the_embargo_is_the_instant_that_the_agency_means(send: Send, written: str, until: datetime) -> None:
    _rule()
    _apply(send(embargoed=written))
    assert Revision.objects.get(approved_go_live_at__isnull=False).approved_go_live_at == until


def test_w16_control_an_embargo_that_has_ended_is_published(send: Send) -> None:
    _rule()
    hit = _apply(send(embargoed="2020-01-01T00:00:00Z"))
    assert hit is not None
    assert hit.outcome == "published"


def test_a_scheduled_story_that_is_withheld_meanwhile_does_not_come_out(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rule()
    until = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    _apply(send(embargoed=until.isoformat()))
    Story.objects.update(pubstatus="withheld")
    monkeypatch.setattr(timezone, "now", lambda: until)
    publish_due(until)
    assert not Story.objects.get().live


def test_a_correction_is_never_published_by_a_rule(send: Send) -> None:
    _rule()
    record = send()
    DispatchRecord.objects.update(is_correction=True)
    hit = _apply(record)
    assert hit is not None
    assert (hit.outcome, bool(hit.detail)) == ("drafted", True)
    assert not Story.objects.get().live


def test_what_somebody_dismissed_does_not_come_back_by_a_rule(send: Send) -> None:
    _rule()
    record = send()
    dismiss(record)
    hit = _apply(record)
    assert hit is not None
    assert hit.outcome == "queued"
    assert not Story.objects.exists()
    assert not Alarm.objects.exists()


def test_an_item_whose_story_was_killed_is_not_published_again(send: Send) -> None:
    _rule()
    first = _apply(send())
    assert first is not None
    assert first.story is not None
    kill(first.story, "Withdrawn.", user=None)
    update = send(version="2", versioncreated="2026-11-22T11:30:00Z")
    DispatchRecord.objects.update(item_guid="urn:agency:1")
    hit = _apply(update)
    assert hit is not None
    assert hit.outcome == "refused"
    assert not Story.objects.filter(live=True).exists()


def test_applied_twice_a_rule_has_done_it_once(send: Send) -> None:
    _rule()
    record = send()
    assert _apply(record) == _apply(record)
    assert (Story.objects.count(), RuleHit.objects.count()) == (1, 1)
    assert Story.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    ("rules", "mapped", "feeds", "expected"),
    [
        pytest.param("culture", "sport", "world", "culture", id="the rule's"),
        pytest.param("", "sport", "world", "sport", id="the subject's"),
        pytest.param("", "", "world", "world", id="the feed's"),
        pytest.param("", "", "gone", "news", id="news"),
    ],
)
def test_the_section_is_the_rules_then_the_subjects_then_the_feeds(
    send: Send, rules: str, mapped: str, feeds: str, expected: str
) -> None:
    for slug in ("culture", "sport", "world"):
        make_section(slug)
    _rule("draft", section=make_section(rules) if rules else None)
    section = make_section(mapped) if mapped else None
    SubjectMapping.objects.create(code="15000000", section=section, topic=make_topic("Football"))
    record = send(subject=[{"code": "20001065", "scheme": "medtop", "name": "football"}], keywords=["#Norge"])
    Feed.objects.update(section=feeds)
    hit = _apply(record)
    assert hit is not None
    assert hit.story is not None
    assert hit.story.home_section.slug == expected
    assert sorted(topic.name for topic in hit.story.topics.all()) == ["Football", "Norge"]


def test_the_rules_cost_two_queries_however_many(send: Send, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    feed = Feed.objects.create(name="other")
    for number in range(5):
        _rule(name=f"Number {number}").feeds.add(feed)
    with django_assert_num_queries(2):
        active_rules()


OWN = ("state", "status", "owner", "author", "private", "live", "position", "rule", "act", "section", "permissions")


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(values=st.dictionaries(st.sampled_from(OWN), st.sampled_from(["publish", "published", True, "admin", 1])))
def test_w15_no_field_of_an_item_makes_a_rule_do_more(send: Send, values: dict[str, Any]) -> None:
    WireRule.objects.get_or_create(name="Drafts", defaults={"act": "draft", "is_active": True})
    uri = f"urn:agency:{DispatchRecord.objects.count()}"
    hit = _apply(send(uri=uri, embargoed=SOON, **values))
    assert hit is not None
    assert hit.story is not None
    assert (hit.outcome, hit.story.live, hit.story.owner, hit.story.home_section.slug) == (
        "drafted",
        False,
        None,
        "news",
    )
