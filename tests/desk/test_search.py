"""The search index: what is found, by whom, in which order, and that a page goes on where the last one ended.

Each engine has an index of its own kind. On PostgreSQL the index alone stands in a database of its own; a whole newsroom
runs on it in `tests/machines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as newsrooms
from django.test.utils import CaptureQueriesContext

from broadsheet.desk import search
from broadsheet.desk.models import Story
from broadsheet.desk.search import DESK, find, find_after, remember_many
from tests.desk.engines import ENGINES, empty_database
from tests.factories import make_story, published_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
FORMER = import_module("broadsheet.desk.migrations.0003_search_and_audit")
MERGED = import_module("broadsheet.desk.migrations.0011_one_search_table")


def _run(connection: Any, change: Any) -> None:
    with connection.schema_editor(atomic=False) as editor:
        change(None, editor)


def _make_former_tables(connection: Any) -> None:
    """Make the tables of the version before 0011, and the log that the same migration locks."""
    connection.cursor().execute("CREATE TABLE desk_auditentry (id bigint)")
    _run(connection, FORMER.create)


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Any]:
    """Give a connection to PostgreSQL with an empty index."""
    with empty_database("postgres", tmp_path_factory.mktemp("engine")) as connection:
        with django_db_blocker.unblock():
            _make_former_tables(connection)
            _run(connection, MERGED.merge)
        yield connection


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let the search work on the newsroom's own database, and once more on PostgreSQL; give the connection."""
    if request.param == "postgres":
        connection = request.getfixturevalue("on_postgres")
        monkeypatch.setattr(search, "connection", connection)
        connection.set_autocommit(False)
        yield connection
        connection.rollback()
        connection.set_autocommit(True)
    else:
        yield newsrooms


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


@pytest.mark.parametrize("index", ["sqlite"], indirect=True)
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


def test_a_search_reads_one_row_of_the_index_a_publication_writes_one(index: Any) -> None:
    story = published_story("Quay collapses")
    with CaptureQueriesContext(index) as asked:
        story.save_revision().publish()
    writes = [row["sql"] for row in asked if search.TABLE in row["sql"] and not row["sql"].startswith("SELECT")]
    assert len(writes) == 2, "the draft, and what readers see"


@pytest.mark.parametrize("index", ["sqlite"], indirect=True)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_found_in_the_version_before_is_found_after_the_move_there_and_back(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty_database(engine, tmp_path) as connection:
        monkeypatch.setattr(search, "connection", connection)
        _make_former_tables(connection)
        body, number = ("%s", "rowid") if engine == "sqlite" else ("to_tsvector('simple', %s)", "id")
        rows = {"public": [(1, "Quay collapses")], "desk": [(1, "Quay collapses quay-north"), (2, "A draft collapses")]}
        with connection.cursor() as cursor:
            for table, some in rows.items():
                insert = f"INSERT INTO desk_search_{table} ({number}, body) VALUES (%s, {body})"
                cursor.executemany(insert, some)
        for change in (MERGED.merge, MERGED.part, MERGED.merge):
            _run(connection, change)
        assert (find("collapses"), find("collapses", among=search.DESK)) == ([1], [2, 1])
        assert (find("north"), find("north", among=search.DESK)) == ([], [1])
        remember_many([(2, "Now everybody reads it", "")])
        assert (find("everybody"), find("draft", among=search.DESK)) == ([2], [])
