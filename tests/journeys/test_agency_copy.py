"""Real agency items, ingested and published by the command, are fetched as a reader would: every part is there."""

from __future__ import annotations

import json
import re
import shutil
from urllib.parse import urlencode

import pytest
import trafilatura
from lxml import html

from tests.running import wait_until

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("journeys")]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
IMAGES = "photo/martinvirtel__newsmlg2-testdata/data/images"
DPA_PICTURE = "urn_newsml_dpa.com_20090101_171117-90-000086"
ITEMS = {
    "ntb": "nitf/iptc__newsinjson/NTB_nitf_sample.xml",
    "dpa": "newsml-g2/dpa-newslab__dpa-digitalwires-to-newsmlg2/data/output/with_dateline.xml",
    "aap": "ninjs-1/superdesk__superdesk-core/ninjs5.json",
}
EXPECTED = {
    "ntb": {
        "headline": "Pandemien herjer på den legeløse indiske landsbygda",
        "byline": "NTB-AFP-DPA",
        "dateline": "Unnao",
        "source": "© NTB",
    },
    "dpa": {
        "headline": "DeepSeek-Schock aus China: Zeichen für KI-Zeitenwende?",
        "byline": "Von Andrej Sokolow, dpa",
        "dateline": "New York (dpa)",
        "source": "dpa",
    },
    "aap": {
        "headline": "Oil prices edge up on first drop in US drilling in months",
        "byline": "By Henning Gloystein",
        "dateline": "",
        "source": "© Australian Associated Press",
    },
}
COMMENTS = ("The first thing to say is that the ferry was on time.", "Nobody asked the people who live there.")
FURNITURE = (
    "Skip to the text",
    "Follow",
    "Send a tip",
    "Search the paper",
    "JSON Feed",
    "Leave a comment",
    "Post comment",
    "No cookies",
)


def squeezed(text):
    return " ".join(text.split())


def last_part(href):
    return href.partition("?")[0].rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def copy_folder(shared_dir, tmp_path_factory):
    """Return a folder with the items, each picture beside its item under the last part of its href."""
    folder = tmp_path_factory.mktemp("agency")
    fixtures = shared_dir / "wire" / "fixtures"
    for path in (*ITEMS.values(), f"newsml-g2/martinvirtel__newsmlg2-testdata/data/images/{DPA_PICTURE}.xml"):
        shutil.copy(fixtures / path, folder)
    jpeg = fixtures / IMAGES / f"{DPA_PICTURE}.jpg"
    picture_item = (folder / f"{DPA_PICTURE}.xml").read_text("utf-8")
    [href] = [found for found in re.findall(r'href="([^"]+)"', picture_item) if "FILED" in found]
    shutil.copy(jpeg, folder / last_part(href))
    renditions = json.loads((folder / "ninjs5.json").read_text("utf-8"))["associations"]["featuremedia"]["renditions"]
    for rendition in renditions.values():
        name = last_part(rendition["href"])
        shutil.copy(jpeg, folder / (name if name.lower().endswith(".jpg") else name + ".jpg"))
    return folder


@pytest.fixture(scope="module")
def published(newsroom, copy_folder):
    """Return what the command said of each dispatch, by the headline's key."""
    said = newsroom.command(
        "wire", "ingest", str(copy_folder), "--feed", "agencies", "--publish", "--json", check=False
    )
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    newsroom.command("press", "run")
    return rows


@pytest.fixture(scope="module")
def pages(newsroom, published):
    """Return the page of each item as a reader gets it, with two comments under it."""
    rows = {}
    for row in published:
        if row["url"]:
            page = newsroom.request("GET", row["url"])[2].decode()
            rows[html.fromstring(page).findtext(".//h1")] = row
    by_name = {name: rows[parts["headline"]] for name, parts in EXPECTED.items()}
    for row in by_name.values():
        talk_about(newsroom, row)
    return {name: newsroom.request("GET", row["url"])[2].decode() for name, row in by_name.items()}


def talk_about(newsroom, row):
    token = re.search(r'name="token" value="([0-9a-f]+)"', newsroom.request("GET", row["url"])[2].decode())[1]
    for number, body in enumerate(COMMENTS):
        fields = {
            "name": "Reader",
            "email": f"r{number}@reader.example",
            "body": f"{body} ({row['story']})",
            "token": token,
        }
        assert newsroom.request("POST", f"/comments/{row['story']}/", urlencode(fields), FORM)[0] == 303
    rows = map(json.loads, newsroom.command("comments", "list", "--state", "held", "--json").stdout.splitlines())
    held = [str(comment["id"]) for comment in rows if comment["story"] == row["story"]]
    newsroom.command("comments", "approve", *held)
    wait_until(lambda: b'id="comment-2"' in newsroom.request("GET", row["url"])[2], 10)


def item(newsroom, copy_folder, name):
    file = copy_folder / last_part(ITEMS[name])
    return json.loads(newsroom.command("wire", "read", str(file)).stdout)


def test_every_item_is_received_and_published(published):
    assert [row["result"] for row in published if row["guid"]] == ["new"] * 4
    assert [row["guid"] for row in published if row["guid"] and not row["url"]] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_the_page_shows_every_part(pages, newsroom, copy_folder, name):
    tree = html.fromstring(pages[name])
    shown = {
        "headline": tree.findtext(".//h1"),
        "byline": squeezed(tree.find_class("by")[0].text_content()),
        "dateline": squeezed(tree.find_class("dateline")[0].text_content()) if tree.find_class("dateline") else "",
        "source": squeezed(tree.find_class("source")[0].text_content()),
    }
    assert shown["headline"] == EXPECTED[name]["headline"]
    assert shown["byline"] == EXPECTED[name]["byline"]
    assert shown["dateline"].startswith(EXPECTED[name]["dateline"])
    assert EXPECTED[name]["source"] in shown["source"]
    text = squeezed(tree.find_class("text")[0].text_content())
    for paragraph in filter(None, item(newsroom, copy_folder, name)["body_text"].split("\n")):
        assert squeezed(paragraph) in text
    assert tree.find_class("call")[0].text_content().startswith("Do you have a news tip for")
    assert squeezed(tree.get_element_by_id("comments-head").text_content()).startswith("2 Comments on “")
    assert "Your email address will not be published." in tree.get_element_by_id("comment-form").text_content()


def test_the_page_of_an_item_with_a_picture_shows_it_with_caption_and_credit(pages, newsroom):
    [figure] = html.fromstring(pages["aap"]).find_class("lead-figure")
    [credit] = figure.find_class("credit")
    [caption] = figure.find_class("caption")
    assert re.fullmatch(r"Photo: Bebeto Matthews / .+", squeezed(credit.text_content()))
    assert squeezed(caption.text_content()).startswith("Oil prices edged up on Monday")
    address = figure.find(".//img").get("src")
    status, headers, data = newsroom.request("GET", address)
    assert (status, headers["content-type"], data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")


def test_the_page_of_a_picture_item_shows_the_picture_with_caption_and_credit(published, newsroom):
    [row] = [row for row in published if row["guid"] and "171117-90-000086" in row["guid"]]
    tree = html.fromstring(newsroom.request("GET", row["url"])[2].decode())
    [figure] = tree.find_class("lead-figure")
    assert tree.findtext(".//h1") == "Verleihung des Medienpreises Bambi"
    assert re.fullmatch(r"Photo: Jörg Carstensen ?/ ?dpa", squeezed(figure.find_class("credit")[0].text_content()))
    assert squeezed(figure.find_class("caption")[0].text_content()).startswith("Florian David Fitz kommt am 16.11.2017")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_program_that_reads_pages_gets_headline_body_and_comments_and_nothing_of_the_furniture(
    pages, newsroom, copy_folder, name
):
    found = trafilatura.bare_extraction(pages[name], include_comments=True, favor_recall=True, with_metadata=True)
    assert squeezed(found.title) == EXPECTED[name]["headline"]
    text = squeezed(found.text)
    lost = [line for line in item(newsroom, copy_folder, name)["body_text"].split("\n") if squeezed(line) not in text]
    assert lost == []
    comments = squeezed(found.comments or "")
    assert [comment for comment in COMMENTS if comment not in comments] == []
    assert [word for word in FURNITURE if word in text or word in comments] == []
