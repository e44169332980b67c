"""A picture's page, changes to many, comparison and uploads."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.photos.acts.change import change_many
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import NearPair, Picture, PictureEvent, ProviderContract
from tests.desk.screens.photo_desk import as_role, picture, shown, upload
from tests.factories import published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def at_the_photo_desk(db: None) -> Client:
    """Return a client that is signed in as a photo editor."""
    return as_role("photo")


def page_form_of(made: Picture, **values: str) -> dict[str, str]:
    return {
        "title": made.title,
        "creator": made.creator,
        "provider": made.provider,
        "alt_text": made.alt_text,
        "collection": str(made.collection_id),
        "tags": "",
        **values,
    }


def test_the_page_says_what_prints_what_is_missing_and_where_it_is_used(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    published_story("Ferry leaves", lead_picture=made)
    Picture.objects.filter(pk=made.pk).update(alt_text="")
    page = at_the_photo_desk.get(reverse("wagtailimages:edit", args=[made.pk])).content.decode()

    assert "Photo: Maud Ellery" in page
    assert "alt text" in page
    assert "Ferry leaves" in page
    assert "shown now" in page


def test_what_a_person_changes_is_in_the_log_and_rights_are_marked_as_set_by_hand(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    sent = page_form_of(made, caption="A tug.", licensed_until="2027-01-31 12:00", barred_in="no, se")
    answer = at_the_photo_desk.post(reverse("wagtailimages:edit", args=[made.pk]), sent)

    assert answer.status_code == 302, answer.content.decode()
    made = Picture.objects.get(pk=made.pk)
    assert made.barred_in == ["NO", "SE"]
    assert {"barred_in", "licensed_until"} <= set(made.rights_by_hand)
    detail = made.events.filter(kind="changed").get().detail
    assert detail["changes"]["caption"] == ["", "A tug."]


def test_the_second_at_which_a_licence_ends_is_shown_and_survives_a_save(at_the_photo_desk: Client) -> None:
    ProviderContract.objects.create(name="Tidewater", license_days=30)
    made = picture("ferry", created_at=datetime(2027, 1, 1, 12, 0, 37, tzinfo=UTC))
    url = reverse("wagtailimages:edit", args=[made.pk])
    typed = re.search(r'name="licensed_until" value="([^"]+)"', at_the_photo_desk.get(url).content.decode())
    assert typed

    at_the_photo_desk.post(url, page_form_of(made, caption="A tug.", licensed_until=typed[1]))

    kept = Picture.objects.get(pk=made.pk)
    assert kept.caption == "A tug."
    assert (typed[1][-3:], kept.licensed_until) == (":37", datetime(2027, 1, 31, 12, 0, 37, tzinfo=UTC))
    assert "licensed_until" not in kept.rights_by_hand


def test_what_a_change_brings_about_stands_above_it_in_the_log(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    Picture.objects.filter(pk=made.pk).update(first_shown_at=NOW)
    at_the_photo_desk.post(
        reverse("wagtailimages:edit", args=[made.pk]), page_form_of(made, licensed_until="2020-01-31 12:00:00")
    )

    kinds = list(made.events.values_list("kind", flat=True))
    assert kinds.index("ended") < kinds.index("changed")


def test_what_the_content_credentials_say_in_full_is_folded_away(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    Picture.objects.filter(pk=made.pk).update(credentials={"state": "valid", "signer": "Nordbyrå", "tool": "A camera"})
    page = at_the_photo_desk.get(reverse("wagtailimages:edit", args=[made.pk])).content.decode()

    sentence, _summary, folded = page.partition("All that they say")
    assert "signed by “Nordbyrå”" in html.unescape(sentence)
    assert sentence.rstrip().endswith("<details>\n            <summary>")
    assert "A camera" in folded


def test_a_country_that_is_none_is_refused_in_words(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    url = reverse("wagtailimages:edit", args=[made.pk])
    page = at_the_photo_desk.post(url, page_form_of(made, barred_in="Norway")).content.decode()
    assert "is no country" in page


def test_the_focal_point_is_typed_and_the_crops_follow(at_the_photo_desk: Client, draw_wide: bytes) -> None:
    made = import_picture(draw_wide, filename="wide.jpg", overrides={"creator": "Maud Ellery"})
    url = reverse("wagtailimages:edit", args=[made.pk])
    assert 'viewBox="0 0 600 338" data-crop' not in at_the_photo_desk.get(url).content.decode()
    at_the_photo_desk.post(url, page_form_of(made, focal_point_x="0", focal_point_y="0"))

    page = at_the_photo_desk.get(url).content.decode()
    assert re.search(r'viewBox="0 0 \d+ \d+" data-crop', page)


@pytest.fixture
def draw_wide() -> bytes:
    """Return a wide picture."""
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((600, 200)).save(file, "JPEG")
    return file.getvalue()


def test_metadata_is_shown_as_text(at_the_photo_desk: Client) -> None:
    made = picture("ferry")
    Picture.objects.filter(pk=made.pk).update(credentials={"title": "<script>alert(1)</script>"})
    page = at_the_photo_desk.get(reverse("wagtailimages:edit", args=[made.pk])).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def bulk(client: Client, *pictures: Picture, step: str = "do", **sent: str) -> Any:
    ticked = {f"set_{name}": "on" for name in sent}
    return client.post(
        reverse("pictures:bulk"), {"id": [one.pk for one in pictures], "step": step, **ticked, **sent}, follow=True
    )


def test_many_are_changed_at_once_after_a_look_at_what_will_differ(at_the_photo_desk: Client) -> None:
    one, other = picture("one"), picture("other", creator="Ida Storm")
    page = bulk(at_the_photo_desk, one, other, step="look", creator="Ida Storm").content.decode()
    assert "on 1 picture" in page
    assert Picture.objects.get(pk=one.pk).creator == "Maud Ellery"

    bulk(at_the_photo_desk, one, other, creator="Ida Storm", tags="harbour, sea")
    assert {made.creator for made in Picture.objects.all()} == {"Ida Storm"}
    assert sorted(Picture.objects.get(pk=other.pk).tags.names()) == ["harbour", "sea"]


def test_one_press_puts_a_change_back(at_the_photo_desk: Client) -> None:
    one, other = picture("one"), picture("other", creator="Ida Storm")
    done = bulk(at_the_photo_desk, one, other, creator="Nils Berg", is_editorial_only="on", tags="sea")
    assert "2 pictures were changed" in done.content.decode()
    event = PictureEvent.objects.filter(detail__has_key="mark").order_by("pk").first()
    assert event is not None
    at_the_photo_desk.post(reverse("pictures:undo", args=[event.pk]))

    made = list(Picture.objects.order_by("title"))
    assert [one.creator for one in made] == ["Maud Ellery", "Ida Storm"]
    assert [one.is_editorial_only for one in made] == [False, False]
    assert [one.rights_by_hand for one in made] == [[], []]
    assert not made[0].tags.exists()


def test_what_was_changed_again_since_is_not_put_back(at_the_photo_desk: Client) -> None:
    one, other = picture("one"), picture("other")
    bulk(at_the_photo_desk, one, other, creator="Nils Berg")
    later = Picture.objects.get(pk=other.pk)
    later.creator = "Ida Storm"
    later.save()
    event = PictureEvent.objects.filter(detail__has_key="mark").order_by("pk").first()
    assert event is not None
    page = at_the_photo_desk.post(reverse("pictures:undo", args=[event.pk]), follow=True).content.decode()

    assert "changed again since" in page
    assert [made.creator for made in Picture.objects.order_by("title")] == ["Maud Ellery", "Ida Storm"]


def test_a_ticked_and_empty_field_is_emptied_and_one_without_a_tick_stays(at_the_photo_desk: Client) -> None:
    made = picture("one", usage_terms="No sales")
    bulk(at_the_photo_desk, made, usage_terms="")
    made.refresh_from_db()
    assert (made.usage_terms, made.creator) == ("", "Maud Ellery")


def test_nothing_chosen_or_ticked_changes_nothing(at_the_photo_desk: Client) -> None:
    assert "Choose pictures first" in bulk(at_the_photo_desk, creator="X").content.decode()
    assert "Tick what is to be changed" in bulk(at_the_photo_desk, picture("one")).content.decode()


def test_a_field_that_is_not_for_many_is_refused_by_the_act() -> None:
    with pytest.raises(KeyError):
        change_many([picture().pk], {"file": "x"}, who=None, now=NOW)


def test_two_pictures_are_compared_and_the_facts_of_one_kept(at_the_photo_desk: Client) -> None:
    one, other = picture("one", caption="A lock."), picture("other", creator="Ida Storm")
    NearPair.objects.create(first=one, second=other, distance=3)
    chosen = at_the_photo_desk.post(reverse("pictures:compare_chosen"), {"id": [one.pk, other.pk]})
    assert chosen["Location"] == reverse("pictures:compare", args=[one.pk, other.pk])
    page = at_the_photo_desk.get(chosen["Location"]).content.decode()
    assert "differs" in page
    assert "3 of 64" in page

    at_the_photo_desk.post(reverse("pictures:keep", args=[one.pk, other.pk]))
    other.refresh_from_db()
    assert (other.creator, other.caption, other.title) == ("Maud Ellery", "A lock.", "other")
    assert NearPair.objects.get().settled_at is not None


def test_two_pictures_said_to_be_two_look_alike_no_more(at_the_photo_desk: Client) -> None:
    one, other = picture("one"), picture("other")
    NearPair.objects.create(first=one, second=other, distance=3)
    assert shown(at_the_photo_desk, tab="near") == ["other", "one"]
    at_the_photo_desk.post(reverse("pictures:settle", args=[other.pk, one.pk]))
    assert shown(at_the_photo_desk, tab="near") == []


def test_several_files_are_taken_each_for_itself_and_a_refusal_is_a_sentence(at_the_photo_desk: Client) -> None:
    page = upload(
        at_the_photo_desk, ("good.jpg", small_jpeg()), ("bad.jpg", b"<svg onload='alert(1)'/>")
    ).content.decode()

    assert Picture.objects.get().title == "good"
    assert "not a JPEG, PNG, GIF or WebP" in page
    assert "Missing:" in page
    assert Picture.objects.get().events.get().kind == "came"


def test_a_file_that_the_library_has_is_named(at_the_photo_desk: Client) -> None:
    upload(at_the_photo_desk, ("first.jpg", small_jpeg()))
    assert "has this file already" in upload(at_the_photo_desk, ("again.jpg", small_jpeg())).content.decode()


def test_an_upload_without_a_file_says_what_to_do(at_the_photo_desk: Client) -> None:
    answer = upload(at_the_photo_desk)
    assert answer.status_code == 400
    assert "Choose one or more files" in answer.content.decode()
