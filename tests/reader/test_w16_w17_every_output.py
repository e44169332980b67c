"""Held, published and killed: what every output says of one story (criteria W16 and W17)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.comments.models import Thread
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.pin import pin
from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.models import RelatedStory, Story, StoryAuthor, StoryDispatch
from broadsheet.desk.search import PUBLIC, find
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.files import MADE
from broadsheet.photos.models import Picture
from broadsheet.reader.render import all_paths, preview, render_path
from broadsheet.wire.acts.receive import receive_bytes
from broadsheet.wire.models import Feed
from tests.factories import make_author, make_section, make_story, make_topic, make_user, published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
END = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
WORD = "Canarybird"
HEADLINE, SENTENCE = f"{WORD} leaves the harbour", f"The {WORD} left the harbour on Monday."
PAGE, GUID, PICTURE = "/news/canarybird-leaves-the-harbour/", "urn:agency:canary", "urn:agency:canary:picture"
FEEDS = [f"{home}{kind}" for home in ("/", "/news/", "/topics/harbour/", "/authors/ida-storm/")
         for kind in ("feed/", "atom/", "feed.json")]  # fmt: skip
#: Every address whose page shows the story, or would.
LISTS = [
    *("/", "/news/", "/sport/", "/topics/harbour/", "/authors/ida-storm/", "/archive/2026/11/22/"),
    *FEEDS,
    *("/sitemap-2026-11.xml", "/news-sitemap.xml", "/news/beside/", "/news/points-at-it/", "/corrections/"),
    "/corrections/feed/",
]
Commits = Callable[..., Any]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock before the embargo's end, and return what sets it."""

    def to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    to(NOW)
    return to


@pytest.fixture
def feed(db: None) -> Feed:
    """Return the agency's feed, and a section, a topic and an author for its story."""
    make_section("news")
    return Feed.objects.create(name="agency", provider="Agency", section="news")


def send(feed: Feed, version: int, **values: Any) -> Any:
    item = {
        "uri": GUID,
        "version": str(version),
        "type": "text",
        "pubstatus": "usable",
        "language": "en",
        "headline": HEADLINE,
        "versioncreated": (NOW + timedelta(minutes=version)).isoformat(),
        "body_xhtml": f"<p>{SENTENCE}</p>",
        **values,
    }
    return receive_bytes(json.dumps(item).encode(), feed=feed, filename="item.json", now=NOW)[0].record


@pytest.fixture
def held(feed: Feed) -> Story:
    """Return a story under embargo, scheduled for its end, with everything that a story can be shown by."""
    record = send(feed, 1, embargoed=END.isoformat())
    facts = {"guid": PICTURE, "credit_line": "Agency", "alt_text": "A small harbour"}
    picture = import_picture(small_jpeg(), filename="canary.jpg", overrides=facts)
    story = make_story(HEADLINE, body=[("text", f"<p>{SENTENCE}</p>")], lead_picture=picture, embargoed_until=END)
    story.topics.add(make_topic())
    story.sections.add(make_section("sport"))
    story.story_authors.add(StoryAuthor(author=make_author()))
    story.save()
    StoryDispatch.objects.create(story=story, dispatch=record)
    for headline, values in (("Beside", {}), ("Points at it", {"body": [("related", story)]})):
        other = make_story(headline, **values)
        if not values:
            other.related_stories.add(RelatedStory(related=story))
            other.save()
        other.save_revision().publish()
    story.save_revision().publish()
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def out(held: Story, clock: Callable[[datetime], None], django_capture_on_commit_callbacks: Commits) -> Story:
    """Return the same when its embargo is over: published, corrected and the lead of the front."""
    clock(END)
    with django_capture_on_commit_callbacks(execute=True):
        publish_due(END)
    story = Story.objects.get(pk=held.pk)
    pin(story)
    correct(story, f"It was not the {WORD}.")
    return story


@pytest.fixture
def killed(feed: Feed, out: Story, django_capture_on_commit_callbacks: Commits) -> Story:
    """Return the same when the agency has killed it with its picture, every page having been shown before."""
    for path in [PAGE, *LISTS]:
        body(path)
    picture = {"uri": PICTURE, "type": "picture", "renditions": {}}
    with django_capture_on_commit_callbacks(execute=True):
        send(feed, 2, pubstatus="canceled", associations={"featuremedia": picture})
    return Story.objects.get(pk=out.pk)


def body(path: str) -> str:
    rendered = render_path(path, now=timezone.now())
    return rendered.body.decode() if rendered else ""


def says(path: str) -> bool:
    """Return whether the output names the story: by a word of it or by its address."""
    return bool(re.search(f"{WORD}|{PAGE}", body(path), re.IGNORECASE))


def public_pictures(settings: Any) -> list[Path]:
    folder = Path(settings.PICTURES_ROOT)
    return list(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("path", [PAGE, *LISTS])
def test_w16_an_embargoed_story_is_in_no_output(held: Story, path: str) -> None:
    assert not says(path)


@pytest.mark.parametrize("path", [PAGE, *LISTS])
def test_w16_w17_control_the_same_story_is_in_every_output_once_it_is_out(out: Story, path: str) -> None:
    assert says(path)


@pytest.mark.parametrize("path", LISTS)
def test_w17_a_killed_story_is_in_no_output(killed: Story, path: str) -> None:
    assert not says(path)


def test_w16_no_address_at_all_names_the_story_before_its_second(held: Story, clock: Callable[..., None]) -> None:
    for moment in (NOW, END - timedelta(seconds=1)):
        clock(moment)
        publish_due(moment)
        assert [path for path in all_paths() if says(path)] == []


def test_w17_a_killed_story_s_page_is_gone_with_the_notice_and_without_a_word_of_the_text(killed: Story) -> None:
    rendered = render_path(PAGE, now=timezone.now())
    assert rendered is not None
    assert rendered.status == 410
    page = rendered.body.decode()
    assert "withdrawn" in page
    assert SENTENCE not in page
    assert "<textarea" not in page


def test_w17_no_other_address_names_a_killed_story(killed: Story) -> None:
    assert [path for path in all_paths() if path != PAGE and says(path)] == []


@pytest.mark.parametrize("path", ["/search/?q=canarybird", "/search/?q=harbour+monday"])
def test_w16_search_finds_nothing_held(client: Client, held: Story, path: str) -> None:
    assert "canarybird-leaves" not in client.get(path).content.decode()
    assert find(WORD, among=PUBLIC) == []


def test_w16_control_search_finds_it_once_it_is_out(client: Client, out: Story) -> None:
    assert "canarybird-leaves" in client.get("/search/?q=canarybird").content.decode()


def test_w17_search_finds_nothing_killed(client: Client, killed: Story) -> None:
    assert "canarybird-leaves" not in client.get("/search/?q=canarybird").content.decode()
    assert find(WORD, among=PUBLIC) == []


def test_w16_a_held_story_has_no_conversation_and_a_killed_one_takes_no_more_comments(held: Story) -> None:
    assert not Thread.objects.filter(story_id=held.pk).exists()


def test_w17_a_killed_story_takes_no_more_comments(killed: Story) -> None:
    assert Thread.objects.get(story_id=killed.pk).state == "closed"


def test_w16_no_file_of_a_held_picture_is_public_though_all_are_made(held: Story, settings: Any) -> None:
    preview(held)
    assert public_pictures(settings) == []
    assert list((Path(settings.MEDIA_ROOT) / MADE).iterdir())


def test_w16_control_the_picture_is_public_once_the_story_is_shown(out: Story, settings: Any) -> None:
    body(PAGE)
    assert public_pictures(settings)


def test_w17_a_killed_picture_has_no_public_file_and_no_page_makes_one(killed: Story, settings: Any) -> None:
    for path in all_paths():
        body(path)
    assert Picture.objects.get(guid=PICTURE).withdrawn_at
    assert public_pictures(settings) == []


def test_w16_an_outsider_reads_no_preview_and_no_waiting_file(client: Client, held: Story, settings: Any) -> None:
    name = next((Path(settings.MEDIA_ROOT) / MADE).iterdir()).name
    for path in (f"/desk/stories/preview/{held.pk}/", f"/desk/media/{MADE}/{name}", f"/desk/stories/edit/{held.pk}/",
                 f"/desk/stories/workflow/preview/{held.pk}/1/", "/desk/api/main/images/"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (302, 401, 403, 404)
        assert WORD.encode() not in answer.content
    assert client.get(f"/media/{name}").status_code == 404


def test_w16_control_the_desk_sees_the_waiting_file(client: Client, held: Story, settings: Any) -> None:
    client.force_login(make_user(is_superuser=True))
    name = next((Path(settings.MEDIA_ROOT) / MADE).iterdir()).name
    answer = client.get(f"/desk/media/{MADE}/{name}")
    assert (answer.status_code, bool(answer.getvalue())) == (200, True)


def test_w17_a_picture_killed_by_itself_leaves_the_stories_that_use_it(
    feed: Feed, out: Story, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    picture = Picture.objects.get(guid=PICTURE)
    inside = published_story("Inside", body=[("picture", {"picture": picture, "caption": "Here it is."})])
    for path in (PAGE, "/news/inside/"):
        assert "/media/" in body(path)
    kill = {"uri": PICTURE, "type": "picture", "pubstatus": "canceled", "version": "2"}
    with django_capture_on_commit_callbacks(execute=True):
        receive_bytes(json.dumps(kill).encode(), feed=feed, filename="kill.json", now=NOW)
    for path in (PAGE, "/news/inside/", "/", "/feed/", "/feed.json", "/news/"):
        assert "/media/" not in body(path)
    assert says(PAGE)
    assert public_pictures(settings) == []
    assert set(Story.objects.filter(alarms__kind="picture").values_list("pk", flat=True)) >= {out.pk}
    assert inside.live


def test_an_unpublished_story_s_picture_is_gone_unless_another_page_shows_it(
    out: Story, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    picture = Picture.objects.get(guid=PICTURE)
    body(PAGE)
    other = published_story("Other", lead_picture=picture)
    with django_capture_on_commit_callbacks(execute=True):
        Story.objects.get(pk=out.pk).unpublish()
    assert public_pictures(settings)
    with django_capture_on_commit_callbacks(execute=True):
        Story.objects.get(pk=other.pk).unpublish()
    assert public_pictures(settings) == []


def test_a_picture_that_an_update_takes_off_is_gone(
    out: Story, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    body(PAGE)
    story = Story.objects.get(pk=out.pk)
    story.lead_picture = None
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    assert public_pictures(settings) == []
