"""The archive of the benchmarks holds what the desk's own acts would have written, so that a figure taken from it counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from benchmarks import archive
from benchmarks.archive_patterns import collected, place_of
from benchmarks.archive_rows import FIRST, Copier
from broadsheet.comments.models import Comment, CommentAddress, ModerationEntry, Thread
from broadsheet.comments.reading import thread_of
from broadsheet.desk import search
from broadsheet.desk.addresses import address_for
from broadsheet.desk.models import AuditEntry, PublishedVersion, Story, StoryAddress
from broadsheet.press.models import Page, PageKey
from broadsheet.reader.render import render_path
from tests.factories import make_section

STORIES = 200
UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def copier(db: None) -> Copier:
    """Return what makes the rows, its patterns made by the acts."""
    make_section("news")
    return Copier(place_of(STORIES, UNTIL), *collected(17))


@pytest.fixture
def made(copier: Copier) -> list[Story]:
    """Return the stories of an archive of two hundred."""
    rows, words = copier.batch(range(1, STORIES + 1))
    for table, some in rows.items():
        archive._insert(table, some)
    search.remember_many(words)
    return list(Story.objects.filter(pk__gt=FIRST).order_by("pk"))


def test_the_same_number_is_the_same_story_in_every_run(copier: Copier) -> None:
    again = Copier(copier.place, copier.patterns, copier.seed, copier.ways)
    assert copier.batch(range(6, 9))[1] == again.batch(range(6, 9))[1]
    assert copier.batch(range(6, 9))[1] != copier.batch(range(7, 10))[1]


def test_every_story_passes_the_checks_of_the_model_and_has_a_real_text(made: list[Story]) -> None:
    assert len(made) == STORIES
    for story in made:
        story.full_clean()
        assert 2_900 <= len(search.plain_text(story)) <= 7_000


def test_every_live_story_renders_at_the_address_that_the_acts_would_give_it(made: list[Story]) -> None:
    live = [story for story in made if story.live]
    assert len(live) > STORIES * 0.9
    for story in live:
        address = StoryAddress.objects.get(story=story, current=True)
        assert address.path == address_for(story)
    for story in live[:20]:
        rendered = render_path(address_for(story), now=timezone.now())
        assert rendered is not None
        assert rendered.status == 200
        assert story.headline.encode() in rendered.body


def test_a_story_is_found_by_what_the_acts_would_have_indexed(made: list[Story]) -> None:
    for story in (story for story in made if story.live and not story.has_unpublished_changes):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT public, desk FROM {search.TABLE} WHERE rowid = %s", [story.pk])
            assert cursor.fetchone() == search.texts_of(story)
    for story in made:
        assert (story.pk in search.find(story.headline)) == bool(story.live)
        assert story.pk in search.find(story.headline, among=search.DESK)


def test_a_revision_is_the_story_as_a_draft_would_have_it(made: list[Story]) -> None:
    for story in made[:60]:
        draft = story.get_latest_revision_as_object()
        assert (draft.headline, draft.body.get_prep_value()) == (story.headline, story.body.get_prep_value())
        assert {topic.pk for topic in draft.topics.all()} == {topic.pk for topic in story.topics.all()}
        assert [row.author_id for row in draft.story_authors.all()] == [
            row.author_id for row in story.story_authors.all()
        ]


def test_the_desk_lists_the_archive_and_opens_a_story(made: list[Story], at_the_desk: Client) -> None:
    page = at_the_desk.get(reverse("stories:list"))
    assert len(page.context["object_list"]) == 40
    assert at_the_desk.get(reverse("stories:edit", args=[made[-1].pk])).status_code == 200


def test_a_story_has_as_many_rows_as_the_acts_left_and_the_same_in_every_column_that_is_not_its_own(
    made: list[Story], copier: Copier
) -> None:
    kind = ContentType.objects.get_for_model(Story)
    own = {"id", "story_id", "object_id", "page_id", "user_id", "owner_id", "label", "object_str", "content", "subject"}
    own |= {"after", "path", "key", "revision_id", "latest_revision_id", "live_revision_id", "to_object_id", "uuid"}
    own |= {"home_section_id", "headline", "slug", "standfirst", "body", "slugline", "urgency", "language", "digest"}
    own |= {"last_number"}
    for name, pattern in copier.patterns.items():
        number = FIRST + 1 + list(copier.patterns).index(name)
        for query in _rows_of(number, kind):
            table = query.model._meta.db_table
            then, now = [_read(row) for row in pattern.rows.get(table, [])], list(query.values())
            assert len(now) == len(then), (name, table)
            for column in set(then[0]) - own if then else ():
                if not isinstance(then[0][column], datetime):
                    assert [row[column] for row in now] == [row[column] for row in then], (name, table, column)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as Django reads it: a pattern keeps JSON as its database does, for SQLite as text."""
    return {
        name: json.loads(value) if name == "data" and isinstance(value, str) else value for name, value in row.items()
    }


def _rows_of(number: int, kind: Any) -> list[Any]:
    return [
        Story.objects.filter(pk=number),
        Revision.objects.filter(content_type=kind, object_id=str(number)).order_by("pk"),
        PublishedVersion.objects.filter(story=number),
        Thread.objects.filter(story_id=number),
        StoryAddress.objects.filter(story=number),
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(number)).order_by("pk"),
        (
            AuditEntry.objects.filter(subject=number) | AuditEntry.objects.filter(subject__startswith=f"{number} /")
        ).order_by("pk"),
        Page.objects.filter(path__in=StoryAddress.objects.filter(story=number).values("path")),
    ]


def test_references_and_keys_of_pages_are_what_the_product_would_note(made: list[Story]) -> None:
    for story in made[10:30]:
        noted = set(ReferenceIndex.objects.filter(object_id=str(story.pk)).values_list("content_path_hash", flat=True))
        ReferenceIndex.create_or_update_for_object(story)
        again = ReferenceIndex.objects.filter(object_id=str(story.pk)).values_list("content_path_hash", flat=True)
        assert noted == set(again)
        if story.live and (rendered := render_path(address_for(story), now=timezone.now())):
            kept = set(PageKey.objects.filter(page__path=address_for(story)).values_list("key", flat=True))
            assert kept == rendered.keys - {"layout"}


def test_comments_have_a_long_tail_and_stand_on_the_page(copier: Copier, made: list[Story]) -> None:
    counts = list(Thread.objects.values_list("last_number", flat=True))
    assert counts.count(0) > len(counts) / 2
    spoken = Thread.objects.filter(last_number__gt=0).order_by("-last_number")[0]
    shown = thread_of(spoken.story_id)
    assert shown is not None
    assert shown.count == spoken.last_number == len(shown.comments)
    comments = Comment.objects.count()
    assert (CommentAddress.objects.count(), ModerationEntry.objects.count()) == (comments, comments)
