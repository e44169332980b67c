"""The search index: what is found, by whom, in which order, and that a page goes on where the last one ended."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.desk import search
from broadsheet.desk.models import Story
from broadsheet.desk.search import DESK, find, find_after, remember_many
from tests.factories import make_story, published_story

pytestmark = pytest.mark.django_db


def _fill(count: int, text: str) -> None:
    remember_many([(number, f"{text} number{number}", "") for number in range(1, count + 1)])


def test_words_are_found_as_beginnings_newest_first() -> None:
    _fill(5, "ferry harbour")
    assert find("harb ferr") == [5, 4, 3, 2, 1]
    assert find("harbour number3") == [3]
    assert find("harbour nowhere") == []


def test_a_page_goes_on_below_the_last_number_and_back_above_the_first() -> None:
    _fill(9, "ferry")
    first = find("ferry", limit=3)
    second = find("ferry", limit=3, before=first[-1])
    assert (first, second) == ([9, 8, 7], [6, 5, 4])
    assert find_after("ferry", after=second[0], limit=3) == first
    assert find_after("", after=1) == []


def test_a_draft_is_found_at_the_desk_alone_and_readers_find_what_they_see() -> None:
    story = published_story("Zeppelin collapses")
    story.headline = "Bridge collapses"
    story.save_revision()
    assert (find("Bridge"), find("Zeppelin")) == ([], [story.pk])
    assert (find("Bridge", among=DESK), find("Zeppelin", among=DESK)) == ([story.pk], [story.pk])


def test_a_story_taken_off_the_pages_is_still_found_at_the_desk_by_every_word() -> None:
    story = published_story("Quay collapses")
    story.unpublish()
    assert (find("collapses"), find("collapses", among=DESK)) == ([], [story.pk])


def test_a_story_never_published_is_found_at_the_desk_by_its_slugline() -> None:
    story = make_story("Quay", slugline="quay-north")
    story.save_revision()
    assert (find("quay-north"), find("quay-north", among=DESK)) == ([], [story.pk])


def test_the_desk_finds_words_of_the_text_and_of_the_slugline_together() -> None:
    story = published_story("Quay collapses", slugline="quay-north")
    assert find("collapses north", among=DESK) == [story.pk]
    assert find("collapses north") == []


def test_publishing_again_replaces_what_was_found() -> None:
    story = published_story("Zeppelin collapses")
    story.headline = "Bridge stands"
    story.save_revision().publish()
    assert (find("Zeppelin"), find("Bridge"), Story.objects.count()) == ([], [story.pk], 1)


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "a* OR b", "NEAR(x y)", "public:", "')--", "_", "𞤀𞤁𞤂 x", "ᲐᲑᲒ", "\x00"]
)
def test_hostile_words_are_words_and_nothing_more(words: str) -> None:
    _fill(2, "ferry")
    assert find(words) == []


def test_a_word_of_every_story_is_looked_for_as_it_stands_once_the_archive_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "LOOKED_AT", 20)
    monkeypatch.setattr(search, "COMMON", 5)
    _fill(30, "there")
    remember_many([(31, "thereabouts", "")])
    assert 31 not in find("there")
    assert 31 in find("ther"), "a beginning that no story has as a word is still a beginning"
    monkeypatch.setattr(search, "LOOKED_AT", 2_000)
    assert 31 in find("there")


def test_a_search_reads_one_row_of_the_index_a_publication_writes_one() -> None:
    story = published_story("Quay collapses")
    with CaptureQueriesContext(connection) as asked:
        story.save_revision().publish()
    writes = [row["sql"] for row in asked if search.TABLE in row["sql"] and not row["sql"].startswith("SELECT")]
    assert len(writes) == 2, "the draft, and what readers see"
