"""The credit chain of a picture as it is kept."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from broadsheet.photos import metadata
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import made_for
from broadsheet.photos.models import Picture, ProviderContract

pytestmark = pytest.mark.django_db
Draw = Callable[..., bytes]


def with_facts(draw: Draw, **facts: str) -> Picture:
    return import_picture(metadata.embed(draw(), facts), filename="a.jpg")


def test_an_import_keeps_the_chain_as_data(draw: Draw) -> None:
    picture = with_facts(draw, creator="Maud Ellery", credit_line="Pool Photo via AP")
    assert Picture.objects.get(pk=picture.pk).credit_chain == [
        {"role": "creator", "name": "Maud Ellery"},
        {"role": "pool", "name": "Pool Photo"},
        {"role": "via", "name": "AP"},
    ]


def test_the_credit_at_the_captions_end_goes_into_the_fields_that_are_for_it(draw: Draw) -> None:
    picture = with_facts(
        draw, caption="The lock is shut. (Maud Ellery/Pool via AP)", creator="MAUD ELLERY", credit_line="AP"
    )
    told = (picture.caption, picture.creator, picture.credit_line, picture.credit)
    assert told == ("The lock is shut.", "Maud Ellery", "Pool via AP", "Maud Ellery / Pool via AP")


def test_fields_that_say_all_that_the_caption_did_stay_as_they_came(draw: Draw) -> None:
    picture = with_facts(
        draw, caption="The lock. Foto: Maud Ellery / NTB", creator="Maud Ellery", credit_line="NTB scanpix"
    )
    assert (picture.caption, picture.credit_line) == ("The lock.", "NTB scanpix")


def test_a_change_by_hand_is_a_change_of_the_chain(draw: Draw) -> None:
    picture = with_facts(draw, creator="Maud Ellery")
    picture.credit_line = "NTB"
    picture.save(update_fields=["credit_line"])

    assert Picture.objects.get(pk=picture.pk).credit == "Maud Ellery / NTB"


def test_the_addresses_of_the_licence_are_read_and_travel_in_the_published_files(draw: Draw) -> None:
    facts = {
        "creator": "Maud Ellery",
        "license_url": "https://lock.example/terms",
        "acquire_url": "https://lock.example/buy",
    }
    picture = with_facts(draw, **facts)
    shown = made_for([picture])[picture.pk]
    again = metadata.read(metadata.embed(draw(), picture.embedded_facts))

    assert (shown.license_url, shown.acquire_url) == ("https://lock.example/terms", "https://lock.example/buy")
    assert (again.license_url, again.acquire_url) == (shown.license_url, shown.acquire_url)


def test_an_address_that_is_none_is_left_out(draw: Draw) -> None:
    assert with_facts(draw, license_url="javascript:alert(1)").license_url == ""


@pytest.mark.parametrize(
    ("provider", "lacks"), [("Tidewater", True), ("tideWATER ", True), ("NTB", False), ("", False)]
)
def test_a_contract_asks_for_the_line_of_its_provider_however_it_is_written(provider: str, lacks: bool) -> None:
    ProviderContract.objects.create(name="Tidewater")
    assert bool(Picture(creator="Maud Ellery", provider=provider, is_decorative=True).lacks) is lacks


def test_a_provider_has_one_contract() -> None:
    ProviderContract.objects.create(name="Tidewater")
    with pytest.raises(ValidationError):
        ProviderContract(name="TIDEWATER").full_clean()


def test_alt_text_that_is_taken_away_is_no_caption_any_more(draw: Draw) -> None:
    picture = with_facts(draw, creator="Maud Ellery", caption="The lock.")
    picture.alt_text, picture.alt_text_is_caption = "The lock.", True
    picture.save()
    assert picture.alt_text_is_caption
    picture.is_decorative = True
    picture.save()
    assert not picture.alt_text_is_caption


def test_the_migration_reads_the_chains_of_pictures_that_were_there(draw: Draw) -> None:
    picture = with_facts(draw, creator="Maud Ellery", credit_line="NTB")
    Picture.objects.filter(pk=picture.pk).update(credit_chain=[])
    migration = importlib.import_module("broadsheet.photos.migrations.0003_credit_chain")
    migration.read_chains(apps, SimpleNamespace(connection=connection))

    assert [one["name"] for one in Picture.objects.get(pk=picture.pk).credit_chain] == ["Maud Ellery", "NTB"]
