"""What this room does when a picture goes: heard from Django, since a deletion in bulk asks no model."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete

from broadsheet.photos.acts.render import remove_files
from broadsheet.photos.models import Picture
from broadsheet.photos.signals import picture_changed


def connect() -> None:
    """Connect the room to Django's signals, once."""
    pre_delete.connect(_going, sender=Picture, dispatch_uid="photos.going")


def _going(instance: Picture, **_: Any) -> None:
    """Announce while the picture is still there, in the deletion's transaction; its public files go on commit."""
    names = list(instance.published_renditions.values_list("name", flat=True))
    picture_changed.send(sender=Picture, picture=instance)
    transaction.on_commit(lambda: remove_files(names))
