"""What every test may ask for, and what happens to a test that this machine cannot run."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django.fixtures

from tests import object_store

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("BROADSHEET_SHARED", ROOT.parent / "shared"))
LACKS = {
    "browser": lambda: None if shutil.which("chromium") else "chromium",
    "strace": lambda: None if shutil.which("strace") else "strace",
    "small_disk": lambda: None if os.geteuid() == 0 else "the right to mount a small disk",
    "imap": lambda: None if shutil.which("dovecot") and os.geteuid() == 0 else "dovecot, and the right to start it",
    "postgres": lambda: None if _answers("127.0.0.1", 5432) else "a PostgreSQL server on this machine",
    "s3": object_store.lacks,
    "fronts": lambda: _missing("nginx", "caddy", "varnishd"),
    "exiftool": lambda: None if shutil.which("exiftool") else "exiftool",
}


def _missing(*programs: str) -> str | None:
    search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    return ", ".join(name for name in programs if shutil.which(name, path=search) is None) or None


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name and counted, the tests of files that lie beside the project where they are not there."""
    if not (SHARED / "wire").is_dir():
        left_out = [item for item in items if item.get_closest_marker("shared")]
        items[:] = [item for item in items if not item.get_closest_marker("shared")]
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Name what a test lacks; in CI nothing may lack."""
    for marker, lacks in LACKS.items():
        if item.get_closest_marker(marker) and (missing := lacks()):
            if os.environ.get("CI"):
                pytest.fail(f"needs {missing}, and CI skips nothing")
            pytest.skip(f"needs {missing}")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of agency files and hostile inputs."""
    return SHARED


@pytest.fixture(scope="session")
def s3_server() -> Iterator[object_store.ObjectStore]:
    """Run an S3 server; tests that ask for it are in one group, so that one process starts it."""
    server = object_store.ObjectStore()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def fresh_folders(tmp_path: Path, settings: pytest_django.fixtures.SettingsWrapper) -> Iterator[None]:
    """Give each test a newsroom folder of its own."""
    for name in ("MEDIA_ROOT", "PICTURES_ROOT", "PAGES_ROOT", "RUN_ROOT", "WIRE_ROOT", "FEEDS_ROOT"):
        setattr(settings, name, tmp_path / name.removesuffix("_ROOT").lower())
    yield
