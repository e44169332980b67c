"""Settings for a test that needs a database in a file, since one in memory cannot be written by two at once."""

from __future__ import annotations

from broadsheet.settings.django import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
DESK_SECOND_FACTOR = "optional"
ALLOWED_HOSTS = ["testserver"]
