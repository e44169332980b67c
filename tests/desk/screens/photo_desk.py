"""Pictures and people for the tests of the photo desk."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import User
from broadsheet.desk.roles import install_roles
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from tests.factories import make_user
from tests.house.pictures import small_jpeg

LIST = "/desk/images/"


def picture(name: str = "lock", *, provider: str = "Tidewater", **values: Any) -> Picture:
    told = {"creator": "Maud Ellery", "guid": f"urn:{name}", "alt_text": "A lock", "title": name}
    made = import_picture(small_jpeg(), filename=f"{name}.jpg", provider=provider, overrides=told)
    if values:
        for field, value in values.items():
            setattr(made, field, value)
        made.save()
    return made


def as_role(role: str) -> Client:
    install_roles()
    person = make_user()
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def names_in(page: str) -> list[str]:
    return re.findall(r"data-open[^>]*>(?:<span.*?</span></span>)?(?:<span[^>]*>)?([^<]+)<", page)


def shown(client: Client, **asked: str) -> list[str]:
    return names_in(client.get(LIST, asked).content.decode())


def upload(client: Client, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("wagtailimages:add_multiple"), {"files": sent})
