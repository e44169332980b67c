"""Taking a dispatch: what of it reaches the draft, and what never does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.dismiss import dismiss
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.acts.take import take, update_from
from broadsheet.desk.acts.take_picture import take_picture
from broadsheet.desk.errors import (
    CanceledDispatchError,
    EditedStoryError,
    EmbargoedStoryError,
    KilledStoryError,
    MissingPictureError,
    NoSectionError,
    NotTextError,
    UncreditedPictureError,
    UndescribedPictureError,
    WithheldStoryError,
)
from broadsheet.desk.models import AuditEntry, Section, Story, Topic
from broadsheet.desk.search import DESK, find
from broadsheet.desk.shown import owing_alt_text
from broadsheet.photos import decoding
from broadsheet.wire.acts.receive import receive_bytes, receive_file
from broadsheet.wire.models import DispatchRecord, Feed
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def feed() -> Feed:
    make_section("world")
    make_section("news")
    return Feed.objects.create(name="agency", section="world", provider="Agency")


def _ninjs(**values: Any) -> dict[str, Any]:
    item = {
        "uri": "urn:agency:1",
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "urgency": 3,
        "language": "nb",
        "headline": "Ferge på grunn",
        "slugline": "ferge-sund",
        "byline": "Kari Nordmann",
        "body_xhtml": "<p>Fergen gikk på grunn <b>mandag</b>.</p><ul><li>Ett</li></ul><h2>Alle reddet</h2><p>Slutt.</p>",
        "copyrightholder": "NTB",
        "ednote": "Til desken",
        "versioncreated": "2026-11-22T11:00:00Z",
        "keywords": ["#Norge", "#Norge", "skip", "#Åpne havner"],
    }
    return {**item, **values}


def _receive(feed: Feed, **values: Any) -> DispatchRecord:
    data = json.dumps(_ninjs(**values)).encode()
    (received,) = receive_bytes(data, feed=feed, filename="item.json", now=NOW)
    assert received.record is not None, received
    return received.record


def _jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 800), (40, 90, 120)).save(out, "JPEG")
    return out.getvalue()


def _with_picture(tmp_path: Path, feed: Feed, *, of: dict[str, Any] | None = None, **picture: Any) -> DispatchRecord:
    media = {
        "uri": "urn:agency:pic",
        "type": "picture",
        "headline": "Quay",
        "byline": "Jane Doe",
        "creditline": "Pool Photo via AP",
        "description_text": "The quay at dawn.",
        "renditions": {"full": {"href": "https://elsewhere.example/quay.jpg", "width": 1200, "height": 800}},
        **picture,
    }
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quay.jpg").write_bytes(_jpeg())
    path = tmp_path / "in" / "item.json"
    path.write_text(json.dumps(_ninjs(associations={"featuremedia": media}, **(of or {}))))
    return next(r.record for r in receive_file(path, feed=feed, now=NOW) if r.record)


def test_a_taken_dispatch_is_a_draft_that_nobody_outside_can_read(feed: Feed) -> None:
    story = take(_receive(feed), user=make_user("eva"))
    assert not story.live
    assert story.first_published_at is None
    assert story.latest_revision is not None


def test_the_text_fields_of_the_item_are_in_place(feed: Feed) -> None:
    story = Story.objects.get(pk=take(_receive(feed)).pk)
    assert (story.headline, story.slugline, story.byline) == ("Ferge på grunn", "ferge-sund", "Kari Nordmann")
    assert (story.language, story.urgency, story.copyright_holder, story.ednote) == ("nb", 3, "NTB", "Til desken")
    assert story.slug == "ferge-pa-grunn"


def test_the_body_becomes_text_subheads_and_text(feed: Feed) -> None:
    story = take(_receive(feed))
    assert [block.block_type for block in story.body] == ["text", "subhead", "text"]
    assert story.body[0].value.source == "<p>Fergen gikk på grunn <b>mandag</b>.</p><ul><li>Ett</li></ul>"


def test_keywords_that_begin_with_a_number_sign_become_topics(feed: Feed) -> None:
    story = Story.objects.get(pk=take(_receive(feed)).pk)
    assert sorted(topic.name for topic in story.topics.all()) == ["Norge", "Åpne havner"]
    assert Topic.objects.filter(slug="apne-havner").exists()


def test_the_feed_names_the_section_and_news_stands_in(feed: Feed) -> None:
    assert take(_receive(feed)).home_section.slug == "world"
    feed.section = "closed"
    feed.save()
    assert take(_receive(feed, uri="urn:agency:2")).home_section.slug == "news"


def test_a_newsroom_without_sections_is_told_so(feed: Feed) -> None:
    Section.objects.all().delete()
    with pytest.raises(NoSectionError):
        take(_receive(feed))


def test_a_dispatch_is_taken_once(feed: Feed) -> None:
    record = _receive(feed)
    assert take(record).pk == take(record).pk
    record.refresh_from_db()
    assert record.state == "used"
    assert AuditEntry.objects.filter(what="story.taken").count() == 1


def test_the_desk_finds_the_draft_by_its_slugline(feed: Feed) -> None:
    story = take(_receive(feed))
    assert find("ferge-sund", among=DESK) == [story.pk]


def test_an_abstract_becomes_the_standfirst_unless_the_body_begins_with_it(feed: Feed) -> None:
    assert take(_receive(feed, description_text="Kort sagt.")).standfirst == "Kort sagt."
    repeated = _receive(feed, uri="urn:agency:3", description_text="Fergen gikk på grunn mandag.")
    assert take(repeated).standfirst == ""


def test_the_lead_picture_has_the_items_caption_and_credit(tmp_path: Path, feed: Feed) -> None:
    picture = take(_with_picture(tmp_path, feed)).lead_picture
    assert picture is not None
    assert (picture.creator, picture.credit_line) == ("Jane Doe", "Pool Photo via AP")
    assert picture.caption == "The quay at dawn."


def test_a_picture_that_did_not_come_is_told_to_the_desk_and_stops_nothing(tmp_path: Path, feed: Feed) -> None:
    href = {"full": {"href": "https://elsewhere.example/gone.jpg"}}
    story = take(_with_picture(tmp_path, feed, renditions=href))
    assert story.lead_picture is None
    assert "Quay" in story.ednote


def test_a_picture_item_goes_to_the_library(tmp_path: Path, feed: Feed) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quay.jpg").write_bytes(_jpeg())
    path = tmp_path / "in" / "item.json"
    renditions = {"full": {"href": "quay.jpg"}}
    path.write_text(json.dumps(_ninjs(type="picture", byline="Jane Doe", renditions=renditions)))
    record = next(r.record for r in receive_file(path, feed=feed, now=NOW) if r.record)
    assert take_picture(record).creator == "Jane Doe"


def test_a_picture_item_makes_a_picture_story_with_its_caption_as_text(tmp_path: Path, feed: Feed) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quay.jpg").write_bytes(_jpeg())
    path = tmp_path / "in" / "item.json"
    values = {"type": "picture", "byline": "Jane Doe", "description_text": "The quay at dawn."}
    path.write_text(json.dumps(_ninjs(**values, renditions={"full": {"href": "quay.jpg"}})))
    record = next(r.record for r in receive_file(path, feed=feed, now=NOW) if r.record)
    story = auto_publish(record)
    assert (story.live, story.form, story.lead_picture.creator) == (True, "pictures", "Jane Doe")


def test_a_picture_item_without_its_file_is_refused(feed: Feed) -> None:
    with pytest.raises(MissingPictureError):
        take_picture(_receive(feed, type="picture"))


def test_a_canceled_dispatch_makes_no_story(feed: Feed) -> None:
    with pytest.raises(CanceledDispatchError):
        take(_receive(feed, pubstatus="canceled"))
    assert not Story.objects.exists()


def test_a_rule_publishes_a_usable_text(feed: Feed) -> None:
    assert auto_publish(_receive(feed)).live


def test_a_rule_is_safe_to_repeat(feed: Feed) -> None:
    record = _receive(feed)
    assert auto_publish(record).pk == auto_publish(record).pk
    assert Story.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"pubstatus": "withheld"}, WithheldStoryError, id="withheld"),
        pytest.param({"pubstatus": "canceled"}, CanceledDispatchError, id="canceled"),
        pytest.param({"type": "picture"}, MissingPictureError, id="a picture without its file"),
        pytest.param({"type": "video"}, NotTextError, id="video"),
        pytest.param({"embargoed": "2999-01-01T00:00:00Z"}, EmbargoedStoryError, id="embargoed"),
    ],
)
def test_a_rule_refuses_and_makes_nothing(feed: Feed, values: dict[str, Any], error: type[Exception]) -> None:
    record = _receive(feed, **values)
    with pytest.raises(error):
        auto_publish(record)
    assert not Story.objects.exists()


def test_a_rule_leaves_a_story_with_an_uncredited_picture_as_a_draft(tmp_path: Path, feed: Feed) -> None:
    record = _with_picture(tmp_path, feed, byline="", creditline="")
    with pytest.raises(UncreditedPictureError):
        auto_publish(record)
    assert not Story.objects.get().live


def test_where_a_rule_publishes_the_caption_stands_in_for_alt_text_and_is_owed(tmp_path: Path, feed: Feed) -> None:
    story = auto_publish(_with_picture(tmp_path, feed))
    picture = story.lead_picture

    assert (picture.alt_text, picture.alt_text_is_caption) == ("The quay at dawn.", True)
    assert list(owing_alt_text()) == [story]


def test_alt_text_that_the_agency_sent_is_kept_and_nothing_is_owed(tmp_path: Path, feed: Feed) -> None:
    story = auto_publish(_with_picture(tmp_path, feed, alt_text="A quay in grey light"))
    picture = story.lead_picture

    assert (picture.alt_text, picture.alt_text_is_caption) == ("A quay in grey light", False)
    assert not owing_alt_text().exists()


def test_a_rule_leaves_a_story_whose_picture_has_neither_alt_text_nor_caption_as_a_draft(
    tmp_path: Path, feed: Feed
) -> None:
    with pytest.raises(UndescribedPictureError):
        auto_publish(_with_picture(tmp_path, feed, description_text=""))
    assert not Story.objects.get().live


def test_where_a_rule_is_refused_no_caption_is_left_to_stand_in(tmp_path: Path, feed: Feed) -> None:
    with pytest.raises(UncreditedPictureError):
        auto_publish(_with_picture(tmp_path, feed, byline="", creditline=""))

    left = Story.objects.get().lead_picture
    assert (left.caption, left.alt_text, left.alt_text_is_caption) == ("The quay at dawn.", "", False)


def test_a_version_that_goes_out_by_itself_lets_the_caption_stand_in_as_well(tmp_path: Path, feed: Feed) -> None:
    feed.updates_by_itself = True
    feed.save()
    story = auto_publish(_receive(feed))
    update = _with_picture(tmp_path, feed, of={"version": "2", "versioncreated": "2026-11-22T11:30:00Z"})

    offer(update, now=timezone.now())

    story.refresh_from_db()
    assert story.lead_picture.alt_text_is_caption


def test_a_version_that_goes_out_by_itself_has_its_copies_made_before_any_lock_is_held(
    tmp_path: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.updates_by_itself = True
    feed.save()
    story = auto_publish(_receive(feed))
    update = _with_picture(tmp_path, feed, of={"version": "2", "versioncreated": "2026-11-22T11:30:00Z"})
    make, within, of_the_test = decoding.copies, [], len(connection.atomic_blocks)

    def watched(*args: Any, **facts: Any) -> Any:
        within.append(len(connection.atomic_blocks))
        return make(*args, **facts)

    monkeypatch.setattr(decoding, "copies", watched)
    offer(update, now=timezone.now())

    story.refresh_from_db()
    assert (story.live, story.lead_picture.alt_text_is_caption, within) == (True, True, [of_the_test])


def test_an_update_waits_as_a_draft_for_an_editor(feed: Feed) -> None:
    story = auto_publish(_receive(feed))
    update = _receive(feed, version="2", headline="Ferge slept til kai", versioncreated="2026-11-22T11:30:00Z")
    update_from(update, story)
    story.refresh_from_db()
    assert story.headline == "Ferge på grunn"
    assert story.get_latest_revision_as_object().headline == "Ferge slept til kai"
    assert story.has_unpublished_changes


def test_a_rules_update_publishes_the_same_story(feed: Feed) -> None:
    story = auto_publish(_receive(feed))
    update = _receive(feed, version="2", headline="Ferge slept til kai", versioncreated="2026-11-22T11:30:00Z")
    assert auto_publish(update).pk == story.pk
    assert Story.objects.get().headline == "Ferge slept til kai"


def test_a_rule_never_overwrites_what_a_person_wrote(feed: Feed) -> None:
    story = auto_publish(_receive(feed))
    story.get_latest_revision_as_object().save_revision(user=make_user("eva"))
    with pytest.raises(EditedStoryError):
        auto_publish(_receive(feed, version="2", versioncreated="2026-11-22T11:30:00Z"))


def test_an_update_that_is_withheld_holds_the_story(feed: Feed) -> None:
    story = take(_receive(feed))
    update_from(_receive(feed, version="2", pubstatus="withheld", versioncreated="2026-11-22T11:30:00Z"), story)
    with pytest.raises(WithheldStoryError):
        Story.objects.get().latest_revision.publish()


def test_a_kill_on_the_wire_kills_the_story_that_was_built_from_the_item(feed: Feed) -> None:
    story = auto_publish(_receive(feed))
    _receive(feed, version="2", pubstatus="canceled", versioncreated="2026-11-22T11:30:00Z")
    story.refresh_from_db()
    assert story.killed_at is not None
    assert not story.live
    assert story.kill_notice


def test_a_killed_story_takes_no_update(feed: Feed) -> None:
    story = auto_publish(_receive(feed))
    _receive(feed, version="2", pubstatus="canceled", versioncreated="2026-11-22T11:30:00Z")
    with pytest.raises(KilledStoryError):
        update_from(_receive(feed, version="3", versioncreated="2026-11-22T11:40:00Z"), story)


def test_dismissing_marks_a_new_dispatch_and_leaves_a_used_one(feed: Feed) -> None:
    record = _receive(feed)
    assert dismiss(record, user=make_user("eva"))
    other = _receive(feed, uri="urn:agency:9")
    take(other)
    assert not dismiss(other)


DESK_FIELDS = (
    "live",
    "owner_id",
    "private",
    "first_published_at",
    "killed_at",
    "locked",
    "home_section_id",
    "form",
    "lead_caption",
)
WORDS = st.text(max_size=30)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.dictionaries(
        st.sampled_from(["headline", "byline", "slugline", "ednote", "copyrightholder", "body_xhtml"]), WORDS
    ),
    names=st.dictionaries(
        st.sampled_from([*DESK_FIELDS, "slug", "owner", "status", "go_live_at", "kill_notice"]), WORDS
    ),
)
def test_w15_an_item_sets_no_field_of_the_desks_own(feed: Feed, words: dict[str, str], names: dict[str, str]) -> None:
    number = DispatchRecord.objects.count()
    story = take(_receive(feed, **names, **words, uri=f"urn:agency:w15:{number}"))
    plain = take(_receive(feed, uri=f"urn:agency:plain:{number}"))
    assert [getattr(story, name) for name in DESK_FIELDS] == [getattr(plain, name) for name in DESK_FIELDS]
    assert story.kill_notice == ""
    assert story.go_live_at is None


def test_w15_control_the_text_of_an_item_does_reach_the_story(feed: Feed) -> None:
    assert take(_receive(feed, headline="Changed")).headline == "Changed"


def test_an_embargo_is_carried_to_the_second(feed: Feed) -> None:
    until = (timezone.now() + timedelta(hours=3)).replace(microsecond=0)
    story = take(_receive(feed, embargoed=until.isoformat()))
    assert story.embargoed_until == until
    assert story.go_live_at == until


@pytest.mark.shared
@pytest.mark.parametrize(
    "pattern", ["wire/fixtures/nitf/**/*.xml", "wire/fixtures/newsml*/**/*.xml", "wire/fixtures/ninjs*/**/*.json"]
)
def test_real_items_become_drafts_that_wagtail_takes(shared_dir: Path, feed: Feed, pattern: str) -> None:
    taken = 0
    for path in sorted(shared_dir.glob(pattern))[:60]:
        for received in receive_file(path, feed=feed, now=NOW):
            if (
                received.record
                and received.record.kind in ("text", "composite")
                and received.record.pubstatus != "canceled"
            ):
                story = take(received.record)
                story.full_clean()
                taken += 1
    assert taken
