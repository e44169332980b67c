"""What this room does when a picture changes or goes: heard from Django, since a deletion in bulk asks no model."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_init, post_save, pre_delete
from django.utils import timezone

from broadsheet.photos import search
from broadsheet.photos.acts.note_likeness import note_likeness
from broadsheet.photos.acts.settle_rights import ask_to_settle
from broadsheet.photos.files import remove_files
from broadsheet.photos.models import Picture, ProviderContract
from broadsheet.photos.signals import picture_changed


def connect() -> None:
    """Connect the room to Django's signals, once."""
    picture_changed.connect(_changed, sender=Picture, dispatch_uid="photos.changed")
    pre_delete.connect(_going, sender=Picture, dispatch_uid="photos.going")
    post_delete.connect(_gone, sender=Picture, dispatch_uid="photos.gone")
    post_init.connect(_contract_read, sender=ProviderContract, dispatch_uid="photos.contract.read")
    for signal in (post_save, post_delete):
        signal.connect(_contract, sender=ProviderContract, dispatch_uid=f"photos.contract.{id(signal)}")


def _changed(picture: Picture, **_: Any) -> None:
    """Make it findable, and look at a new file once what announces it is on the disk."""
    search.remember(picture)
    if not picture.perceptual_hash and picture.file:
        transaction.on_commit(lambda: note_likeness(picture), robust=True)


def _going(instance: Picture, **_: Any) -> None:
    """Announce while the picture is still there, in the deletion's transaction; its public files go on commit."""
    names = list(instance.published_renditions.values_list("name", flat=True))
    picture_changed.send(sender=Picture, picture=instance)
    transaction.on_commit(lambda: remove_files(names))


def _contract_read(instance: ProviderContract, **_: Any) -> None:
    """Remember whose contract it was: one that gets another name holds for two providers' pictures."""
    instance._name_before = instance.name  # type: ignore[attr-defined]


def _contract(instance: ProviderContract, **_: Any) -> None:
    ask_to_settle({instance.name, instance._name_before}, now=timezone.now())  # type: ignore[attr-defined]


def _gone(instance: Picture, **_: Any) -> None:
    search.forget(instance.pk)
