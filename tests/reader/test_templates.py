"""Pages as they leave the templates: what stands on them, and what must never."""

import dataclasses
import json
import re
import subprocess
import sys

import brotli
import lxml.etree
import lxml.html
import pytest
from markupsafe import Markup

from broadsheet.reader import templating
from broadsheet.reader.templating import render
from broadsheet.reader.values import CommentView, FrontPage, NoticePage, Paragraph, Site, StoryPage, ThreadView
from tests.reader.samples import (
    CLOSED,
    CLOSED_COMMENT,
    FEED,
    FRONT,
    KILLED,
    PAGES,
    PLAIN_STORY,
    REFUSED_COMMENT,
    SECTION,
    SITE,
    SITE_WITH_BREAKING,
    SITEMAP,
    STORY,
    TIPS,
    at,
)

TEMPLATES = sorted(path for path in (templating.ROOM / "jinja").rglob("*") if path.is_file())
SILENT = dataclasses.replace(SITE, tip=None)
NORWEGIAN = dataclasses.replace(SITE, language="nb")


def asset(name: str) -> str:
    """Return the address of a static file, as if its name were hashed."""
    return f"/static/{name}"


def printed(template: str, page: object, site: Site = SITE) -> str:
    """Return a page as text."""
    return render(template, site=site, page=page, asset=asset).decode()


def words(html: str) -> str:
    """Return what a reader reads, spaces made one."""
    return " ".join(lxml.html.fromstring(html).text_content().split())


def story(**changes: object) -> str:
    """Return the sample story, changed."""
    return printed("story.html", dataclasses.replace(STORY, **changes))  # type: ignore[arg-type]


every_page = pytest.mark.parametrize(("template", "page"), PAGES.values(), ids=PAGES)


@every_page
@pytest.mark.parametrize("site", [SITE, SILENT, NORWEGIAN], ids=["english", "without tips", "norwegian"])
def test_a_page_has_one_first_heading_and_no_script_or_style_of_its_own(
    template: str, page: object, site: Site
) -> None:
    tree = lxml.html.fromstring(printed(template, page, site))
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
    assert tree.xpath("//script[not(@src)][not(@type='application/ld+json')]") == []
    assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id")))


@every_page
def test_a_page_asks_no_other_host_for_anything(template: str, page: object) -> None:
    tree = lxml.html.fromstring(printed(template, page))
    fetched = tree.xpath("//img/@src | //script/@src | //link[@rel!='canonical']/@href | //iframe/@src")
    fetched += [part.split()[0] for sources in tree.xpath("//@srcset") for part in sources.split(", ")]
    assert [address for address in fetched if not address.startswith("/") or address.startswith("//")] == []


@every_page
def test_a_page_has_the_same_bytes_whenever_it_is_made(template: str, page: object) -> None:
    first = render(template, site=SITE, page=page, asset=asset)
    templating.environment.cache_clear()
    assert render(template, site=SITE, page=page, asset=asset) == first


@every_page
def test_no_page_tells_the_time_from_the_moment_of_rendering(template: str, page: object) -> None:
    assert not re.search(r"\b(today|yesterday|ago|just now)\b", words(printed(template, page)), re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_begins_with_what_it_takes(path: object) -> None:
    assert path.read_text(encoding="utf-8").startswith("{#")  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_trusts_text(path: object) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape", path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]


def test_the_room_renders_without_django() -> None:
    script = "import sys, broadsheet.reader.templating; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_story_and_stylesheet_weigh_less_than_20_kilobytes() -> None:
    css = (templating.ROOM / "static" / "reader" / "reader.css").read_bytes()
    html = render("story.html", site=SITE, page=STORY, asset=asset)
    assert len(brotli.compress(css)) + len(brotli.compress(html)) < 20_000


def test_the_parts_of_a_story_stand_in_their_order() -> None:
    text = words(story())
    parts = [
        STORY.headline,
        STORY.standfirst,
        "The eastern span has been closed",
        "Photo: Ida Brekke / Pool Photo via NTB",
        "By Kari Lund and Jonas Moe",
        "Published 06:40",
        "Corrected 12:05",
        "Vikholm, Norway — The bridge",
        "Source: © NTB Scanpix / #Norway / #Bridges",
        "84 cables",
        "What changed",
        "Do you have a news tip for The Harbour Post? We want to hear it.",
        "Related",
        f"4 Comments on “{STORY.headline}”",
        "Leave a comment",
        "Your email address will not be published.",
    ]
    body = text[text.index("Opinion") :]
    assert sorted(parts, key=body.index) == parts


def test_caption_and_credit_are_two_blocks() -> None:
    tree = lxml.html.fromstring(story())
    caption = tree.xpath("//figure[contains(@class, 'lead-figure')]/figcaption/p")
    assert [p.get("class") for p in caption] == ["caption", "credit"]


def test_the_call_for_tips_is_hidden_without_a_contact() -> None:
    assert "news tip" not in printed("story.html", STORY, SILENT)
    assert "/tips/" not in printed("story.html", STORY, SILENT)


def test_the_tip_page_prints_the_contact() -> None:
    assert 'href="mailto:tips@post.example"' in printed("tips.html", TIPS)


def test_the_tip_page_says_so_when_there_is_no_contact() -> None:
    assert "has not set up an address" in words(printed("tips.html", TIPS, SILENT))


@pytest.mark.parametrize(("count", "heading"), [(0, "0 Comments on"), (1, "1 Comment on"), (2, "2 Comments on")])
def test_the_heading_counts_the_comments(count: int, heading: str) -> None:
    thread = ThreadView("open", count, "/comments/17/")
    assert f"{heading} “{STORY.headline}”" in words(story(thread=thread))


def test_a_comment_has_its_number_as_permalink() -> None:
    comments = lxml.html.fromstring(story()).get_element_by_id("comments")
    assert [item.get("id") for item in comments.xpath(".//li")] == [f"comment-{n}" for n in (1, 3, 2, 4, 5)]
    assert comments.xpath(".//li[1]/a/@href") == ["#comment-1"]


def test_a_removed_comment_leaves_its_number_and_nothing_else() -> None:
    thread = ThreadView("open", 0, "/comments/17/", (), (CommentView(4, at(22, 9), "CANARYNAME", removed=True),))
    page = story(thread=thread)
    assert 'id="comment-4"' in page
    assert "CANARYNAME" not in page


def test_a_story_that_may_not_be_discussed_has_no_thread_and_no_form() -> None:
    page = story(thread=None)
    assert 'id="comments"' not in page
    assert "<form" not in page


def test_a_closed_thread_keeps_its_comments_and_loses_its_form() -> None:
    page = story(thread=CLOSED)
    assert "Ragnhild Moen" in page
    assert "The comments on this story are closed." in page
    assert "<form" not in page


def test_the_form_carries_what_the_contract_names() -> None:
    form = lxml.html.fromstring(story()).get_element_by_id("comment-form")
    assert form.get("action") == "/comments/17/"
    assert form.get("method") == "post"
    assert form.xpath(".//@name") == ["story", "token", "name", "email", "body"]


def test_the_notice_that_a_comment_waits_is_on_the_page_and_hidden() -> None:
    notice = lxml.html.fromstring(story()).get_element_by_id("waits")
    assert "hidden" in notice.attrib
    assert "moderator" in notice.text_content()


def test_a_refused_comment_comes_back_character_for_character() -> None:
    page = printed("comment.html", REFUSED_COMMENT)
    body = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert body
    assert Markup(body[1]).unescape() == REFUSED_COMMENT.body
    assert "Write an address such as name@example.no." in page


def test_a_comment_on_a_closed_story_is_given_back_to_be_copied() -> None:
    page = printed("comment.html", CLOSED_COMMENT)
    assert "Too late." in page
    assert "<form" not in page


def test_no_value_breaks_out_of_its_place() -> None:
    hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    page = story(
        headline=hostile, standfirst=hostile, byline=hostile, authors=(), holder=hostile, dateline=hostile,
        thread=ThreadView("open", 1, "/comments/17/", (("token", hostile),), (CommentView(1, at(22, 9), hostile),)),
    )  # fmt: skip
    tree = lxml.html.fromstring(page)
    assert tree.xpath("//@onerror") == []
    assert tree.xpath("//script[not(@src)]/@type") == ["application/ld+json"]
    assert json.loads(tree.xpath("//script[not(@src)]/text()")[0])["headline"] == hostile


def test_control_characters_never_reach_a_page() -> None:
    page = render("story.html", site=SITE, page=dataclasses.replace(STORY, headline="A\x00B\x0b\ud800C"), asset=asset)
    assert b"<h1>ABC</h1>" in page


def test_a_story_says_its_own_language() -> None:
    tree = lxml.html.fromstring(printed("story.html", PLAIN_STORY))
    assert tree.get("lang") == "en"
    assert tree.xpath("//article/@lang") == ["nb"]


def test_norwegian_furniture_is_norwegian() -> None:
    text = words(printed("story.html", STORY, NORWEGIAN))
    assert "Foto: Ida Brekke / Pool Photo via NTB" in text
    assert f"4 kommentarer til «{STORY.headline}»" in text
    assert "Kilde: © NTB Scanpix" in text
    assert "E-postadressen din blir ikke publisert." in text


def test_open_graph_names_the_picture_and_its_alternative_text() -> None:
    tree = lxml.html.fromstring(story())
    assert tree.xpath("//meta[@property='og:image']/@content") == ["https://post.example/media/bridge-1600.jpg"]
    assert tree.xpath("//meta[@property='og:image:alt']/@content")[0].startswith("A cable bridge")


def test_an_embed_is_a_plain_link_until_it_is_asked_for() -> None:
    tree = lxml.html.fromstring(story())
    assert tree.xpath("//iframe") == []
    assert tree.xpath("//div[@class='embed']//a/@href") == ["https://vimeo.com/76979871"]


def test_a_row_with_one_bare_card_shows_no_pictures() -> None:
    row = (*FRONT.row[:3], dataclasses.replace(FRONT.row[3], picture=None))
    tree = lxml.html.fromstring(printed("front.html", FrontPage(lead=FRONT.lead, row=row)))
    assert tree.xpath("//div[contains(@class, 'row')]//img") == []


def test_an_empty_paper_says_so() -> None:
    assert "No stories here yet." in words(printed("front.html", FrontPage()))


def test_the_breaking_bar_is_there_only_when_something_breaks() -> None:
    assert 'class="breaking"' in printed("list.html", SECTION, SITE_WITH_BREAKING)
    assert 'class="breaking"' not in printed("list.html", SECTION)


def test_a_killed_story_keeps_its_headline_and_gives_its_reason() -> None:
    page = printed("notice.html", KILLED)
    assert KILLED.headline in page
    assert KILLED.text in page
    assert 'content="noindex"' in page


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 429, 500, 503])
def test_a_notice_has_a_sentence_of_its_own_for_every_status(status: int) -> None:
    tree = lxml.html.fromstring(printed("notice.html", NoticePage(status)))
    assert tree.xpath("//p[@class='standfirst']/text()")
    assert tree.xpath("//form[@action='/search/']")


@pytest.mark.parametrize("template", ["rss.xml", "atom.xml"])
def test_a_feed_parses_and_gives_its_html_back(template: str) -> None:
    tree = lxml.etree.fromstring(render(template, site=SITE, page=FEED, asset=asset))
    texts = [node.text for node in tree.iter() if node.text and "<p>" in node.text]
    assert texts == ["<p>Cracks &amp; cables</p>"]


def test_a_feed_of_nothing_parses() -> None:
    empty = dataclasses.replace(FEED, entries=())
    assert lxml.etree.fromstring(render("rss.xml", site=SITE, page=empty, asset=asset)).tag == "rss"
    assert lxml.etree.fromstring(render("atom.xml", site=SITE, page=empty, asset=asset)).tag.endswith("feed")


@pytest.mark.parametrize("template", ["sitemap.xml", "sitemap-index.xml", "news-sitemap.xml"])
def test_a_sitemap_parses_and_holds_the_address(template: str) -> None:
    tree = lxml.etree.fromstring(render(template, site=SITE, page=SITEMAP, asset=asset))
    assert f"{SITE.url}{STORY.path}" in [node.text for node in tree.iter("{*}loc")]


def test_robots_are_told_where_the_sitemaps_are() -> None:
    assert "Sitemap: https://post.example/sitemap.xml" in printed("robots.txt", SITEMAP)


def test_an_extractor_gets_headline_body_and_comments_and_no_navigation() -> None:
    trafilatura = pytest.importorskip("trafilatura")
    found = trafilatura.bare_extraction(story(), include_comments=True, with_metadata=True)
    assert found.title == STORY.headline
    for block in STORY.body:
        if isinstance(block, Paragraph):
            text = block.html.striptags()
            assert text[:60] in " ".join(found.text.split())
            assert text[-60:] in " ".join(found.text.split())
    assert "hum in every wind" in found.comments
    assert "Page 41 is the one to read." in found.comments
    for furniture in ("Search", "Front", "The night ferry is back", "Leave a comment", "Most discussed", "Waiting for"):
        assert furniture not in f"{found.text}\n{found.comments}"


def test_the_sample_story_is_a_whole_one() -> None:
    assert isinstance(STORY, StoryPage)
    assert STORY.corrected is not None


@pytest.mark.parametrize(
    ("is_edited", "sentence"),
    [
        pytest.param(True, "Text from NTB, edited by The Harbour Post", id="edited"),
        pytest.param(False, "Text from NTB", id="word by word"),
    ],
)
def test_the_page_says_whether_we_edited_the_agencys_text(is_edited: bool, sentence: str) -> None:
    tree = lxml.html.fromstring(story(is_edited=is_edited))
    (summary,) = tree.xpath("//details[@class='changed']/summary/span")
    assert " ".join(summary.text_content().split()).endswith(sentence)
