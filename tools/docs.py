"""Make the pages of the reference that the code already knows: settings, commands, errors.

``python -m tools.docs`` writes them; ``python -m tools.docs --check`` writes nothing and fails with the name of a page
that is stale. No newsroom and no Django are needed: the tables are imported, errors are read from the source text.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from broadsheet.__main__ import main as command
from broadsheet.settings.table import FEED_KEYS, TABLE, Setting

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "broadsheet"
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `python -m tools.docs`. Change the code, not this page. -->\n\n"

KINDS = {
    "port": "a port",
    "zone": "a time zone",
    "country": "two letters",
    "networks": "a list of networks",
    "pattern": "a pattern",
    "text": "text",
    "whole": "whole number, 0 or more",
    "choice": "one of a few words",
    "list": "list of texts",
    "address": "address with scheme, without a path",
    "limits": 'table of texts such as "10/600"',
}
GROUPS = {
    "site": "The paper",
    "desk": "The desk",
    "pictures": "Pictures",
    "comments": "Comments",
    "wire": "The wire",
    "server": "The server",
    "database": "Database",
    "store": "Page store",
    "backup": "Backup",
    "mail": "Mail",
    "secret_key": "Keys",
}
#: Before an error that is a kind of the one above it; it must not break a line.
INDENT = "&nbsp;&nbsp;&nbsp;&nbsp;"
#: Settings that are read and checked, and that nothing acts on yet.
WITHOUT_EFFECT = frozenset({"comments.edit_minutes"})
ROOMS = {
    "settings": "The start of a newsroom",
    "supervisor": "`broadsheet up`",
    "commands": "Backup and restore",
    "wire": "Wire",
    "desk": "Desk",
    "photos": "Pictures",
    "comments": "Comments",
    "press": "Press and page server",
}


def settings_page() -> str:
    """Return the page of all settings, in the table's order."""
    parts = [SETTINGS_HEAD]
    group = ""
    for row in TABLE:
        if (first := row.name.partition(".")[0]) != group:
            group = first
            parts.append(f"## {GROUPS[group]}\n")
        parts.append(_setting(row))
    parts.append(FEEDS_HEAD)
    parts += [f"- `feeds.<name>.{key}`: {text}" for key, text in FEED_KEYS.items()]
    return "\n".join(parts) + "\n"


def _setting(row: Setting) -> str:
    kind = ", ".join(f'`"{word}"`' for word in row.choices) if row.choices else KINDS[row.kind]
    lines = [f"### `{row.name}`\n", row.help, ""]
    if row.name in WITHOUT_EFFECT:
        lines += ["*Nothing acts on it in this edition; leave it as it is.*", ""]
    lines.append(f"- Kind: {'one of ' if row.choices else ''}{kind}")
    lines.append(f"- Default: `{_toml(row.default)}`")
    lines.append(
        f"- Variable: `{row.variable}`" + (f", or a file named by `{row.variable}_FILE`" if row.secret else "")
    )
    return "\n".join([*lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def commands_page() -> str:
    """Return the page of all commands; those that only the supervisor calls are left out."""
    return "\n".join([COMMANDS_HEAD, *_commands(command, ["broadsheet"])])


def public_commands(group: click.Group, path: list[str]) -> Iterator[tuple[list[str], click.Command]]:
    """Yield each command that a person may call with its words, those of a group after the group."""
    for name, inner in group.commands.items():
        if inner.hidden:
            continue
        yield [*path, name], inner
        if isinstance(inner, click.Group):
            yield from public_commands(inner, [*path, name])


def _commands(group: click.Group, path: list[str]) -> Iterator[str]:
    yield _options(group)
    for words, found in public_commands(group, path):
        level = "##" if len(words) == len(path) + 1 else "###"
        yield f"{level} `{' '.join(words)}`\n\n{_help(found)}\n"
        if not isinstance(found, click.Group):
            context = click.Context(found, info_name=" ".join(words[-1:]))
            yield f"```\n{' '.join([*words, *found.collect_usage_pieces(context)])}\n```\n"
            yield _options(found)


def _help(found: click.Command) -> str:
    return " ".join((found.help or "").split())


def _options(found: click.Command) -> str:
    rows = []
    for part in found.params:
        if isinstance(part, click.Option) and not part.hidden and part.name != "version":
            value = "" if part.is_flag else f" {_metavar(found, part)}"
            default = f" Default: `{part.default}`." if part.show_default else ""
            must = " Needed." if part.required else ""
            rows.append(f"- `{', '.join(part.opts)}{value}`: {part.help or 'which one.'}{must}{default}")
    return "\n".join([*rows, ""]) if rows else ""


def _metavar(found: click.Command, part: click.Option) -> str:
    return part.make_metavar(click.Context(found)).replace("INTEGER RANGE", "NUMBER")


@dataclass(frozen=True)
class Fault:
    """An error class as the source has it: its name, its parent, when it is raised, and what it says to a person."""

    name: str
    parent: str
    when: str
    says: str


def errors_page() -> str:
    """Return the page of every room's errors, as trees with what they mean and what they say."""
    parts = [ERRORS_HEAD]
    for room, title in ROOMS.items():
        parts.append(f"## {title}\n\n| error | when | what it says |\n|---|---|---|")
        parts += [
            f"| {INDENT * depth}`{fault.name}` | {_cell(fault.when)} | {_cell(fault.says)} |"
            for depth, fault in _tree(room)
        ]
        parts.append("")
    return "\n".join(parts)


def faults(room: str) -> list[Fault]:
    """Return the errors of a room, in the source's order."""
    path = SOURCE / room / "errors.py" if (SOURCE / room).is_dir() else SOURCE / f"{room}.py"
    classes = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
    return [_fault(node) for node in classes if node.name.endswith("Error")]


def rooms_with_errors() -> set[str]:
    """Return the rooms that have a page of errors in the source."""
    return {path.parent.name for path in SOURCE.glob("*/errors.py")}


def _tree(room: str) -> Iterator[tuple[int, Fault]]:
    found = faults(room)
    names = {fault.name for fault in found}

    def below(parent: str, depth: int) -> Iterator[tuple[int, Fault]]:
        for fault in found:
            if fault.parent == parent:
                yield depth, fault
                yield from below(fault.name, depth + 1)

    for fault in found:
        if fault.parent not in names:
            yield 0, fault
            yield from below(fault.name, 1)


def _fault(node: ast.ClassDef) -> Fault:
    parent = ast.unparse(node.bases[0]) if node.bases else ""
    when = (ast.get_docstring(node) or "").split("\n\n")[0]
    return Fault(node.name, parent, " ".join(when.split()), _sentence(node))


def _sentence(node: ast.ClassDef) -> str:
    """Return the text for a person, with ‹name› where a fact stands; empty where the raiser says it."""
    for part in node.body:
        if isinstance(part, ast.Assign | ast.AnnAssign) and part.value and _target(part) in ("template", "sentence"):
            return _text(part.value)
    init = next((part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"), None)
    if init is None:
        return ""
    named = {_target(part): part.value for part in ast.walk(init) if isinstance(part, ast.Assign)}
    for part in ast.walk(init):
        if isinstance(part, ast.Call) and ast.unparse(part.func) == "super().__init__" and part.args:
            return _text(named["text"] if "text" in named else part.args[0])
    return ""


def _target(part: ast.Assign | ast.AnnAssign) -> str:
    return ast.unparse(part.targets[0] if isinstance(part, ast.Assign) else part.target)


def _text(value: ast.expr) -> str:
    """Return the words of a literal, of an f-string, of ``_("…")`` or of ``_("…") % {…}``."""
    match value:
        case ast.Constant(value=str(text)):
            return re.sub(r"%\((\w+)\)s", r"‹\1›", text)
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.FormattedValue(value=inner):
            return f"‹{ast.unparse(inner).removeprefix('self.').partition('.')[0]}›"
        case ast.Call(args=[first, *_]) if ast.unparse(value.func) in ("_", "gettext"):
            return _text(first)
        case ast.BinOp(left=left, op=ast.Mod()):
            return _text(left)
    return ""


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|").replace("\n", " ") or "–"


SETTINGS_HEAD = """# Settings

Everything that a newsroom may turn stands in `broadsheet.toml`, in the newsroom's folder:

```toml
[site]
name = "The Harbour Post"
url = "https://harbour.example"

[desk]
second_factor = "required"

[feeds.ntb]
section = "world"
provider = "NTB"
```

- Each setting is also an environment variable, named below. The variable wins over the file.
- A list is written with commas in a variable, a table of limits as `network=10/600,story=60/600`.
- A variable with `_FILE` at its end names a file that holds the value. Use it for passwords and keys.
- A wrong value or an unknown name stops the start, and the message names it.
- Settings are read at the start. After a change, restart `broadsheet up`; where the change shows on pages (the name,
  the address, the contact), also run `broadsheet press run --all`.
"""
FEEDS_HEAD = """## Feeds

A feed has a table of its own, `[feeds.<name>]`. The feed is made, or brought up to date, when `broadsheet up` starts
and when `broadsheet wire ingest` runs. There is no environment variable for a feed.
"""
COMMANDS_HEAD = """# Commands

`broadsheet` works on one newsroom folder: `--dir`, else the variable `BROADSHEET_DIR`, else the current folder.
Exit status: 0 done, 1 failed, 2 misused. With `--json`, one JSON object a line on standard output and nothing else.
`broadsheet COMMAND --help` says the same as this page.

`make serve`, `make test`, `make env`, `make check` and `make bench` are the repository's own; see
[CONTRIBUTING](../../CONTRIBUTING.md).
"""
ERRORS_HEAD = """# Errors

Each room has one tree of errors. The name stands in logs and in the JSON of commands; the sentence is what a person is
shown. `‹name›` is a fact that is filled in. A dash: the sentence is made where the error is raised. An error that is
indented is a kind of the one above it.
"""

PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "errors.md": errors_page,
}


def stale_pages() -> list[str]:
    """Return the names of generated pages that are not what the code says."""
    return [name for name, make in PAGES.items() if _kept(name) != _whole(make)]


def _whole(make: Callable[[], str]) -> str:
    return MADE + re.sub(r"\n{3,}", "\n\n", make()).rstrip() + "\n"


def _kept(name: str) -> str:
    path = REFERENCE / name
    return path.read_text("utf-8") if path.exists() else ""


def main() -> int:
    """Write the pages, or with ``--check`` say which are stale; returns the exit status."""
    parser = argparse.ArgumentParser(description="Make the generated pages of the reference.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is stale")
    if parser.parse_args().check:
        stale = stale_pages()
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} is stale: run python -m tools.docs\n")
        return 1 if stale else 0
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(_whole(make), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
