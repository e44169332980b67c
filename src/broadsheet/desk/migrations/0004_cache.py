"""The table of the cache: guesses counted over all processes, whichever answers."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    """Make the table that the settings name; nothing where the settings keep the cache elsewhere."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0003_search_and_audit")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
