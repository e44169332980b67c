"""A person's own account page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from broadsheet.desk.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PLACE = {"locale-preferred_language": "nb", "locale-current_time_zone": "Europe/Oslo"}
REST = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}


def save(client: Client, **sent: str) -> int:
    return client.post(reverse("wagtailadmin_account"), PLACE | REST | sent).status_code


def test_an_account_without_a_name_and_an_address_chooses_its_language(client: Client) -> None:
    person = make_user("nn", is_superuser=True)
    User.objects.filter(pk=person.pk).update(email="")
    client.force_login(person)
    sent = {"name_email-first_name": "", "name_email-last_name": "", "name_email-email": ""}
    assert save(client, **sent) == 302
    assert UserProfile.objects.get(user=person).preferred_language == "nb"


def test_a_name_that_an_account_has_is_not_emptied(client: Client) -> None:
    person = make_user("ada", is_superuser=True, first_name="Ada", last_name="Berg")
    client.force_login(person)
    sent = {"name_email-first_name": "", "name_email-last_name": "Berg", "name_email-email": person.email}
    assert save(client, **sent) == 200
    assert User.objects.get(pk=person.pk).first_name == "Ada"
