"""Databases of a test's own beside the newsroom's, of either engine: for what is written in the engine's own language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from django.db.utils import load_backend

from broadsheet.settings.links import database_from

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[Any]:
    """Give a connection to a database without a table, and take the database away afterwards."""
    if engine == "sqlite":
        yield from _connected("", folder)
        return
    name = f"broadsheet_engine_{uuid4().hex}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield from _connected(f"{SERVER}/{name}", folder)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _connected(url: str, folder: Path) -> Iterator[Any]:
    described = {**connections["default"].settings_dict, **database_from(url, folder)}
    connection = load_backend(described["ENGINE"]).DatabaseWrapper(described, f"engine-{uuid4().hex}")
    try:
        yield connection
    finally:
        connection.close()
