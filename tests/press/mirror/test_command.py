"""What the commands say where machines share no store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.commands.init import make_folders

Told = subprocess.CompletedProcess[str]


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Told]:
    """Run a command in a newsroom whose database was never made: none of these gets so far."""
    make_folders(tmp_path / "n")
    (tmp_path / "n/broadsheet.toml").touch()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    def run(*arguments: str, **more: str) -> Told:
        argv = [sys.executable, "-m", "broadsheet", "--dir", str(tmp_path / "n"), *arguments]
        return subprocess.run(argv, env={**environment, **more}, capture_output=True, text=True, check=False)

    return run


def test_without_a_shared_store_there_is_nothing_to_mirror(told):
    answer = told("press", "mirror", "--once")
    assert answer.returncode == 1
    assert "store.url is empty" in answer.stderr


def test_a_page_server_alone_wants_a_shared_store(told):
    answer = told("up", "--only", "pages")
    assert answer.returncode == 2
    assert "set store.url" in answer.stderr


def test_an_address_that_is_no_bucket_stops_the_start_and_names_no_secret(told):
    answer = told("press", "mirror", "--once", BROADSHEET_STORE_URL="s3://KEY:TOPSECRET@s3.example")
    assert answer.returncode != 0
    assert "store.url" in answer.stderr
    assert "TOPSECRET" not in answer.stdout + answer.stderr
