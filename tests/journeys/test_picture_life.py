"""The life of an agency's picture, in a browser: it arrives, is put right, published, read, and goes when its licence ends."""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect

from broadsheet.photos import metadata
from tests.journeys.pictures import lighthouse
from tests.journeys.test_editor import DESKTOP, act, live_text, sign_in
from tests.photos.test_what_travels import credit_in, private_in
from tests.running import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.exiftool, pytest.mark.xdist_group("journeys")]

MARK = secrets.token_hex(4)
HEADLINE = f"Lighthouse is lit for one night {MARK}"
TITLE = f"Kvassundet lighthouse {MARK}"
CAPTION = "The lighthouse in the strait of Kvassundet on Saturday."
ALT_TEXT = "A white lighthouse with a red band above dark water"
CREDIT = "Jane Doe / Pool Photo via AP"
FACTS = {
    "creator": "Jane Doe",
    "source": "Pool Photo via AP",
    "copyright_notice": "© 2026 AP",
    "caption": CAPTION,
    "usage_terms": "No sales",
}
EMPTY_PLACE = "We may no longer show this picture."
REFUSED = f"The provider of the picture “{TITLE}” asks for a credit line. Add it under Pictures, then publish."
MAX_SECONDS = 60.0
LICENCE_SECONDS = 5


def item(picture_name):
    """Return a story with a picture that says nothing of its credit: all of that is in the picture's file."""
    picture = {
        "name": "featuremedia",
        "uri": f"urn:ap.example:journey:picture-{MARK}",
        "type": "picture",
        "version": "1",
        "versionCreated": "2026-11-22T09:00:00Z",
        "pubStatus": "usable",
        "headlines": [{"role": "main", "value": TITLE}],
        "renditions": [{"name": "original", "href": f"https://pictures.ap.example/{picture_name}"}],
    }
    body = "<p>The lamp of Kvassundet lighthouse burnt for one night, for the first time since 1958.</p>"
    return {
        "uri": f"urn:ap.example:journey:lamp-{MARK}",
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        },
        "type": "text",
        "version": "1",
        "versionCreated": "2026-11-22T09:00:00Z",
        "pubStatus": "usable",
        "urgency": 3,
        "language": "en",
        "slugline": f"lamp-{MARK}",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": body}],
        "associations": [picture],
    }


def photograph():
    """Return a JPEG whose EXIF names the place where it was taken, with the credit as IIM and XMP."""
    with Image.open(io.BytesIO(lighthouse())) as image:
        exif, file = image.getexif(), io.BytesIO()
        exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 45.0, 0.0)})
        image.save(file, "JPEG", quality=90, exif=exif)
    return metadata.embed(file.getvalue(), FACTS)


def deliver(folder, picture):
    """Put the picture and its item into the agency's folder, the item last and whole at once."""
    folder.mkdir(exist_ok=True)
    (folder / f"lamp-{MARK}.jpg").write_bytes(picture)
    partial = folder / f"lamp-{MARK}.part"
    partial.write_text(json.dumps(item(f"lamp-{MARK}.jpg")), "utf-8")
    partial.rename(folder / f"lamp-{MARK}.json")


def make_story(desk):
    """Wait for the item on the wire, make a story of it, and return the story's number."""

    def arrived():
        desk.goto(f"/desk/wire/?q={MARK}")
        return desk.locator("[data-row]", has_text=HEADLINE).count()

    wait_until(arrived, MAX_SECONDS)
    desk.locator("[data-row]", has_text=HEADLINE).click()
    desk.get_by_role("button", name="Make story").click()
    desk.wait_for_url(re.compile(r"/desk/stories/edit/\d+/"))
    return re.search(r"/edit/(\d+)/", desk.url)[1]


def ask_for_credit_lines(desk):
    """Write down, as a photo editor does, that AP's contract asks for the credit line."""
    desk.goto("/desk/picture-contracts/add/")
    desk.locator("[name=name]").fill("AP")
    desk.locator("[name=asks_credit_line]").check()
    desk.locator("footer button[type=submit], form button[type=submit]").last.click()
    desk.wait_for_url(re.compile(r"/picture-contracts/(?!add)"))


def open_picture(desk):
    """Find the picture on the photo desk, and open its page."""
    desk.goto(f"/desk/images/?q={MARK}")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.wait_for_url(re.compile(r"/desk/images/\d+/"))


def change_picture(desk, **values):
    """Fill in fields of the picture's page, and save it."""
    for name, value in values.items():
        desk.locator(f"[name={name}]").fill(value)
    with desk.expect_navigation():
        desk.locator("footer button[type=submit]").first.click()
    expect(desk.locator(".messages .success")).to_be_visible()


def fact(desk, label):
    """Return what the picture's page says under one of its labels."""
    return desk.locator(".pic-facts dt", has_text=re.compile(f"^{label}$")).locator("+ dd")


def files_of(newsroom):
    """Return the names of the picture's public files once all of them are made."""
    code = (
        "from broadsheet.photos.models import Picture, PublishedRendition\n"
        f"picture = Picture.objects.get(guid='urn:ap.example:journey:picture-{MARK}')\n"
        "rows = picture.published_renditions.filter(recipe=picture.recipe)\n"
        "names = sorted(set(rows.values_list('name', flat=True)))\n"
        "print(json.dumps(names if picture.copies_state == 'ready' else []))"
    )
    return wait_until(lambda: newsroom.python(code), MAX_SECONDS)


def uses_of(desk):
    """Return the rows of the month's CSV that are about the picture."""
    month = datetime.now(ZoneInfo("Europe/Oslo"))
    answer = desk.request.get(f"/desk/pictures/uses.csv?month={month:%Y-%m}&provider=AP")
    rows = csv.DictReader(io.StringIO(answer.text().removeprefix("\ufeff")))
    return [row for row in rows if row["headline"] == HEADLINE]


def test_an_agency_picture_is_put_right_published_and_goes_with_its_licence(
    open_page, newsroom, sign, exiftool, tmp_path, capsys
):
    desk = sign_in(open_page(**DESKTOP), "ingrid")
    ask_for_credit_lines(desk)
    deliver(newsroom.folder / "data" / "feeds" / "ap", sign(photograph()))
    number = make_story(desk)
    path = newsroom.python(
        "from broadsheet.desk.addresses import address_for\nfrom broadsheet.desk.models import Story\n"
        f"print(json.dumps(address_for(Story.objects.get(pk={number}).get_latest_revision_as_object())))"
    )

    act(desk, "Publish")
    expect(desk.locator(".messages")).to_contain_text(REFUSED)
    assert newsroom.status(path) == 404

    open_picture(desk)
    picture_page = desk.url
    expect(fact(desk, "The page prints")).to_have_text(f"Photo: {CREDIT}")
    expect(fact(desk, "Missing")).to_contain_text("credit line")
    expect(fact(desk, "Missing")).to_contain_text("alt text")
    expect(desk.locator("body")).to_contain_text("Nordbyrå")
    change_picture(desk, credit_line="Pool Photo via AP", alt_text=ALT_TEXT)
    expect(fact(desk, "Missing")).to_have_text("nothing")

    desk.goto(f"/desk/stories/edit/{number}/")
    act(desk, "Publish")
    wait_until(lambda: newsroom.status(path) == 200, MAX_SECONDS)

    reader = open_page(java_script_enabled=False)
    reader.goto(path)
    figure = reader.locator("article .lead-figure")
    expect(figure.locator("img")).to_have_attribute("alt", ALT_TEXT)
    expect(figure.locator(".caption")).to_have_text(CAPTION)
    expect(figure.locator(".credit")).to_have_text(f"Photo: {CREDIT}")
    expect(figure.locator(".provenance")).to_contain_text("signed by Nordbyrå")
    figure.locator(".provenance a").click()
    expect(reader.locator("h1")).to_have_text("Content credentials")

    files = files_of(newsroom)
    wait_until(lambda: {newsroom.status(f"/media/{name}") for name in files} == {200}, MAX_SECONDS)
    for name in files:
        (tmp_path / name).write_bytes(newsroom.request("GET", f"/media/{name}")[2])
    told = exiftool(*(tmp_path / name for name in files))
    assert {credit_in(one) for one in told} == {CREDIT}
    assert [tag for one in told for tag in private_in(one)] == []
    wait_until(lambda: any(name in live_text(newsroom, "/") for name in files), MAX_SECONDS)
    [use] = uses_of(desk)
    assert (use["credit"], use["until"]) == (CREDIT, "")

    # Without scripts: the calendar that they put there knows minutes alone, the field seconds.
    plain = open_page(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain.goto(picture_page)
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=LICENCE_SECONDS)
    change_picture(plain, licensed_until=f"{end.astimezone(ZoneInfo('Europe/Oslo')):%Y-%m-%d %H:%M:%S}")
    wait_until(lambda: {newsroom.status(f"/media/{name}") for name in files} == {410}, MAX_SECONDS)
    took = time.time() - end.timestamp()
    assert took >= 0

    wait_until(lambda: EMPTY_PLACE in live_text(newsroom, path), MAX_SECONDS)
    reader.goto(path)
    expect(reader.locator("article .lead-figure .picture-gone")).to_have_text(EMPTY_PLACE)
    expect(reader.locator("article .lead-figure .caption")).to_have_text(CAPTION)
    expect(reader.locator("article .lead-figure img")).to_have_count(0)
    wait_until(lambda: not any(name in live_text(newsroom, "/") for name in files), MAX_SECONDS)
    assert HEADLINE in live_text(newsroom, "/")

    desk.goto(picture_page)
    expect(desk.locator(".pic-log")).to_contain_text("came in: AP")
    expect(desk.locator(".pic-log")).to_contain_text("its licence has ended")
    expect(desk.locator(".pic-log")).to_contain_text(f"left a page: {HEADLINE}")
    [use] = uses_of(desk)
    assert datetime.fromisoformat(use["until"]) >= end
    with capsys.disabled():
        print(f"\nthe picture's addresses answered 410 {took:.2f} s after its licence had ended")
