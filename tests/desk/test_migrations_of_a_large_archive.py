"""What an upgrade does to an archive: so many statements whatever it holds, and no copy of every story."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AlterField, SeparateDatabaseAndState
from django.test.utils import CaptureQueriesContext
from wagtail.fields import StreamField
from wagtail.models import Collection

from broadsheet.photos.models import Picture

RIGHTS = import_module("broadsheet.photos.migrations.0006_rights_in_steps")
MANY = 20_000
#: The body's blocks have been changed in the code alone since this one.
SINCE = "0011"


def _on_the_database(operations: Any) -> Any:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _on_the_database(operation.database_operations)
        else:
            yield operation


def test_no_migration_copies_every_story_because_the_blocks_of_its_text_are_others() -> None:
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    copying = [
        f"{name} {operation.describe()}"
        for (room, name), migration in migrations.items()
        if room == "desk" and name >= SINCE
        for operation in _on_the_database(migration.operations)
        if isinstance(operation, AlterField | AddField) and isinstance(operation.field, StreamField)
    ]
    assert copying == []


@pytest.mark.django_db
@pytest.mark.parametrize("pictures", [1, MANY])
def test_the_photo_rooms_upgrade_asks_two_statements_however_many_pictures_there_are(pictures: int) -> None:
    kept = {"collection_id": Collection.get_first_root_node().pk, "width": 1, "height": 1}
    rows = [Picture(title=f"{number}", file=f"{number}.jpg", **kept) for number in range(pictures)]
    rows[0].is_decorative = True
    Picture.objects.bulk_create(rows, batch_size=500)
    Picture.objects.update(owes_alt_text=True)
    with CaptureQueriesContext(connection) as asked:
        RIGHTS.note_states(apps, SimpleNamespace(connection=connection))
    assert len(asked) == 2
    assert Picture.objects.filter(owes_alt_text=False).count() == 1
