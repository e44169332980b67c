"""The pictures that nobody has described: what is refused, who is asked, and where they are listed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from broadsheet.desk.errors import UncreditedPictureError, UndescribedPictureError
from broadsheet.desk.models import Story, User
from broadsheet.desk.roles import install_roles
from broadsheet.desk.shown import owing_alt_text
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture, ProviderContract
from tests.factories import make_story, make_user, publish
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db


def picture(**facts: str) -> Picture:
    return import_picture(small_jpeg(), filename="a.jpg", overrides={"creator": "Maud Ellery", **facts})


def in_place(place: str, shown: Picture) -> dict[str, Any]:
    return {"lead_picture": shown} if place == "lead" else {"body": [("picture", {"picture": shown, "caption": ""})]}


def sign_in(client: Client, role: str) -> None:
    install_roles()
    person = make_user("eva")
    person.groups.add(Group.objects.get(name=role))
    client.force_login(User.objects.get(pk=person.pk))


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        pytest.param({}, True, id="none"),
        pytest.param({"alt_text_is_caption": True, "alt_text": "The lock."}, True, id="the-caption-stands-in"),
        pytest.param({"alt_text": "A lock seen from above"}, False, id="written"),
        pytest.param({"is_decorative": True}, False, id="decorative"),
    ],
)
@pytest.mark.parametrize("place", ["lead", "body"])
def test_a_story_owes_alt_text_until_somebody_wrote_it_or_marked_the_picture(
    facts: dict[str, Any], owed: bool, place: str
) -> None:
    shown = picture(alt_text="A lock")
    story = publish(make_story("Lock", **in_place(place, shown)))
    for name, value in {"alt_text": "", **facts}.items():
        setattr(shown, name, value)
    shown.save()

    assert list(owing_alt_text()) == ([story] if owed else [])


@pytest.mark.parametrize("place", ["lead", "body"])
def test_a_person_does_not_publish_a_picture_that_nobody_has_described(place: str) -> None:
    shown = picture(title="Lock", caption="The lock.")
    story = make_story("Lock", **in_place(place, shown))

    with pytest.raises(UndescribedPictureError, match="The picture “Lock” has no alt text") as caught:
        publish(story)
    with override("nb"):
        assert str(caught.value).startswith("Bildet «Lock» har ingen alternativ tekst. Skriv hva det viser")
    assert not Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize("facts", [{"alt_text": "A lock"}, {"is_decorative": True}], ids=["written", "decorative"])
def test_a_picture_that_is_described_or_decorative_is_published(facts: dict[str, Any]) -> None:
    shown = picture()
    Picture.objects.filter(pk=shown.pk).update(**facts)
    assert publish(make_story("Lock", lead_picture=Picture.objects.get())).live


def test_a_picture_that_stands_on_the_page_already_stops_no_correction_of_it() -> None:
    story = publish(make_story("Lock", lead_picture=picture(alt_text="A lock")))
    Picture.objects.update(alt_text="")

    story = Story.objects.get(pk=story.pk)
    story.headline = "The lock"
    assert publish(story).headline == "The lock"


def test_another_picture_without_alt_text_stops_a_correction() -> None:
    story = publish(make_story("Lock", lead_picture=picture(alt_text="A lock")))
    story.lead_picture = import_picture(small_jpeg(), filename="b.jpg", overrides={"creator": "Ida Storm"})

    with pytest.raises(UndescribedPictureError):
        publish(story)


def test_a_draft_owes_nothing() -> None:
    make_story("Lock", lead_picture=picture())
    assert not owing_alt_text().exists()


def test_the_list_at_the_desk_shows_the_stories_that_owe(client: Client) -> None:
    without = picture(alt_text="Soon gone")
    publish(make_story("Lock without words", lead_picture=without))
    without.alt_text = ""
    without.save()
    publish(make_story("Lock with words", lead_picture=picture(alt_text="A lock")))
    sign_in(client, "photo")
    page = client.get(reverse("stories:list"), {"alt_text": "owed"}).content.decode()

    assert "Lock without words" in page
    assert "Lock with words" not in page
    assert "Alt text owed" in page


def test_a_picture_without_the_line_that_its_contract_asks_for_is_not_published() -> None:
    ProviderContract.objects.create(name="Tidewater")
    shown = import_picture(small_jpeg(), filename="a.jpg", provider="TIDEWATER", overrides={"creator": "Maud Ellery"})
    with pytest.raises(UncreditedPictureError, match="asks for a credit line") as caught:
        publish(make_story("Lock", lead_picture=shown))
    assert caught.value.lacks == ("credit_line",)


def test_a_picture_that_names_nobody_is_not_published() -> None:
    with pytest.raises(UncreditedPictureError, match="names no creator and no agency"):
        publish(make_story("Lock", lead_picture=picture(creator="Pool Photo")))


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("photo", 200), ("admin", 200), ("reporter", 302)])
def test_contracts_are_kept_by_who_keeps_pictures(client: Client, role: str, status: int) -> None:
    sign_in(client, role)

    assert client.get(reverse("picture_contracts:list")).status_code == status
    assert client.get(reverse("picture_contracts:add")).status_code == status
