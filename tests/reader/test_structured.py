"""What machines read of a page."""

import json
from dataclasses import replace

from broadsheet.reader.structured import article_data, image_data, json_feed
from tests.reader.samples import FEED, OPINION_STORY, PLAIN_STORY, SITE, STORY


def test_a_picture_carries_its_credit_apart_from_its_caption() -> None:
    image = article_data(STORY, SITE)["image"]
    assert image["creditText"] == "Ida Brekke / Pool Photo via NTB"
    assert image["creator"] == {"@type": "Person", "name": "Ida Brekke"}
    assert image["copyrightNotice"] == "© 2026 Ida Brekke"
    assert image["caption"].startswith("The eastern span")


def test_a_picture_says_where_its_licence_is_and_names_all_its_creators() -> None:
    picture = replace(
        STORY.picture,
        creators=("Ida Brekke", "Jon Lie"),
        license_url="https://post.example/terms",
        acquire_url="https://agency.example/buy",
    )
    image = image_data(picture, SITE)
    assert (image["license"], image["acquireLicensePage"]) == (
        "https://post.example/terms",
        "https://agency.example/buy",
    )
    assert [one["name"] for one in image["creator"]] == ["Ida Brekke", "Jon Lie"]


def test_a_json_feed_says_the_credit_of_a_picture() -> None:
    items = json_feed(FEED, SITE)["items"]
    assert [item["_picture"]["credit"] for item in items if "image" in item] == [
        entry.picture.credit for entry in FEED.entries if entry.picture
    ]


def test_an_agency_byline_is_an_organization() -> None:
    assert article_data(PLAIN_STORY, SITE)["author"] == [{"@type": "Organization", "name": "NTB"}]


def test_opinion_says_that_it_is_opinion() -> None:
    assert article_data(OPINION_STORY, SITE)["@type"] == "OpinionNewsArticle"


def test_a_correction_is_told_to_machines_too() -> None:
    assert "84 cables" in article_data(STORY, SITE)["correction"][0]["text"]


def test_a_json_feed_has_absolute_addresses_and_stable_ids() -> None:
    feed = json.loads(json.dumps(json_feed(FEED, SITE)))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["url"] == "https://post.example/coast/town-of-two-shores/"
    assert feed["items"][0]["id"] == "tag:post.example,2026:story:17"
