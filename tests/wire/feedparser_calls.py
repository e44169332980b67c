"""Finds calls of `feedparser.parse` that are given anything but a `BytesIO` (W5).

feedparser opens a local file, or fetches an address, when it is given a string that looks like one.
"""

from __future__ import annotations

import ast
from pathlib import Path


def unsafe_calls(source: str) -> list[int]:
    """Return the lines of the calls whose first argument is not `BytesIO(…)`, written in place."""
    tree = ast.parse(source)
    names = _parse_names(tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in names)
    return [call.lineno for call in calls if not _is_given_bytes(call)]


def unsafe_calls_under(folder: Path) -> list[str]:
    """Return `file:line` of every such call in the Python files under `folder`."""
    return [
        f"{path}:{line}"
        for path in sorted(folder.rglob("*.py"))
        for line in unsafe_calls(path.read_text(encoding="utf-8"))
    ]


def _parse_names(tree: ast.AST) -> set[str]:
    """Return every way in which this file may write `feedparser.parse`."""
    names = {"feedparser.parse"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {f"{one.asname}.parse" for one in node.names if one.name == "feedparser" and one.asname}
        elif isinstance(node, ast.ImportFrom) and node.module == "feedparser":
            names |= {one.asname or one.name for one in node.names if one.name == "parse"}
    return names


def _is_given_bytes(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Call) and ast.unparse(first.func) in {"BytesIO", "io.BytesIO"}
