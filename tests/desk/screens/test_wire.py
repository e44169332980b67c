"""The wire at the desk: list, preview, acts, bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.desk.acts.apply_rules import apply_rules
from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.acts.take import take
from broadsheet.desk.models import Alarm, Story, User, WireOffer, WireRule
from broadsheet.wire.acts.receive import receive_bytes
from broadsheet.wire.models import DispatchGroup, DispatchRecord, Feed, Quarantined
from tests.desk.conftest import NOW
from tests.factories import make_user

Send = Callable[..., DispatchRecord]
UPDATE = {"version": "2", "versioncreated": "2026-11-22T11:30:00Z"}


def _page(client: Client, **asked: Any) -> str:
    response = client.get(reverse("wire:index"), asked)
    assert response.status_code == 200
    return str(response.content.decode())


def _statuses(client: Client, **asked: Any) -> list[str]:
    return [str(row.status) for row in client.get(reverse("wire:index"), asked).context["rows"]]


def test_an_empty_wire_says_so_in_one_sentence(at_the_desk: Client) -> None:
    assert "Nothing here yet." in _page(at_the_desk)


def test_a_new_dispatch_is_listed_with_its_words(at_the_desk: Client, send: Send) -> None:
    send(slugline="ferge-sund", urgency=2)
    page = _page(at_the_desk)
    assert all(word in page for word in ("Ferge på grunn", "ferge-sund", "wire-urgency--2", "New"))


@pytest.mark.parametrize(
    ("values", "status"),
    [
        pytest.param({}, "New", id="new"),
        pytest.param({"pubstatus": "withheld"}, "Withheld", id="withheld"),
        pytest.param({"pubstatus": "canceled"}, "Kill", id="kill"),
        pytest.param({"embargoed": "2999-01-01T00:00:00Z"}, "Embargo 1 Jan 01:00", id="embargo"),
    ],
)
def test_a_state_is_always_a_word(at_the_desk: Client, send: Send, values: dict[str, Any], status: str) -> None:
    send(**values)
    assert _statuses(at_the_desk) == [status]


def test_an_update_to_a_story_of_ours_is_called_so(at_the_desk: Client, send: Send) -> None:
    auto_publish(send())
    send("Ferge slept", **UPDATE)
    assert _statuses(at_the_desk) == ["Update", "Used"]
    assert _statuses(at_the_desk, tab="updates") == ["Update"]


def test_tabs_and_search_narrow_the_list(at_the_desk: Client, send: Send) -> None:
    send()
    send("Kill this", uri="urn:agency:2", pubstatus="canceled")
    send("Urgent", uri="urn:agency:3", urgency=1)
    assert _statuses(at_the_desk, tab="kills") == ["Kill"]
    assert _statuses(at_the_desk, tab="urgent") == ["New"]
    assert len(_statuses(at_the_desk, q="urgent")) == 1
    assert "No dispatch matches." in _page(at_the_desk, q="nothing of the kind")


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "x"},
        {"after": "9" * 30},
        {"tab": "<script>"},
        {"q": "\x00"},
        {"feed": "-1"},
        {"kind": "'"},
        {"language": "%"},
        {"versus": "²"},
    ],
)
def test_an_odd_address_is_answered_with_the_list(at_the_desk: Client, send: Send, asked: dict[str, str]) -> None:
    send()
    assert at_the_desk.get(reverse("wire:index"), asked).status_code == 200


def test_making_a_story_opens_it(at_the_desk: Client, send: Send) -> None:
    response = at_the_desk.post(reverse("wire:make", args=[send().pk]))
    story = Story.objects.get()
    assert response["Location"] == reverse("stories:edit", args=[story.pk])
    assert story.owner is not None


def test_updating_a_story_from_the_wire_publishes_nothing(at_the_desk: Client, send: Send) -> None:
    story = auto_publish(send())
    at_the_desk.post(reverse("wire:update", args=[send("Ferge slept", **UPDATE).pk]))
    story.refresh_from_db()
    assert (story.headline, story.has_unpublished_changes) == ("Ferge på grunn", False)
    (made,) = WireOffer.objects.all()
    form = {"revision": story.latest_revision_id}
    at_the_desk.post(reverse("offers:one", args=[made.pk]), form)
    story.refresh_from_db()
    assert (story.headline, story.has_unpublished_changes) == ("Ferge på grunn", True)


def test_an_update_shows_what_changed_since_the_version_that_was_used(at_the_desk: Client, send: Send) -> None:
    auto_publish(send())
    update = send("Ferge slept", body_xhtml="<p>Fergen gikk på grunn tirsdag.</p>", **UPDATE)
    page = at_the_desk.get(reverse("wire:one", args=[update.pk])).content.decode()
    assert "<del>mandag.</del><ins>tirsdag.</ins>" in page


def test_a_canceled_dispatch_is_refused_with_a_sentence(at_the_desk: Client, send: Send) -> None:
    record = send(pubstatus="canceled")
    page = at_the_desk.post(reverse("wire:make", args=[record.pk]), follow=True).content.decode()
    assert "The agency has canceled this item" in page
    assert not Story.objects.exists()


def test_a_picture_without_its_file_is_refused_with_a_sentence(at_the_desk: Client, send: Send) -> None:
    page = at_the_desk.post(reverse("wire:make", args=[send(type="picture").pk]), follow=True).content.decode()
    assert "has not come over the wire" in page


def test_a_dismissed_dispatch_leaves_the_new_ones(at_the_desk: Client, send: Send) -> None:
    at_the_desk.post(reverse("wire:dismiss", args=[send().pk]))
    assert _statuses(at_the_desk, tab="new") == []
    assert _statuses(at_the_desk) == ["Dismissed"]


def test_w12_a_hostile_headline_is_text(at_the_desk: Client, send: Send) -> None:
    record = send("<img src=x onerror=alert(1)>", ednote="<script>alert(1)</script>")
    page = at_the_desk.get(reverse("wire:one", args=[record.pk])).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_the_bytes_come_back_as_they_came_and_as_a_file(at_the_desk: Client, send: Send) -> None:
    response = at_the_desk.get(reverse("wire:received", args=[send().pk]))
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"urn:agency:1" in response.content


def test_a_file_in_quarantine_is_shown_with_its_reason_and_bytes(at_the_desk: Client, send: Send) -> None:
    send()
    receive_bytes(b"<broken", feed=Feed.objects.get(), filename="broken.xml", now=NOW)
    file = Quarantined.objects.get()
    assert "broken.xml" in _page(at_the_desk, tab="quarantine")
    assert at_the_desk.get(reverse("wire:quarantined", args=[file.pk])).content == b"<broken"


def _since(client: Client, **asked: Any) -> dict[str, Any]:
    return dict(client.get(reverse("wire:since"), asked).json())


def test_what_came_since_comes_as_rows(at_the_desk: Client, send: Send) -> None:
    first, second = send(), send("Ny ferge", uri="urn:agency:2")
    answer = _since(at_the_desk, after=first.pk)
    assert (answer["count"], answer["newest"]) == (1, second.pk)
    assert "Ny ferge" in answer["rows"]


def test_what_came_since_passes_the_filters_of_the_list(at_the_desk: Client, send: Send) -> None:
    first = send()
    send("Ny ferge", uri="urn:agency:2", urgency=5)
    assert _since(at_the_desk, after=first.pk, tab="urgent")["count"] == 0


def test_a_row_is_told_what_a_colleague_did_with_it(at_the_desk: Client, send: Send) -> None:
    record = send()
    take(record)
    assert _since(at_the_desk, after=record.pk, shown=record.pk)["states"] == {
        str(record.pk): ["Used", "used", False, ""]
    }


def test_a_used_item_says_who_used_it(at_the_desk: Client, chief: User, send: Send) -> None:
    record = send()
    take(record, user=chief)
    assert _since(at_the_desk, after=record.pk, shown=record.pk)["states"][str(record.pk)][3] == "used by eva"
    assert "used by eva" in at_the_desk.get(reverse("wire:index")).content.decode()


@pytest.mark.parametrize(("act", "words"), [("draft", "drafted by"), ("publish", "published by")])
def test_a_used_item_says_which_rule_did_it(at_the_desk: Client, send: Send, act: str, words: str) -> None:
    WireRule.objects.create(name="Ferries", act=act, is_active=True)
    record = send()
    apply_rules(record, now=NOW)
    for page in (reverse("wire:index"), reverse("wire:one", args=[record.pk])):
        assert f"{words} the rule “Ferries”" in at_the_desk.get(page).content.decode()


def test_a_used_item_says_that_its_story_follows_it_by_itself(at_the_desk: Client, send: Send) -> None:
    take(send())
    Feed.objects.update(updates_by_itself=True)
    update = send("Ferge slept", **UPDATE)
    offer(DispatchRecord.objects.get(pk=update.pk), now=NOW)
    assert "put into its story by itself" in at_the_desk.get(reverse("wire:index")).content.decode()


def test_the_list_asks_no_more_the_more_items_are_used(at_the_desk: Client, chief: User, send: Send) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            at_the_desk.get(reverse("wire:index"))
        return len(asked)

    take(send(), user=chief)
    queries()
    one = queries()
    for number in range(5):
        take(send(uri=f"urn:agency:more-{number}"), user=chief)
    assert queries() == one


@pytest.mark.parametrize("after", ["", "x", "-1", "²"])
def test_an_odd_question_about_what_came_since_is_answered_with_nothing(
    at_the_desk: Client, send: Send, after: str
) -> None:
    send()
    assert _since(at_the_desk, after=after)["count"] == 0


@pytest.mark.parametrize("act", ["make", "update", "dismiss", "put_back", "kill"])
def test_h1_an_act_is_a_post_with_a_token(chief: User, send: Send, act: str) -> None:
    url = reverse(f"wire:{act}", args=[send().pk])
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 403
    assert DispatchRecord.objects.get().state == "new"
    assert not Story.objects.exists()


@pytest.mark.parametrize("screen", ["index", "since", "health"])
def test_a_moderator_sees_no_wire(client: Client, db: None, screen: str) -> None:
    person = make_user("mod")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    assert client.get(reverse(f"wire:{screen}")).status_code in (302, 403)


def test_a_draft_that_the_person_may_not_see_is_not_updated(client: Client, reporter: User, send: Send) -> None:
    story = take(send(), user=make_user("olav"))
    Story.objects.filter(pk=story.pk).update(private=True)
    update = send("Changed", **UPDATE)
    client.force_login(reporter)
    assert client.post(reverse("wire:update", args=[update.pk])).status_code == 404
    assert Story.objects.get().get_latest_revision_as_object().headline == "Ferge på grunn"


def test_a_full_page_asks_no_more_than_a_short_one(at_the_desk: Client, send: Send) -> None:
    at_the_desk.get(reverse("wire:index"))
    counts = []
    for wanted in (5, 60):
        for number in range(DispatchRecord.objects.count(), wanted):
            send(uri=f"urn:agency:{number}")
        with CaptureQueriesContext(connection) as asked:
            at_the_desk.get(reverse("wire:index"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_wire_is_paged_by_the_number_of_the_last_row(at_the_desk: Client, send: Send) -> None:
    for number in range(65):
        send(uri=f"urn:agency:{number}")
    first = at_the_desk.get(reverse("wire:index"))
    second = at_the_desk.get(f"{reverse('wire:index')}?{first.context['older']}")
    third = at_the_desk.get(f"{reverse('wire:index')}?{second.context['newer']}")
    assert [len(page.context["rows"]) for page in (first, second, third)] == [60, 5, 60]
    assert [row.id for row in third.context["rows"]] == [row.id for row in first.context["rows"]]
    assert second.context["older"] == ""


def test_the_text_is_searched_and_not_the_headline_alone(at_the_desk: Client, send: Send) -> None:
    send(body_xhtml="<p>Havnefogden så det fra kaia.</p>")
    send("Other", uri="urn:agency:2")
    assert len(_statuses(at_the_desk, q="havnefogden")) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"language": "en"}, ["English"], id="language"),
        pytest.param({"kind": "picture"}, ["Picture"], id="kind"),
        pytest.param({"kind": "picture", "language": "en"}, [], id="both-together"),
    ],
)
def test_filters_narrow_the_list(at_the_desk: Client, send: Send, asked: dict[str, str], found: list[str]) -> None:
    send("English", language="en")
    send("Picture", uri="urn:agency:2", type="picture", language="nb")
    rows = at_the_desk.get(reverse("wire:index"), asked).context["rows"]
    assert [row.headline for row in rows] == found


def test_dispatches_about_one_event_are_one_line_that_opens(at_the_desk: Client, send: Send) -> None:
    records = [send(f"Ferry {number}", uri=f"urn:agency:{number}") for number in range(3)]
    group = DispatchGroup.objects.create(first_at=NOW, last_at=NOW)
    DispatchRecord.objects.filter(pk__in=[record.pk for record in records[:2]]).update(group=group)
    rows = at_the_desk.get(reverse("wire:index")).context["rows"]
    assert [(row.headline, row.others) for row in rows] == [("Ferry 2", 0), ("Ferry 1", 1)]
    opened = at_the_desk.get(f"{reverse('wire:index')}?{rows[1].group_query}").context["rows"]
    assert [row.headline for row in opened] == ["Ferry 1", "Ferry 0"]


def test_a_version_is_marked_against_the_version_before_it(at_the_desk: Client, send: Send) -> None:
    first = send()
    second = send(body_xhtml="<p>Fergen gikk på grunn tirsdag.</p>", **UPDATE)
    url = reverse("wire:one", args=[second.pk])
    page = at_the_desk.get(url).content.decode()
    assert "<del>mandag.</del><ins>tirsdag.</ins>" in page
    assert reverse("wire:one", args=[first.pk]) in page
    assert "<del>" not in at_the_desk.get(url, {"versus": "none"}).content.decode()


def test_a_dismissed_dispatch_can_be_put_back(at_the_desk: Client, send: Send) -> None:
    record = send()
    at_the_desk.post(reverse("wire:dismiss", args=[record.pk]))
    assert "Put back" in at_the_desk.get(reverse("wire:one", args=[record.pk])).content.decode()
    at_the_desk.post(reverse("wire:put_back", args=[record.pk]))
    assert _statuses(at_the_desk) == ["New"]


def test_a_used_dispatch_is_not_put_back(at_the_desk: Client, send: Send) -> None:
    record = send()
    take(record)
    at_the_desk.post(reverse("wire:put_back", args=[record.pk]))
    assert _statuses(at_the_desk) == ["Used"]


def test_an_item_killed_by_hand_takes_its_story_with_it(at_the_desk: Client, send: Send) -> None:
    record = send()
    story = auto_publish(record)
    at_the_desk.post(reverse("wire:kill", args=[record.pk]), {"sure": "on"})
    story.refresh_from_db()
    assert story.killed_at is not None
    assert _statuses(at_the_desk) == ["Kill"]


def test_an_item_is_not_killed_by_a_slip(at_the_desk: Client, send: Send) -> None:
    record = send()
    page = at_the_desk.post(reverse("wire:kill", args=[record.pk]), follow=True).content.decode()
    assert "tick that you are sure" in page
    assert _statuses(at_the_desk) == ["New"]


def test_p2_a_reporter_kills_no_item(client: Client, reporter: User, send: Send) -> None:
    client.force_login(reporter)
    assert client.post(reverse("wire:kill", args=[send().pk]), {"sure": "on"}).status_code in (302, 403)
    assert DispatchRecord.objects.get().pubstatus == "usable"


def test_a_kill_by_hand_is_not_said_to_be_the_agencys(at_the_desk: Client, send: Send) -> None:
    record = send()
    auto_publish(record)
    at_the_desk.post(reverse("wire:kill", args=[record.pk]), {"sure": "on"})
    assert Alarm.objects.get().text.startswith("eva has killed the item")
    assert Story.objects.get().kill_notice == "Vi har trukket denne saken. Den bør ikke brukes eller siteres."
