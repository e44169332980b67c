"""What a page says where a picture may not be shown, and what it leaves out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.core import keys
from broadsheet.desk.models import Story
from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.files import remove_files
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.reader.render import Rendered, preview, render_path
from tests.factories import make_author, published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
PAGE = "/news/a-lock-is-mended/"
BOX = "We may no longer show this picture."
CAPTION = "The lock at noon"


@pytest.fixture
def picture() -> Picture:
    """Return a picture that leads a published story and stands in its body too."""
    told = {"creator": "Maud Ellery", "alt_text": "A lock", "caption": CAPTION}
    one = import_picture(small_jpeg(), filename="lock.jpg", overrides=told)
    body = [("text", "<p>Mended.</p>"), ("picture", {"picture": one, "caption": "As seen. Photo: Maud Ellery / AP"})]
    published_story("A lock is mended", lead_picture=one, body=body)
    return one


def rendered(path: str = PAGE) -> Rendered:
    """Return what stands at the address."""
    found = render_path(path, now=timezone.now())
    assert found is not None
    return found


def end(picture: Picture) -> None:
    """Let the picture's licence end."""
    Picture.objects.filter(pk=picture.pk).update(ends_at=timezone.now())
    end_rights(timezone.now())


def test_an_ended_picture_leaves_a_box_and_its_caption_without_the_credit(picture: Picture) -> None:
    before = rendered().body.decode()
    assert (BOX in before, "Maud Ellery" in before) == (False, True)

    end(picture)

    page = rendered().body.decode()
    assert (page.count(BOX), page.count("<img")) == (2, 0)
    assert (CAPTION in page, "As seen" in page, "Maud Ellery" in page) == (True, True, False)


def test_the_page_keeps_the_key_of_a_picture_that_has_gone_so_that_it_hears_of_its_return(picture: Picture) -> None:
    end(picture)

    assert keys.photo(picture.pk) in rendered().keys
    assert keys.photo(picture.pk) in rendered("/news/").keys


@pytest.mark.parametrize("path", ["/", "/news/", "/feed/", "/atom/", "/feed.json"])
def test_lists_and_feeds_show_neither_picture_nor_box(picture: Picture, path: str) -> None:
    assert "/media/" in rendered(path).body.decode()

    end(picture)

    page = rendered(path).body.decode()
    assert ("/media/" in page, BOX in page) == (False, False)


def test_a_killed_picture_leaves_neither_box_nor_caption(picture: Picture) -> None:
    Picture.objects.update(withdrawn_at=timezone.now())

    page = rendered().body.decode()
    assert (BOX in page, CAPTION in page) == (False, False)


OFFERED = {
    "/": ['property="og:image"', 'name="twitter:card"'],
    "/news/": ['property="og:image"', 'name="twitter:card"'],
    PAGE: ['property="og:image"', 'name="twitter:card"', "ImageObject"],
    "/feed/": ["<media:content"],
    "/atom/": ["<media:content"],
    "/feed.json": ['"image":'],
}


@pytest.mark.parametrize("path", OFFERED)
def test_a_picture_that_is_not_for_social_media_is_on_the_page_and_not_offered_to_other_sites(
    picture: Picture, path: str
) -> None:
    before = rendered(path).body.decode()
    assert [mark for mark in OFFERED[path] if mark not in before] == []

    picture.is_barred_from_social, picture.rights_by_hand = True, ["is_barred_from_social"]
    picture.save()

    page = rendered(path).body.decode()
    assert [mark for mark in OFFERED[path] if mark in page] == []
    assert ("<img" in page) == (path.endswith("/") and path not in {"/feed/", "/atom/"})


def test_a_face_that_is_not_for_social_media_is_not_offered_to_other_sites(picture: Picture) -> None:
    author = make_author()
    author.picture = picture
    author.save()
    assert 'property="og:image"' in rendered("/authors/ida-storm/").body.decode()

    picture.is_barred_from_social, picture.rights_by_hand = True, ["is_barred_from_social"]
    picture.save()

    page = rendered("/authors/ida-storm/").body.decode()
    assert ('property="og:image"' in page, "<img" in page) == (False, True)


@pytest.mark.parametrize("path", ["/", "/news/", PAGE])
def test_a_picture_that_cannot_be_read_stops_no_page(picture: Picture, path: str) -> None:
    other = import_picture(small_jpeg(), filename="b.jpg", overrides={"creator": "A", "alt_text": "B"})
    published_story("Another one", lead_picture=other)
    remove_files(PublishedRendition.objects.filter(picture=picture).values_list("name", flat=True))
    Path(picture.file.path).unlink()

    page = rendered(path).body.decode()

    assert "A lock is mended" in page
    assert f"/media/pictures/{picture.pk}-" not in page
    assert Picture.objects.get(pk=picture.pk).copies_state == "failed"


def test_a_face_whose_rights_have_ended_is_left_out_without_a_box(picture: Picture) -> None:
    author = make_author()
    author.picture = picture
    author.save()
    end(picture)

    assert BOX not in rendered("/authors/ida-storm/").body.decode()


def test_a_preview_shows_a_picture_under_embargo_and_the_page_does_not(picture: Picture) -> None:
    picture.embargoed_until, picture.rights_by_hand = timezone.now() + timedelta(hours=1), ["embargoed_until"]
    picture.save()

    shown = preview(Story.objects.get()).decode()

    assert (BOX in shown, "<img" in shown) == (False, True)
    page = rendered().body.decode()
    assert (BOX in page, "<img" in page) == (False, False)
