"""The demo newspaper's files hold together."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from broadsheet.demo.content import PAPER, WIRE, Block, ContentError, Paper, blocks, inline_html, load

FORMS = {"news", "analysis", "explainer", "opinion", "interview", "pictures", "obituary"}
INVENTED = (".example", "example.org")


@pytest.fixture(scope="module")
def paper() -> Paper:
    return load()


def test_the_paper_is_large_enough_to_show_every_page(paper: Paper) -> None:
    assert len(paper.stories) >= 24
    assert len({story.section for story in paper.stories}) >= 5
    assert len(paper.pictures) >= 16
    assert len(paper.comments) >= 25


def test_the_paper_shows_every_form_of_story(paper: Paper) -> None:
    assert {story.form for story in paper.stories} == FORMS


def test_at_least_twelve_stories_are_long(paper: Paper) -> None:
    long = [story for story in paper.stories if sum(block.kind == "paragraph" for block in story.body) >= 6]

    assert len(long) >= 12


def test_sections_topics_and_writers_of_a_story_exist(paper: Paper) -> None:
    sections = {section.slug for section in paper.sections}
    topics = {topic.slug for topic in paper.topics}
    writers = {writer.slug for writer in paper.writers}

    assert "news" in sections
    for story in paper.stories:
        assert {story.section, *story.sections} <= sections, story.slug
        assert set(story.topics) <= topics, story.slug
        assert set(story.authors) <= writers, story.slug
        assert story.authors or story.byline, story.slug


def test_no_section_or_topic_is_empty(paper: Paper) -> None:
    assert {section.slug for section in paper.sections} == {story.section for story in paper.stories}
    assert {topic.slug for topic in paper.topics} == {slug for story in paper.stories for slug in story.topics}


def test_every_picture_that_is_named_exists(paper: Paper) -> None:
    pictures = {picture.slug for picture in paper.pictures}
    named = {story.picture for story in paper.stories if story.picture}
    named |= {block.ref for story in paper.stories for block in story.body if block.kind == "picture"}

    assert named <= pictures
    assert pictures <= named


def test_every_picture_says_who_made_it_and_what_it_shows(paper: Paper) -> None:
    for picture in paper.pictures:
        assert picture.path.is_file(), picture.slug
        assert all(picture.fields().values()), picture.slug


def test_every_drawing_is_described(paper: Paper) -> None:
    drawn = {path.stem for path in (PAPER / "pictures").glob("*.svg")}

    assert drawn == {picture.slug for picture in paper.pictures}


@pytest.mark.parametrize("path", sorted(PAPER.glob("pictures/*.svg")), ids=lambda path: path.stem)
def test_a_drawing_is_small_and_needs_no_font(path: Path) -> None:
    drawing = path.read_text(encoding="utf-8")

    assert len(drawing.encode()) <= 40_000
    assert "<text" not in drawing
    assert "Gradient" not in drawing


def test_every_related_story_exists(paper: Paper) -> None:
    slugs = {story.slug for story in paper.stories}

    for story in paper.stories:
        named = {*story.related, *(block.ref for block in story.body if block.kind == "related")}
        assert named <= slugs - {story.slug}, story.slug


def test_a_body_points_only_to_what_was_there_before_it(paper: Paper) -> None:
    posted = {story.slug: story.minutes_ago for story in paper.stories}

    for story in paper.stories:
        for block in story.body:
            assert block.kind != "related" or posted[block.ref] > story.minutes_ago, story.slug


def test_agency_copy_says_whose_it_is(paper: Paper) -> None:
    from_agency = [story for story in paper.stories if story.provider]

    assert len(from_agency) >= 5
    for story in from_agency:
        assert story.provider == story.copyright_holder == "Nordpress"
        assert any("Nordpress report" in block.text or "agency" in block.text for block in story.body), story.slug


def test_times_of_a_story_follow_one_another(paper: Paper) -> None:
    for story in paper.stories:
        for later in (story.updated_minutes_ago, *(correction.minutes_ago for correction in story.corrections)):
            assert later is None or 0 < later < story.minutes_ago, story.slug
        assert story.minutes_ago < 10 * 24 * 60, story.slug


def test_stories_come_oldest_first(paper: Paper) -> None:
    assert all(earlier.minutes_ago >= later.minutes_ago for earlier, later in pairwise(paper.stories))


def test_one_story_is_corrected_and_one_leads_the_front(paper: Paper) -> None:
    assert sum(bool(story.corrections) for story in paper.stories) == 1
    assert sum(story.pinned for story in paper.stories) == 1


def test_comments_are_numbered_in_the_order_in_which_they_came(paper: Paper) -> None:
    by_story: dict[str, list[int]] = {}
    for comment in paper.comments:
        by_story.setdefault(comment.story, []).append(comment.number)

    assert len(by_story) >= 6
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_story.values())


def test_a_comment_is_younger_than_its_story_and_than_what_it_answers(paper: Paper) -> None:
    posted = {story.slug: story.minutes_ago for story in paper.stories}
    times = {(comment.story, comment.number): comment.minutes_ago for comment in paper.comments}

    for comment in paper.comments:
        assert comment.minutes_ago < posted[comment.story], comment
        if comment.reply_to is not None:
            assert comment.minutes_ago < times[comment.story, comment.reply_to], comment


def test_comments_show_every_state(paper: Paper) -> None:
    states = [comment.state for comment in paper.comments]

    assert states.count("held") == 2
    assert states.count("removed") == 1
    assert all(comment.reason for comment in paper.comments if comment.state == "removed")


def test_standing_pages_are_written_out(paper: Paper) -> None:
    assert {page.slug for page in paper.standing} == {"about", "ethics", "contact", "privacy", "comment-rules"}
    assert all(len(page.body) >= 5 for page in paper.standing)


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for folder in (PAPER, WIRE)
        for path in folder.rglob("*")
        if path.suffix in {".txt", ".toml", ".xml", ".json"}
    ),
    ids=lambda path: path.name,
)
def test_no_file_names_a_real_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert all(host.endswith(INVENTED) for host in re.findall(r"@([\w.-]+\w)", text))
    assert not re.search(r"\+47|\b\d{2} \d{2} \d{2} \d{2}\b", text)


def test_a_body_is_read_block_by_block() -> None:
    parts = (
        "Words\nthat run on.",
        "## Head",
        "> Said -- twice -- Name, role",
        "- one\n- two\n  more",
        "![a-b]",
        "[[related:c-d]]",
    )
    text = "\n\n".join(parts)

    assert blocks(text) == (
        Block("paragraph", text="Words that run on."),
        Block("subhead", text="Head"),
        Block("quote", text="Said -- twice", name="Name, role"),
        Block("list", items=("one", "two more")),
        Block("picture", ref="a-b"),
        Block("related", ref="c-d"),
    )


def test_words_between_asterisks_are_italic_and_markup_is_text() -> None:
    assert inline_html("*Fog* & <b>") == "<i>Fog</i> &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    "text",
    ["no front matter", "+++\nheadline = 'never closed'\n", "+++\nheadline = 'unknown field'\nwrong = 1\n+++\nBody"],
    ids=["none", "not closed", "unknown field"],
)
def test_a_file_that_is_not_right_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "broken.txt").write_text(text, encoding="utf-8")
    (tmp_path / "paper.toml").write_text("[paper]\n", encoding="utf-8")

    with pytest.raises(ContentError, match=r"broken\.txt"):
        load(tmp_path)
