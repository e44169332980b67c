"""Settings of the tests: the product's own, in a newsroom folder that is thrown away."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from broadsheet.settings.keys import make_key

_folder = Path(tempfile.mkdtemp(prefix="broadsheet-tests-"))
for _name in ("secret", "comment-addresses"):
    make_key(_folder / "data" / "keys", _name)
os.environ["BROADSHEET_DIR"] = str(_folder)
for _variable in [
    name
    for name in os.environ
    if name.startswith("BROADSHEET_")
    and name not in ("BROADSHEET_DIR", "BROADSHEET_SHARED", "BROADSHEET_TEST_DATABASE")
]:
    del os.environ[_variable]

if "BROADSHEET_TEST_DATABASE" in os.environ:  # another one than a file: see tests/photos/test_on_postgres.py
    os.environ["BROADSHEET_DATABASE_URL"] = os.environ["BROADSHEET_TEST_DATABASE"]

from broadsheet.settings.django import *  # noqa: F403  (the folder had to be named first)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DESK_SECOND_FACTOR = "optional"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
