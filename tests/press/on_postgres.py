"""Settings by which the press's tests run once more, on PostgreSQL; `test_presses_on_both.py` starts them."""

from __future__ import annotations

import os
from pathlib import Path

from broadsheet.settings.links import database_from
from tests.settings import *  # noqa: F403

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
DATABASES = {"default": database_from(f"{SERVER}/broadsheet_press_{os.getpid()}", Path())}
