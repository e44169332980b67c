"""The photo desk's lists in a browser: tabs and filters, many changed at once and put back, two compared."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_editor import DESKTOP, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

MARK = f"m{secrets.token_hex(4)}"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SHAPES = {"desktop": DESKTOP, "phone": PHONE}
MAKE = f"""
from tests.journeys.pictures import lighthouse
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.note_likeness import note_likeness
from broadsheet.photos.models import Picture
made = []
for number, facts in enumerate((
    {{"creator": "Jane Doe", "alt_text": "A lighthouse"}},
    {{"creator": "Jane Doe", "caption": "At noon.", "usage_terms": "EDITORIAL USE ONLY"}},
    {{"alt_text": "A tower"}},
)):
    told = {{**facts, "title": f"{MARK} {{number}}", "guid": f"urn:{MARK}:{{number}}"}}
    picture = import_picture(lighthouse(), filename="a.jpg", provider="Harbour {MARK}", overrides=told)
    note_likeness(picture)
    made.append(picture.pk)
print(json.dumps(made))
"""
FACTS = (
    "from broadsheet.photos.models import Picture\n"
    f"rows = Picture.objects.filter(guid__startswith='urn:{MARK}:').order_by('pk')\n"
    "print(json.dumps([[row.creator, row.caption, row.is_barred_from_social, row.alt_text] for row in rows]))"
)
MADE = [
    ["Jane Doe", "", False, "A lighthouse"],
    ["Jane Doe", "At noon.", False, ""],
    ["", "", False, "A tower"],
]


@pytest.fixture(scope="module")
def pictures(newsroom):
    """Put three pictures into the library that look alike: whole, without alt text, without credit."""
    return newsroom.python(MAKE)


@pytest.fixture
def desk(open_page, pictures):
    """Return the photo desk's list of these pictures, signed in as an editor."""
    page = sign_in(open_page(**DESKTOP), "ingrid")
    page.goto(f"/desk/images/?q={MARK}")
    return page


def titles(page):
    return [text.removeprefix(f"{MARK} ") for text in page.locator("[data-open]").all_inner_texts()]


def choose(page, *numbers):
    for number in numbers:
        page.get_by_label(f"Choose {MARK} {number}", exact=True).check()


def test_tabs_and_filters_narrow_the_list_and_can_be_undone(desk):
    assert titles(desk) == ["2", "1", "0"]
    for tab, found in (("Alt text missing", ["1"]), ("Credit missing", ["2"]), ("Look alike", ["2", "1", "0"])):
        desk.get_by_role("link", name=re.compile(f"^{tab}")).click()
        expect(desk.locator(".pics-tabs [aria-current=page]")).to_contain_text(tab)
        assert titles(desk) == found
    desk.get_by_role("link", name=re.compile("^All")).click()

    desk.locator(".pics-filters summary").click()
    desk.locator("select[name=state]").select_option("restricted")
    desk.locator("select[name=provider]").select_option(f"Harbour {MARK}")
    desk.locator(".pics-search").get_by_role("button", name="Search").click()
    desk.wait_for_url(re.compile("state=restricted"))
    assert titles(desk) == ["1"]
    desk.get_by_role("link", name="Show everything").click()
    expect(desk.locator(".pics-clear")).to_have_count(0)


def test_many_are_changed_at_once_and_put_back(desk, newsroom):
    choose(desk, 0, 2)
    desk.get_by_role("button", name=re.compile("Change the chosen")).click()
    desk.locator("#set_creator").check()
    desk.locator("[name=creator]").fill("Maud Ellery")
    desk.locator("#set_is_barred_from_social").check()
    desk.locator("[name=is_barred_from_social]").check()
    desk.get_by_role("button", name="See what will change").click()
    expect(desk.locator(".bulk-coming")).to_contain_text("Maud Ellery on 2 pictures")
    assert newsroom.python(FACTS) == MADE, "nothing is changed by looking"

    desk.get_by_role("button", name="Change them").click()
    desk.wait_for_url(re.compile(r"/changes/\d+/"))
    changed = [["Maud Ellery", "", True, "A lighthouse"], MADE[1], ["Maud Ellery", "", True, "A tower"]]
    assert newsroom.python(FACTS) == changed

    desk.get_by_role("button", name="Put it back").click()
    expect(desk.locator(".messages")).to_contain_text("2 pictures are as they were.")
    assert newsroom.python(FACTS) == MADE


def test_two_are_compared_and_the_facts_of_one_are_kept(desk, newsroom):
    choose(desk, 0, 1)
    desk.get_by_role("button", name="Compare two").click()
    desk.wait_for_url(re.compile(r"/compare/\d+/\d+/"))
    expect(desk.locator("body")).to_contain_text("At noon.")
    desk.get_by_role("button", name="this one").first.click()
    desk.wait_for_url(re.compile(r"/changes/\d+/"))
    kept = newsroom.python(FACTS)
    assert kept[0][1:] == kept[1][1:]

    desk.get_by_role("button", name="Put it back").click()
    expect(desk.locator(".messages")).to_contain_text("1 picture is as it was.")
    assert newsroom.python(FACTS) == MADE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_list_and_the_grid_fit_the_screen(open_page, pictures, tmp_path, shape, scheme):
    page = sign_in(open_page(**SHAPES[shape], color_scheme=scheme), "ingrid")
    for layout in ("list", "grid"):
        page.goto(f"/desk/images/?q={MARK}&layout={layout}")
        expect(page.locator("[data-open]").first).to_be_visible()
        page.screenshot(path=Path(tmp_path) / f"{layout}-{shape}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    assert len(titles(page)) == 3
