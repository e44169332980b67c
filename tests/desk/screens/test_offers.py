"""Updates that wait, and the merge of one, at the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.acts.take import take
from broadsheet.desk.models import Correction, Story, User, WireOffer
from broadsheet.desk.search import plain_text
from broadsheet.wire.models import DispatchRecord
from tests.desk.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
Offered = Callable[..., WireOffer]
FIRST = "<p>Fergen gikk på grunn mandag. Om bord var 84 passasjerer. Ingen ble skadd.</p>"
OURS = "<p>Fergen «Solvår» gikk på grunn mandag. Om bord på ferga var 84 passasjerer. Ingen ble skadd.</p>"
SECOND = "<p>Fergen gikk på grunn mandag. Om bord var 86 passasjerer. Ingen ble skadd. Politiet etterforsker.</p>"
UPDATE = {"version": "2", "versioncreated": "2026-11-22T11:30:00Z", "body_xhtml": SECOND}


def write(story: Story, body: str, who: User | None = None) -> Story:
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.body = json.dumps([{"type": "text", "value": body}])
    if not draft.live:
        draft.save()
    draft.save_revision(user=who)
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def offered(send: Send) -> Offered:
    def made(*, is_live: bool = False, is_correction: bool = False, body: str = OURS, **values: Any) -> WireOffer:
        first = send(body_xhtml=FIRST)
        story = auto_publish(first) if is_live else take(first)
        if body != FIRST:
            write(story, body, make_user("nora"))
        record = send("Ny tittel", **UPDATE, **values)
        DispatchRecord.objects.filter(pk=record.pk).update(is_correction=is_correction)
        (one,) = offer(DispatchRecord.objects.get(pk=record.pk), now=NOW)
        return one

    return made


def page(client: Client, made: WireOffer, status: int = 200) -> str:
    response = client.get(reverse("offers:one", args=[made.pk]))
    assert response.status_code == status
    return str(response.content.decode())


def form(client: Client, made: WireOffer, **values: str) -> dict[str, str]:
    """Return what a browser without scripts would send, with some choices made."""
    shown = page(client, made)
    radios = re.findall(r'<input type="radio" name="([^"]+)" value="ours"[^>]*checked', shown)
    revision = re.search(r'name="revision" value="(\d*)"', shown)
    assert revision
    return dict.fromkeys(radios, "ours") | {"revision": revision[1]} | values


def save(client: Client, made: WireOffer, sent: dict[str, str]) -> Any:
    return client.post(reverse("offers:one", args=[made.pk]), sent)


def draft_text(made: WireOffer) -> str:
    return " ".join(plain_text(Story.objects.get(pk=made.story_id).get_latest_revision_as_object()).split())


def test_an_empty_list_says_so(at_the_desk: Client) -> None:
    assert "Nothing waits" in at_the_desk.get(reverse("offers:index")).content.decode()


def test_what_waits_is_listed_and_counted_in_the_menu(at_the_desk: Client, offered: Offered) -> None:
    offered(is_live=True, is_correction=True)
    shown = at_the_desk.get(reverse("offers:index")).content.decode()
    assert all(words in shown for words in ("Ferge på grunn", "Correction", "published", "version 2"))
    assert "Updates waiting (1)" in shown


def test_the_list_takes_the_same_queries_whatever_waits(at_the_desk: Client, offered: Offered, send: Send) -> None:
    offered()
    at_the_desk.get(reverse("offers:index"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        at_the_desk.get(reverse("offers:index"))
    for number in range(3):
        story = write(take(send(uri=f"urn:agency:{number}x", body_xhtml=FIRST)), OURS)
        offer(DispatchRecord.objects.get(pk=send(uri=f"urn:agency:{number}x", **UPDATE).pk), now=NOW)
        assert story.pk
    with CaptureQueriesContext(connection) as many:
        at_the_desk.get(reverse("offers:index"))
    assert len(many) == len(one)


def test_the_merge_shows_clean_parts_joined_and_conflicts_with_all_three_texts(
    at_the_desk: Client, offered: Offered
) -> None:
    shown = page(at_the_desk, offered())
    assert shown.count("data-conflict") == 1
    assert "Politiet etterforsker." in shown
    assert "Om bord var 84 passasjerer." in shown
    assert re.search(r"nora, \d+ Nov \d\d:\d\d", shown)


def test_the_merge_has_no_script_or_style_in_the_page(at_the_desk: Client, offered: Offered) -> None:
    shown = page(at_the_desk, offered())
    merge = shown[shown.index("data-merge") :]
    merge = merge[: merge.index("merge-dismiss")]
    assert "style=" not in merge
    assert "<script" not in merge


def test_a_merge_is_saved_as_a_draft_and_leads_to_the_story(at_the_desk: Client, offered: Offered) -> None:
    made = offered()
    sent = form(at_the_desk, made)
    (name,) = [name for name in sent if name.startswith("piece-")]
    response = save(at_the_desk, made, sent | {name: "theirs"})
    assert response.url == reverse("stories:edit", args=[made.story_id])
    assert draft_text(made) == (
        "Fergen «Solvår» gikk på grunn mandag. Om bord var 86 passasjerer. Ingen ble skadd. Politiet etterforsker."
    )
    assert not Story.objects.get(pk=made.story_id).live


def test_a_conflict_can_be_settled_in_other_words(at_the_desk: Client, offered: Offered) -> None:
    made = offered()
    sent = form(at_the_desk, made)
    (name,) = [name for name in sent if name.startswith("piece-")]
    save(at_the_desk, made, sent | {name: "edit", f"{name}-text": "På ferga var <b>86</b> & ingen ble borte."})
    assert "På ferga var &lt;b&gt;86&lt;/b&gt; &amp; ingen ble borte." in draft_text(made)


def test_a_merge_can_be_published_at_once(at_the_desk: Client, offered: Offered) -> None:
    made = offered(is_live=True)
    save(at_the_desk, made, form(at_the_desk, made, publish="1"))
    story = Story.objects.get(pk=made.story_id)
    assert (story.live, story.has_unpublished_changes) == (True, False)
    assert "Politiet etterforsker." in plain_text(story)


def test_p1_a_reporter_merges_a_draft_and_publishes_nothing(client: Client, reporter: User, offered: Offered) -> None:
    made = offered(is_live=True)
    client.force_login(reporter)
    assert 'name="publish"' not in page(client, made)
    save(client, made, form(client, made, publish="1"))
    story = Story.objects.get(pk=made.story_id)
    assert (story.has_unpublished_changes, "Politiet" in plain_text(story)) == (True, False)


def test_publishing_a_correction_asks_for_its_text_first(at_the_desk: Client, offered: Offered) -> None:
    made = offered(is_live=True, is_correction=True, ednote="RETTELSE: 86, ikke 84.")
    response = save(at_the_desk, made, form(at_the_desk, made, publish="1"))
    assert response.url == reverse("stories:correct", args=[made.story_id])
    asked = at_the_desk.get(response.url).content.decode()
    assert "RETTELSE: 86, ikke 84." in asked
    assert re.search(r"<textarea[^>]*>\s*</textarea>", asked)
    assert "Politiet" not in plain_text(Story.objects.get(pk=made.story_id))
    at_the_desk.post(response.url, {"text": "Det var 86 passasjerer."})
    assert Correction.objects.get().text == "Det var 86 passasjerer."
    assert "Politiet" in plain_text(Story.objects.get(pk=made.story_id))


def test_the_editors_button_asks_for_the_corrections_text_too(
    at_the_desk: Client, offered: Offered, form_of: Callable[..., dict[str, Any]]
) -> None:
    made = offered(is_live=True, is_correction=True)
    save(at_the_desk, made, form(at_the_desk, made))
    sent = form_of(made.story, **{"action-publish": "action-publish"})
    response = at_the_desk.post(reverse("stories:edit", args=[made.story_id]), sent)
    assert response.url == reverse("stories:correct", args=[made.story_id])
    assert Story.objects.get(pk=made.story_id).has_unpublished_changes


def test_a_correction_that_is_none_of_ours_is_published_as_usual(
    at_the_desk: Client, offered: Offered, form_of: Callable[..., dict[str, Any]]
) -> None:
    made = offered(is_live=True, is_correction=True)
    save(at_the_desk, made, form(at_the_desk, made))
    at_the_desk.post(reverse("offers:ordinary", args=[made.pk]))
    sent = form_of(made.story, **{"action-publish": "action-publish"})
    at_the_desk.post(reverse("stories:edit", args=[made.story_id]), sent)
    assert not Story.objects.get(pk=made.story_id).has_unpublished_changes


def test_d8_a_merge_made_of_an_older_draft_is_refused_and_what_was_typed_is_kept(
    at_the_desk: Client, offered: Offered
) -> None:
    made = offered()
    sent = form(at_the_desk, made)
    (name,) = [name for name in sent if name.startswith("piece-")]
    write(made.story, OURS + "<p>Olav skrev dette.</p>", make_user("olav"))
    response = save(at_the_desk, made, sent | {name: "edit", f"{name}-text": "Typed with care."})
    assert response.status_code == 409
    assert "Typed with care." in response.content.decode()
    assert "Olav skrev dette." in draft_text(made)


def test_a_headline_that_is_too_long_is_told_beside_the_merge(
    at_the_desk: Client, offered: Offered, send: Send
) -> None:
    made = offered()
    draft = Story.objects.get(pk=made.story_id).get_latest_revision_as_object()
    draft.headline = "Vår egen"
    draft.save()
    draft.save_revision()
    sent = form(at_the_desk, made)
    response = save(at_the_desk, made, sent | {"field-headline": "edit", "field-headline-text": "x" * 300})
    assert response.status_code == 422
    assert "Headline:" in response.content.decode()


def test_a_dismissed_version_can_be_brought_back(at_the_desk: Client, offered: Offered) -> None:
    made = offered()
    at_the_desk.post(reverse("offers:dismiss", args=[made.pk]))
    shown = at_the_desk.get(reverse("offers:index")).content.decode()
    assert "Dismissed lately" in shown
    response = at_the_desk.post(reverse("offers:undo", args=[made.pk]))
    assert response.url == reverse("offers:one", args=[made.pk])
    page(at_the_desk, made)


def test_a_settled_version_leads_to_the_newer_one(at_the_desk: Client, offered: Offered, send: Send) -> None:
    made = offered()
    third = send("Enda nyere", **{**UPDATE, "version": "3", "versioncreated": "2026-11-22T11:50:00Z"})
    (newer,) = offer(third, now=NOW)
    response = at_the_desk.get(reverse("offers:one", args=[made.pk]))
    assert response.url == reverse("offers:one", args=[newer.pk])


def test_the_wires_update_button_leads_to_the_merge_of_an_edited_story(at_the_desk: Client, offered: Offered) -> None:
    made = offered()
    response = at_the_desk.post(reverse("wire:update", args=[made.dispatch_id]))
    assert response.url == reverse("offers:one", args=[made.pk])


def test_the_wires_update_button_shows_the_comparison_of_an_untouched_story_first(
    at_the_desk: Client, offered: Offered
) -> None:
    made = offered(body=FIRST)
    response = at_the_desk.post(reverse("wire:update", args=[made.dispatch_id]))
    assert response.url == reverse("offers:one", args=[made.pk])
    assert "We have changed nothing in the text" in page(at_the_desk, made)
    assert "Politiet" not in draft_text(made)
    save(at_the_desk, made, form(at_the_desk, made))
    made.refresh_from_db()
    assert (made.state, "Politiet" in draft_text(made)) == ("taken", True)


def test_where_both_only_added_something_both_go_in_unless_somebody_chooses(
    at_the_desk: Client, offered: Offered
) -> None:
    made = offered(body=FIRST.replace("skadd.", "skadd. Vi var på kaia."))
    shown = page(at_the_desk, made)
    assert re.search(r'value="both"[^>]*checked', shown)
    assert "neither took anything away" in shown
    save(at_the_desk, made, {"revision": str(Story.objects.get(pk=made.story_id).latest_revision_id)})
    assert "skadd. Vi var på kaia. Politiet etterforsker." in draft_text(made)


def test_the_editor_shows_what_the_story_rests_on_and_what_waits(at_the_desk: Client, offered: Offered) -> None:
    made = offered()
    shown = at_the_desk.get(reverse("stories:edit", args=[made.story_id])).content.decode()
    assert reverse("offers:one", args=[made.pk]) in shown
    assert "per cent of the sentences are our own" in shown
    assert "made of it" in shown


def test_a_story_that_is_not_from_the_wire_has_no_such_tab(at_the_desk: Client) -> None:
    from tests.factories import make_story

    shown = at_the_desk.get(reverse("stories:edit", args=[make_story().pk])).content.decode()
    assert "From the wire" not in shown


WAYS = [
    pytest.param("get", "index", id="list"),
    pytest.param("get", "one", id="merge"),
    pytest.param("post", "one", id="save"),
    pytest.param("post", "dismiss", id="dismiss"),
    pytest.param("post", "undo", id="undo"),
    pytest.param("post", "ordinary", id="ordinary"),
]


def _answer(client: Client, way: str, name: str, made: WireOffer) -> int:
    address = reverse(f"offers:{name}", args=[] if name == "index" else [made.pk])
    return int(getattr(client, way)(address).status_code)


@pytest.mark.parametrize("role", ["photo", "moderator", "tips"])
@pytest.mark.parametrize(("way", "name"), WAYS)
def test_p1_who_changes_no_stories_is_refused(
    client: Client, offered: Offered, reporter: User, role: str, way: str, name: str
) -> None:
    reporter.groups.set([Group.objects.get(name=role)])
    client.force_login(User.objects.get(pk=reporter.pk))
    made = offered()
    assert _answer(client, way, name, made) in (302, 403)
    assert WireOffer.objects.get().state == "open"


def test_p1_a_reporter_does_not_make_a_correction_an_ordinary_update(
    client: Client, offered: Offered, reporter: User
) -> None:
    made = offered(is_live=True, is_correction=True)
    client.force_login(reporter)
    client.post(reverse("offers:ordinary", args=[made.pk]))
    assert WireOffer.objects.get().is_correction


@pytest.mark.parametrize(("way", "name"), WAYS[1:5])
def test_p2_an_offer_to_somebody_elses_private_draft_is_not_found(
    client: Client, offered: Offered, reporter: User, way: str, name: str
) -> None:
    made = offered()
    Story.objects.filter(pk=made.story_id).update(private=True, owner=make_user())
    client.force_login(reporter)
    assert _answer(client, way, name, made) == 404
    assert "Ferge på grunn" not in client.get(reverse("offers:index")).content.decode()


@pytest.mark.parametrize("name", ["dismiss", "undo", "ordinary"])
def test_an_act_is_a_post(at_the_desk: Client, offered: Offered, name: str) -> None:
    assert at_the_desk.get(reverse(f"offers:{name}", args=[offered().pk])).status_code == 405


def test_nothing_is_saved_without_a_token(chief: User, offered: Offered) -> None:
    made = offered()
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert client.post(reverse("offers:one", args=[made.pk]), {}).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"piece-x": "theirs", "piece-99999": "theirs", "field-": "ours"}, id="made-up places"),
        pytest.param({"field-pubstatus": "edit", "field-pubstatus-text": "canceled"}, id="another field"),
        pytest.param({"revision": "9" * 40}, id="no such revision"),
        pytest.param({"revision": "x"}, id="no number"),
    ],
)
def test_odd_forms_do_no_harm(at_the_desk: Client, offered: Offered, sent: dict[str, str]) -> None:
    made = offered()
    assert save(at_the_desk, made, form(at_the_desk, made) | sent).status_code in (302, 409)
    assert Story.objects.get(pk=made.story_id).pubstatus == "usable"


def test_o6_a_hostile_pair_of_texts_is_answered_in_time(at_the_desk: Client, offered: Offered) -> None:
    made = offered(body="<p>" + "Ja nei. Nei ja! " * 1500 + "</p>")
    assert "data-merge" in page(at_the_desk, made)
