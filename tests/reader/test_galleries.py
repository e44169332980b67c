"""Pictures side by side: each with its own credit, and each with its own rights at the moment of the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.core import keys
from broadsheet.desk.models import Story
from broadsheet.desk.screens.offers.rows import NAMES
from broadsheet.desk.screens.stories.conflict import compare
from broadsheet.desk.search import plain_text
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from broadsheet.reader.loading.widest import widest_files
from broadsheet.reader.render import Rendered, render_path
from tests.factories import published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
END = datetime(2027, 1, 1, 12, tzinfo=UTC)
BEFORE, AFTER = END - timedelta(seconds=1), END
NAMES_OF_THREE = ("Ada", "Bo", "Cai")
PAGE = "/news/three-locks/"
BOX = "We may no longer show this picture."


def picture(creator: str, **told: object) -> Picture:
    """Return a picture that may be shown."""
    words = {"creator": creator, "alt_text": f"A lock by {creator}", "caption": f"The lock of {creator}", **told}
    return import_picture(small_jpeg(), filename=f"{creator}.jpg", overrides=words)


@pytest.fixture
def gallery() -> list[Picture]:
    """Return the three pictures of a published story's gallery; the second has a caption of the story's own."""
    three = [picture(name) for name in NAMES_OF_THREE]
    captions = ["", "The second lock, told anew. Photo: Bo", ""]
    rows = [{"picture": one, "caption": caption} for one, caption in zip(three, captions, strict=True)]
    published_story("Three locks", lead_picture=three[0], body=[("text", "<p>Three.</p>"), ("gallery", rows)])
    return three


def rendered(path: str = PAGE, now: datetime = BEFORE) -> Rendered:
    """Return what stands at the address at a moment."""
    found = render_path(path, now=now)
    assert found is not None
    return found


def credits(page: bytes) -> list[bool]:
    """Return of which of the three the page prints the credit."""
    return [f"Photo: {name}</p>".encode() in page for name in NAMES_OF_THREE]


def test_each_picture_of_a_gallery_has_its_credit_and_its_key(gallery: list[Picture]) -> None:
    page = rendered()
    assert credits(page.body) == [True, True, True]
    assert page.keys >= {keys.photo(one.pk) for one in gallery}


def test_one_licence_ends_and_the_others_stay(gallery: list[Picture]) -> None:
    """I6: to the second, and of that one picture alone."""
    Picture.objects.filter(pk=gallery[1].pk).update(licensed_until=END, ends_at=END)
    assert credits(rendered(now=BEFORE).body) == [True, True, True]
    page = rendered(now=AFTER).body
    assert credits(page) == [True, False, True]
    assert page.count(BOX.encode()) == 1
    assert b"The second lock, told anew." in page
    assert b"Bo" not in page.replace(b"Body", b"")


def test_a_killed_picture_of_a_gallery_leaves_no_box(gallery: list[Picture]) -> None:
    Picture.objects.filter(pk=gallery[1].pk).update(withdrawn_at=BEFORE)
    page = rendered().body
    assert credits(page) == [True, False, True]
    assert BOX.encode() not in page


@pytest.mark.parametrize("path", [PAGE, "/", "/news/", "/feed.json", "/feed/", "/atom/", "/sitemap-2026-11.xml"])
def test_a_page_asks_its_pictures_for_the_moment_that_it_is_given(gallery: list[Picture], path: str) -> None:
    """The clock of the machine is not asked: the same moment gives the same bytes, before that end and after it."""
    Story.objects.update(first_published_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    Picture.objects.filter(pk=gallery[0].pk).update(licensed_until=END, ends_at=END)
    name = f"/{gallery[0].pk}-".encode()
    before, after = rendered(path, BEFORE), rendered(path, AFTER)
    assert (name in before.body, name in after.body) == (True, False)
    assert rendered(path, BEFORE) == before


def test_a_sitemap_names_the_widest_file_of_what_may_be_shown_at_the_moment(gallery: list[Picture]) -> None:
    rendered()
    Picture.objects.filter(pk=gallery[1].pk).update(licensed_until=END, ends_at=END)
    Picture.objects.filter(pk=gallery[2].pk).update(is_barred_from_social=True)
    numbers = Picture.objects.values("pk")
    before, after = widest_files(numbers, now=BEFORE), widest_files(numbers, now=AFTER)
    assert (set(before), set(after)) == ({one.pk for one in gallery[:2]}, {gallery[0].pk})
    files = gallery[0].published_renditions.filter(crop="full", format="jpeg").order_by("-width")
    assert after[gallery[0].pk].endswith(files[0].name)


def test_captions_of_a_gallery_are_found_and_compared(gallery: list[Picture]) -> None:
    story = Story.objects.get()
    assert "The second lock, told anew." in plain_text(story)
    mine = Story.objects.get()
    mine.body = [("gallery", [{"picture": gallery[2], "caption": "Another"}])]
    said = [str(piece) for row in compare(story, mine) for piece in row.theirs]
    assert any("told anew" in words for words in said)
    assert str(NAMES["gallery"]) == "Gallery"
