"""Where readers see a picture, since when, and until when."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.models import Author, FrontRoot, PictureUse, StandingPage, Story
from broadsheet.desk.screens.pictures.rows import rows_of
from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.withdraw import withdraw
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.signals import picture_changed
from tests.factories import make_author, make_story, publish, published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db


def picture(name: str = "lock", **facts: str) -> Picture:
    told = {"creator": "Maud Ellery", "guid": f"urn:{name}", "alt_text": "A lock", **facts}
    return import_picture(small_jpeg(), filename=f"{name}.jpg", provider="Tidewater", overrides=told)


def in_body(*pictures: Picture) -> list[Any]:
    return [("picture", {"picture": one, "caption": ""}) for one in pictures]


def open_uses(**asked: Any) -> list[tuple[int | None, str]]:
    return list(PictureUse.objects.filter(until=None, **asked).order_by("pk").values_list("picture", "place"))


def republish(story: Story, **values: Any) -> Story:
    draft = Story.objects.get(pk=story.pk)
    for name, value in values.items():
        setattr(draft, name, value)
    return publish(draft)


def test_a_published_story_opens_a_use_for_each_place() -> None:
    lead, inner = picture("lead"), picture("inner")
    story = published_story("Lock opens", lead_picture=lead, body=in_body(inner, lead))

    assert open_uses() == [(lead.pk, "lead"), (inner.pk, "body"), (lead.pk, "body")]
    use = PictureUse.objects.get(place="lead")
    assert (use.provider, use.guid, use.credit) == ("Tidewater", "urn:lead", "Maud Ellery")
    assert (use.headline, use.address) == ("Lock opens", story.addresses.get().path)
    assert timezone.now() - use.since < timedelta(minutes=1)


def test_a_draft_uses_nothing_that_readers_see() -> None:
    make_story("Lock", lead_picture=picture()).save_revision()
    assert not PictureUse.objects.exists()


def test_a_picture_that_is_taken_out_closes_its_use_and_another_opens() -> None:
    old, new = picture("old"), picture("new")
    story = published_story("Lock", lead_picture=old)
    republish(story, lead_picture=new)

    assert open_uses() == [(new.pk, "lead")]
    assert PictureUse.objects.get(picture=old).until is not None


def test_a_use_lasts_while_the_story_is_published_again_and_takes_its_headline() -> None:
    shown = picture()
    story = published_story("Lock", lead_picture=shown)
    since = PictureUse.objects.get().since
    republish(story, headline="Lock is open")

    use = PictureUse.objects.get()
    assert (use.since, use.until, use.headline) == (since, None, "Lock is open")


def test_an_unpublished_story_shows_none_and_one_put_out_again_opens_new_rows() -> None:
    story = published_story("Lock", lead_picture=picture())
    story.unpublish()
    assert open_uses() == []

    republish(story)
    assert PictureUse.objects.count() == 2
    assert len(open_uses()) == 1


def test_a_killed_story_closes_its_uses() -> None:
    story = published_story("Lock", lead_picture=picture())
    kill(story, "Withdrawn.")
    assert open_uses() == []


def test_a_correction_with_another_picture_is_noted() -> None:
    old, new = picture("old"), picture("new")
    story = published_story("Lock", lead_picture=old)
    story.lead_picture = new
    story.save_revision()
    correct(story, "It was another lock.")

    assert open_uses() == [(new.pk, "lead")]


def test_a_picture_that_the_agency_kills_closes_its_uses() -> None:
    shown = picture()
    published_story("Lock", lead_picture=shown)
    withdraw(["urn:lock"], now=timezone.now())
    assert open_uses() == []


def test_a_picture_whose_licence_has_ended_closes_its_uses_and_a_renewed_one_opens_new_ones() -> None:
    shown = picture()
    story = published_story("Lock", lead_picture=shown)
    Picture.objects.filter(pk=shown.pk).update(ends_at=timezone.now())
    picture_changed.send(sender=Picture, picture=shown)
    assert open_uses() == []

    Picture.objects.filter(pk=shown.pk).update(ends_at=None)
    picture_changed.send(sender=Picture, picture=shown)
    assert open_uses(story=story) == [(shown.pk, "lead")]
    assert PictureUse.objects.count() == 2


def test_the_clock_that_takes_a_picture_off_closes_its_use_at_that_second() -> None:
    shown = picture(usage_terms="")
    published_story("Lock", lead_picture=shown)
    end = timezone.now() + timedelta(days=3)
    Picture.objects.filter(pk=shown.pk).update(licensed_until=end, ends_at=end, rights_by_hand=["licensed_until"])
    later = end + timedelta(hours=1)
    assert end_rights(later) == 1

    assert PictureUse.objects.get().until == later


def test_a_provider_put_right_stands_in_the_open_use() -> None:
    shown = picture()
    published_story("Lock", lead_picture=shown)
    shown.provider = "Harbour Agency"
    shown.save()
    assert PictureUse.objects.get().provider == "Harbour Agency"


def test_the_row_stays_when_the_picture_is_deleted() -> None:
    inner = picture()
    published_story("Lock", body=in_body(inner))
    inner.delete()

    use = PictureUse.objects.get()
    assert (use.picture_id, use.guid) == (None, "urn:lock")
    assert use.until is not None


def test_a_publication_that_fails_leaves_no_use() -> None:
    story = make_story("Lock", lead_picture=picture())
    revision = story.save_revision()
    with pytest.raises(RuntimeError), transaction.atomic():
        revision.publish()
        raise RuntimeError
    assert not PictureUse.objects.exists()


def test_the_pictures_log_says_where_it_was_shown_and_left() -> None:
    shown = picture()
    story = published_story("Lock", lead_picture=shown)
    story.unpublish()
    kinds = shown.events.filter(kind__in=["shown", "left"]).order_by("pk")

    assert [event.kind for event in kinds] == [PictureEvent.Kind.SHOWN, PictureEvent.Kind.LEFT]
    assert kinds[0].detail == {"place": "lead", "headline": "Lock", "address": story.addresses.get().path}


def test_what_is_live_when_the_table_is_new_is_noted_by_the_migration() -> None:
    lead, inner = picture("lead"), picture("inner")
    story = published_story("Lock", lead_picture=lead, body=in_body(inner))
    make_story("Draft", lead_picture=lead)
    PictureUse.objects.all().delete()
    module = import_module("broadsheet.desk.migrations.0009_uses_of_today")
    module.note(apps, SimpleNamespace(connection=connection))

    rows = PictureUse.objects.order_by("pk").values_list("picture", "place", "since", "address", "credit")
    where = (story.first_published_at, story.addresses.get().path, "Maud Ellery")
    assert list(rows) == [(lead.pk, "lead", *where), (inner.pk, "body", *where)]


def with_face(shown: Picture | None, name: str = "Ida Storm") -> Author:
    author = make_author(name)
    author.picture = shown
    author.save()
    return author


def test_a_face_is_a_use_until_the_author_has_another_or_goes() -> None:
    old, new = picture("old"), picture("new")
    author = with_face(old)
    use = PictureUse.objects.get()
    assert (use.place, use.address, use.headline) == ("face", "/authors/ida-storm/", "Ida Storm")
    assert (use.provider, use.credit) == ("Tidewater", "Maud Ellery")

    with_face(new)
    assert open_uses() == [(new.pk, "face")]
    author.delete()
    assert open_uses() == []
    assert PictureUse.objects.filter(headline="Ida Storm", author=None).count() == 2


def standing(*pictures: Picture) -> StandingPage:
    page: StandingPage = StandingPage(title="About us", slug="about", live=False, body=in_body(*pictures))
    root = Page.get_first_root_node().add_child(instance=FrontRoot(title="Pages", slug="pages"))
    root.add_child(instance=page)
    page.save_revision().publish()
    return StandingPage.objects.get(pk=page.pk)


def test_a_picture_on_a_standing_page_is_a_use_while_the_page_is_out() -> None:
    shown = picture()
    page = standing(shown)
    use = PictureUse.objects.get()
    assert (use.place, use.address, use.headline, use.picture_id) == ("page", page.address, "About us", shown.pk)

    page.unpublish()
    assert open_uses() == []


def test_faces_and_pages_close_when_a_licence_ends_and_open_again_when_it_is_prolonged() -> None:
    shown = picture()
    with_face(shown)
    standing(shown)
    Picture.objects.filter(pk=shown.pk).update(ends_at=timezone.now(), first_shown_at=timezone.now())
    end_rights(timezone.now())
    assert open_uses() == []

    fresh = Picture.objects.get(pk=shown.pk)
    fresh.licensed_until, fresh.rights_by_hand = timezone.now() + timedelta(days=1), ["licensed_until"]
    fresh.save()
    assert sorted(place for _number, place in open_uses()) == ["face", "page"]


def test_a_face_and_a_story_count_both_in_the_photo_desks_list() -> None:
    shown = picture()
    with_face(shown)
    published_story("Lock", lead_picture=shown, body=in_body(shown))

    (row,) = rows_of([shown], timezone.now(), seen=Picture.objects.all())
    assert row.uses == 2


def test_faces_and_pages_that_are_shown_when_the_count_begins_are_noted_by_the_migration() -> None:
    shown = picture()
    with_face(shown)
    page = standing(shown)
    PictureUse.objects.all().delete()
    module = import_module("broadsheet.desk.migrations.0013_uses_of_faces_and_pages")
    module.note(apps, SimpleNamespace(connection=connection))

    rows = PictureUse.objects.order_by("place").values_list("picture", "place", "address", "credit")
    assert list(rows) == [
        (shown.pk, "face", "/authors/ida-storm/", "Maud Ellery"),
        (shown.pk, "page", page.address, "Maud Ellery"),
    ]
