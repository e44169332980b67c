"""Where the newsroom's table puts subjects, and what IPTC puts under what."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from broadsheet.core.dispatch import Term
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.mediatopics import TOP_SUBJECTS, broader
from broadsheet.desk.models import Section, SubjectMapping
from broadsheet.desk.subjects import Place, place_of, unmapped
from tests.factories import make_section, make_topic

FOOTBALL = Term("20001065", "football", "medtop")
ECONOMY = Term("04016014", None, "subj")

pytestmark = pytest.mark.django_db


@pytest.fixture
def sport() -> Section:
    return make_section("sport")


def _map(code: str, section: str = "", *, scheme: str = "", topic: str = "") -> SubjectMapping:
    return SubjectMapping.objects.create(
        code=code,
        scheme=scheme,
        section=make_section(section) if section else None,
        topic=make_topic(topic) if topic else None,
    )


@pytest.mark.parametrize(
    ("code", "above"),
    [
        pytest.param("20001065", ("20000822", "15000000"), id="a media topic by IPTC's table"),
        pytest.param("20000822", ("15000000",), id="a second level"),
        pytest.param("15073001", ("15073000", "15000000"), id="a subject code by its number"),
        pytest.param("15000000", (), id="a top one"),
        pytest.param("20009999", (), id="a code that IPTC does not have"),
        pytest.param("18000000", (), id="a subject that there is none of"),
        pytest.param("SPO", (), id="an agency's own"),
        pytest.param("١٥٠٧٣٠٠١", (), id="digits of another script"),
    ],
)
def test_what_a_code_belongs_under(code: str, above: tuple[str, ...]) -> None:
    assert broader(code) == above


def test_every_media_topic_ends_in_one_of_the_seventeen() -> None:
    from broadsheet.desk.mediatopics import _table

    assert len(_table()) > 1_300
    assert {broader(code)[-1] for code in _table()} == set(TOP_SUBJECTS)


@pytest.mark.parametrize(
    ("rows", "term", "expected"),
    [
        pytest.param({"15000000": "sport"}, FOOTBALL, "sport", id="the top subject takes what is under it"),
        pytest.param({"15*": "sport"}, FOOTBALL, "sport", id="so does an asterisk"),
        pytest.param({"15000000": "sport", "20001065": "football"}, FOOTBALL, "football", id="the nearest wins"),
        pytest.param({"15000000": "sport", "20000822": "games"}, FOOTBALL, "games", id="the nearer of two above wins"),
        pytest.param({"04*": "business", "0401*": "markets"}, ECONOMY, "markets", id="the longest beginning wins"),
        pytest.param({"04016014": "shares", "0401*": "markets"}, ECONOMY, "shares", id="the whole code wins"),
        pytest.param({"medtop:15000000": "sport"}, FOOTBALL, "sport", id="a prefix in the table does not matter"),
        pytest.param({"SPO": "sport"}, Term("spo", None, "mccl"), "sport", id="an agency's code in any case"),
        pytest.param({"Sport": "sport"}, Term(None, "sport"), "sport", id="a name where there is no code"),
        pytest.param({"15000000": "sport"}, ECONOMY, None, id="another subject"),
        pytest.param({"1500000": "sport"}, FOOTBALL, None, id="a beginning without an asterisk"),
    ],
)
def test_a_subject_goes_where_the_nearest_row_says(rows: dict[str, str], term: Term, expected: str | None) -> None:
    for code, section in rows.items():
        _map(code, section)
    place = place_of([term])
    assert (place.section.slug if place.section else None) == expected


@pytest.mark.parametrize(
    ("scheme", "fits"),
    [
        pytest.param("", True, id="every scheme"),
        pytest.param("medtop", True, id="the scheme"),
        pytest.param("http://cv.iptc.org/newscodes/mediatopic/", True, id="the scheme by its address"),
        pytest.param("subj", False, id="another scheme"),
    ],
)
def test_a_row_may_be_for_one_scheme(scheme: str, fits: bool) -> None:
    _map("20001065", "sport", scheme=scheme)
    assert bool(place_of([FOOTBALL]).section) is fits


def test_a_row_that_names_the_scheme_comes_before_one_that_does_not() -> None:
    _map("20001065", "games")
    _map("20001065", "football", scheme="medtop")
    place = place_of([FOOTBALL])
    assert place.section is not None
    assert place.section.slug == "football"


def test_the_first_subject_with_a_section_decides_it_and_topics_add_up(sport: Section) -> None:
    _map("15000000", "sport", topic="Sport")
    _map("20001065", topic="Football")
    _map("04000000", "business", topic="Economy")
    place = place_of([Term("99999999"), FOOTBALL, ECONOMY])
    assert place.section == sport
    assert [topic.name for topic in place.topics] == ["Football", "Economy"]


def test_the_table_costs_one_query_and_none_without_subjects(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _map("15000000", "sport", topic="Sport")
    with django_assert_num_queries(1):
        place_of([FOOTBALL, ECONOMY])
    with django_assert_num_queries(0):
        assert place_of([]) == Place()


def test_a_subject_that_no_row_stands_for_is_unmapped() -> None:
    rows = [_map("15000000", "sport")]
    assert unmapped([FOOTBALL, ECONOMY, Term(None, None)], rows) == [ECONOMY]


def test_a_new_newsroom_has_the_seventeen_rows_and_they_lead_nowhere() -> None:
    set_up()
    assert set(SubjectMapping.objects.values_list("code", flat=True)) == set(TOP_SUBJECTS)
    assert len(TOP_SUBJECTS) == 17
    assert place_of([FOOTBALL, ECONOMY]) == Place()


def test_the_rows_are_made_once() -> None:
    set_up()
    SubjectMapping.objects.filter(code="17000000").delete()
    set_up()
    assert not SubjectMapping.objects.filter(code="17000000").exists()
