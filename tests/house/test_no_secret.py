"""No secret lies in the repository, and no account comes with it (P9)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|AGE-SECRET-KEY-1[A-Z0-9]{20}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}"
    r"|(?i:secret_key|password|token)\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
)


def secrets_in(text: str) -> list[str]:
    return [found[0][:40] for found in SECRET.finditer(text)]


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    kept = [ROOT / name for name in names if not name.endswith((".lock", ".png", ".woff2", ".mo", ".svg", ".jpg"))]
    return [path for path in kept if path.is_file()]


def test_p9_no_file_of_the_repository_holds_a_secret():
    found = {str(path.relative_to(ROOT)): secrets_in(path.read_text("utf-8", "replace")) for path in tracked()}
    assert {name: words for name, words in found.items() if words and name != "tests/house/test_no_secret.py"} == {}


@pytest.mark.parametrize(
    "text",
    ["-----BEGIN PRIVATE KEY-----", 'SECRET_KEY = "q8Zr1mV0xT4uP6sW2yB9dF3gH7jK5nL1"', "AKIAIOSFODNN7EXAMPLE"],
)
def test_p9_the_scan_finds_a_secret_where_there_is_one(text):
    assert secrets_in(text)
