"""A merge that somebody settled becomes a draft; what came meanwhile is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.merge_offer import merge_offer
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.acts.settle_offer import dismiss_offer
from broadsheet.desk.acts.take import take
from broadsheet.desk.corrections import ednotes_since, waiting_correction
from broadsheet.desk.errors import (
    KilledStoryError,
    OfferDecidedError,
    StaleEditError,
    StoryLockedError,
    UnusableTextError,
)
from broadsheet.desk.merging.choosing import Choice
from broadsheet.desk.models import Story, StoryDispatch, User, WireOffer
from broadsheet.desk.own import is_own, own_share
from broadsheet.desk.proposal import proposal_for
from broadsheet.desk.search import plain_text
from broadsheet.wire.models import DispatchRecord
from tests.desk.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
FIRST = "<p>Fergen gikk på grunn mandag. Om bord var 84 passasjerer. Ingen ble skadd.</p>"
OURS = "<p>Fergen «Solvår» gikk på grunn mandag. Om bord på ferga var 84 passasjerer. Ingen ble skadd.</p>"
SECOND = "<p>Fergen gikk på grunn mandag. Om bord var 86 passasjerer. Ingen ble skadd. Politiet etterforsker.</p>"


@pytest.fixture
def rita(db: None) -> User:
    return make_user("rita")


def edit(story: Story, body: str, *, who: User | None = None, **values: Any) -> Story:
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.body = json.dumps([{"type": "text", "value": body}])
    for name, value in values.items():
        setattr(draft, name, value)
    if not draft.live:
        draft.save()
    draft.save_revision(user=who)
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def offered(send: Send, rita: User) -> WireOffer:
    story = take(send(body_xhtml=FIRST))
    edit(story, OURS, who=rita)
    (made,) = offer(send(version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=SECOND, headline="Ny"), now=NOW)
    return made


def merged(made: WireOffer, user: User, **options: Any) -> Story:
    seen = Story.objects.get(pk=made.story_id).latest_revision_id
    merge_offer(made, **{"choices": {}, "fields": {}, "user": user, "seen_revision": seen, **options})
    return Story.objects.get(pk=made.story_id).get_latest_revision_as_object()


def conflict(made: WireOffer) -> int:
    (place,) = proposal_for(made, made.story).conflicts
    return place


@pytest.mark.parametrize(
    ("choice", "middle"),
    [
        pytest.param(Choice(), "Om bord på ferga var 84 passasjerer.", id="nothing chosen"),
        pytest.param(Choice("ours"), "Om bord på ferga var 84 passasjerer.", id="ours"),
        pytest.param(Choice("theirs"), "Om bord var 86 passasjerer.", id="theirs"),
        pytest.param(
            Choice("both"), "Om bord på ferga var 84 passasjerer. Om bord var 86 passasjerer.", id="both, ours first"
        ),
        pytest.param(Choice("edit", "Om bord på ferga var 86. "), "Om bord på ferga var 86.", id="in other words"),
        pytest.param(Choice("edit", "  "), "", id="neither"),
    ],
)
def test_clean_parts_are_joined_and_a_conflict_is_as_it_was_chosen(
    offered: WireOffer, rita: User, choice: Choice, middle: str
) -> None:
    draft = merged(offered, rita, choices={conflict(offered): choice})
    words = f"Fergen «Solvår» gikk på grunn mandag. {middle} Ingen ble skadd. Politiet etterforsker."
    assert " ".join(plain_text(draft).split()) == " ".join(words.split())


def test_the_merge_is_a_draft_with_the_version_that_it_rests_on(offered: WireOffer, rita: User) -> None:
    draft = merged(offered, rita)
    link = StoryDispatch.objects.order_by("-pk").first()
    assert link
    assert (draft.live, draft.headline, link.how, link.dispatch_id) == (False, "Ny", "merged", offered.dispatch_id)
    assert draft.latest_revision.user == rita
    offered.refresh_from_db()
    assert (offered.state, offered.decided_by) == ("taken", rita)


def test_readers_see_nothing_of_a_merge_before_it_is_published(send: Send, rita: User) -> None:
    story = auto_publish(send(body_xhtml=FIRST))
    edit(story, OURS, who=rita)
    (made,) = offer(send(version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=SECOND), now=NOW)
    merged(made, rita)
    page = Story.objects.get(pk=story.pk)
    assert (plain_text(page).strip(), page.has_unpublished_changes) == (
        "Fergen gikk på grunn mandag. Om bord var 84 passasjerer. Ingen ble skadd.",
        True,
    )


def test_a_headline_that_both_changed_is_a_conflict_of_its_own(send: Send, rita: User) -> None:
    story = take(send(body_xhtml=FIRST))
    edit(story, FIRST, who=rita, headline="Vår tittel")
    (made,) = offer(send("Deres tittel", version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=FIRST), now=NOW)
    assert merged(made, rita).headline == "Vår tittel"


@pytest.mark.parametrize(
    ("choice", "headline"),
    [
        pytest.param(Choice("theirs"), "Deres tittel", id="theirs"),
        pytest.param(Choice("edit", "En tredje"), "En tredje", id="typed"),
    ],
)
def test_a_headline_is_as_it_was_chosen(send: Send, rita: User, choice: Choice, headline: str) -> None:
    story = take(send(body_xhtml=FIRST))
    edit(story, FIRST, who=rita, headline="Vår tittel")
    (made,) = offer(send("Deres tittel", version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=FIRST), now=NOW)
    assert merged(made, rita, fields={"headline": choice}).headline == headline


@pytest.mark.parametrize("text", ["", "x" * 251], ids=["empty", "too long"])
def test_a_headline_that_cannot_be_one_is_refused_and_nothing_is_saved(send: Send, rita: User, text: str) -> None:
    story = take(send(body_xhtml=FIRST))
    edit(story, FIRST, who=rita, headline="Vår tittel")
    (made,) = offer(send("Deres tittel", version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=FIRST), now=NOW)
    before = Story.objects.get(pk=story.pk).latest_revision_id
    with pytest.raises(UnusableTextError):
        merged(made, rita, fields={"headline": Choice("edit", text)})
    assert Story.objects.get(pk=story.pk).latest_revision_id == before


def test_d8_a_merge_made_of_an_older_draft_is_refused(offered: WireOffer, rita: User) -> None:
    seen = Story.objects.get(pk=offered.story_id).latest_revision_id
    edit(offered.story, "<p>Noe helt annet.</p>", who=make_user("olav"))
    with pytest.raises(StaleEditError):
        merged(offered, rita, seen_revision=seen)
    draft = Story.objects.get(pk=offered.story_id).get_latest_revision_as_object()
    assert plain_text(draft).strip() == "Noe helt annet."


def test_an_offer_is_settled_once(offered: WireOffer, rita: User) -> None:
    merged(offered, rita)
    with pytest.raises(OfferDecidedError):
        merged(offered, rita)


def test_a_dismissed_version_cannot_be_merged(offered: WireOffer, rita: User) -> None:
    dismiss_offer(offered, user=rita, now=NOW)
    with pytest.raises(OfferDecidedError):
        merged(offered, rita)


def test_a_story_that_somebody_else_has_locked_is_left_alone(offered: WireOffer, rita: User) -> None:
    Story.objects.filter(pk=offered.story_id).update(locked=True, locked_by=make_user())
    with pytest.raises(StoryLockedError):
        merged(offered, rita)


def test_nothing_is_merged_into_a_dead_story(send: Send, rita: User) -> None:
    story = auto_publish(send(body_xhtml=FIRST))
    edit(story, OURS, who=rita)
    (made,) = offer(send(version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=SECOND), now=NOW)
    kill(story, "Trukket.", user=None)
    with pytest.raises(KilledStoryError):
        merged(made, rita)


def test_the_next_version_is_compared_with_what_was_merged(offered: WireOffer, rita: User, send: Send) -> None:
    merged(offered, rita, choices={conflict(offered): Choice("ours")})
    third = SECOND.replace("Politiet etterforsker", "Politiet henlegger")
    (made,) = offer(send(version="3", versioncreated="2026-11-22T11:50:00Z", body_xhtml=third, headline="Ny"), now=NOW)
    assert proposal_for(made, made.story).conflicts == []
    assert "Politiet henlegger." in plain_text(merged(made, rita))


def test_a_correction_waits_for_its_text_until_it_is_published(send: Send, rita: User) -> None:
    story = auto_publish(send(body_xhtml=FIRST))
    edit(story, OURS, who=rita)
    record = send(
        version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=SECOND, ednote="RETTELSE: 86, ikke 84."
    )
    DispatchRecord.objects.filter(pk=record.pk).update(is_correction=True)
    (made,) = offer(DispatchRecord.objects.get(pk=record.pk), now=NOW)
    merged(made, rita)
    page = Story.objects.get(pk=story.pk)
    assert waiting_correction(page) == made
    assert ednotes_since(made, after_dispatch=None) == ["RETTELSE: 86, ikke 84."]
    correct(page, "Det var 86 passasjerer.", user=rita)
    assert waiting_correction(Story.objects.get(pk=story.pk)) is None


@pytest.mark.parametrize(
    ("body", "share"),
    [
        pytest.param(FIRST, 0, id="as it came"),
        pytest.param(FIRST.replace("mandag", "mandags kveld"), 0, id="a word put right"),
        pytest.param(FIRST + "<p>Vi var der selv, og så det hele fra kaien.</p>", 25, id="one of four is ours"),
        pytest.param("<p>Noe helt annet. Og mer av det.</p>", 100, id="all ours"),
        pytest.param("", 0, id="no text"),
    ],
)
def test_the_share_of_our_own_sentences(send: Send, body: str, share: int) -> None:
    assert own_share(edit(take(send(body_xhtml=FIRST)), body)) == share


def test_a_sentence_of_the_agencys_in_two_halves_is_still_the_agencys(send: Send) -> None:
    whole = "<p>Kommunestyret sa mandag ja til å betale, og ordføreren kalte det en rimelig pris for alle.</p>"
    halves = "<p>Kommunestyret sa mandag ja til å betale. Ordføreren kalte det en rimelig pris for alle.</p>"
    assert own_share(edit(take(send(body_xhtml=whole)), halves)) == 0


def test_a_story_is_its_own_from_the_feeds_share_on(send: Send) -> None:
    story = take(send(body_xhtml=FIRST))
    assert not is_own(story)
    assert is_own(edit(story, "<p>Noe helt annet. Og mer av det.</p>"))


def test_a_story_of_several_providers_is_its_own(send: Send) -> None:
    story = take(send(body_xhtml=FIRST))
    other = send(uri="urn:other:1", usageterms="", provider="TT", infosource=[{"name": "TT"}], body_xhtml=FIRST)
    DispatchRecord.objects.filter(pk=other.pk).update(provider="TT")
    StoryDispatch.objects.create(story=story, dispatch=other, how="added")
    assert is_own(story)


@pytest.mark.parametrize(
    ("body", "is_edited"), [pytest.param(FIRST, False, id="untouched"), pytest.param(OURS, True, id="edited")]
)
def test_a_publication_says_whether_the_text_is_the_agencys_word_by_word(
    send: Send, body: str, is_edited: bool
) -> None:
    story = edit(take(send(body_xhtml=FIRST)), body)
    story.latest_revision.publish()
    assert Story.objects.get(pk=story.pk).is_edited is is_edited
