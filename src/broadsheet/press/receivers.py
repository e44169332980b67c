"""What the rooms below announce becomes stale keys, in the same transaction as the change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from broadsheet.comments.signals import comments_changed
from broadsheet.core import keys as names
from broadsheet.desk.signals import pages_changed
from broadsheet.photos.signals import picture_changed, public_files_asked, public_files_changed
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.mirror import changes


def connect() -> None:
    """Listen; called once, when Django is ready."""
    pages_changed.connect(_pages, dispatch_uid="press.pages")
    comments_changed.connect(_comments, dispatch_uid="press.comments")
    picture_changed.connect(_picture, dispatch_uid="press.picture")
    public_files_changed.connect(_public_files, dispatch_uid="press.public_files")
    public_files_asked.connect(_public_files_asked, dispatch_uid="press.public_files_asked")


def _pages(keys: Iterable[str], **_: Any) -> None:
    mark_stale(keys)


def _comments(story_id: int, **_: Any) -> None:
    mark_stale([names.comments(story_id)])


def _picture(picture: Any, **_: Any) -> None:
    mark_stale([names.photo(picture.pk)])


def _public_files(names: Iterable[str], **_: Any) -> None:
    changes.record(changes.Area.PICTURE, names)


def _public_files_asked(names: Iterable[str], **_: Any) -> set[str]:
    return changes.not_copied(names)
