"""Gathers what the rooms with Django's catalogues say to people, without gettext's tools."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import broadsheet

SOURCE = Path(broadsheet.__file__).parent
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"))
LITERAL = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(?:_|n?gettext)\({LITERAL}(?:, *{LITERAL})?")
Words = str | tuple[str, ...]


def catalogues() -> list[Path]:
    """Return the catalogues of the rooms, in every language."""
    return sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Return a catalogue from its `.po`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def said_in(room: Path) -> set[Words]:
    """Return every message of a room; one with a plural is a pair."""
    found: set[Words] = set()
    for path in room.rglob("*"):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found |= said_in_python(path)
        elif path.suffix in (".html", ".txt"):
            found |= said_in_template(path.read_text(encoding="utf-8"))
    return found


def said_in_python(path: Path) -> set[Words]:
    """Return the messages of a module."""
    found: set[Words] = set()
    with path.open("rb") as file:
        for _line, function, words, _comments in extract_python(file, KEYWORDS, (), {"encoding": "utf-8"}):
            texts = (words,) if isinstance(words, str) else tuple(text for text in words or () if text)
            if texts:
                found.add(texts[:2] if str(function).startswith("n") else texts[0])
    return found


def said_in_template(text: str) -> set[Words]:
    """Return the messages of a template."""
    found: set[Words] = set()
    for one, more in CALL.findall(templatize(text)):
        found.add((ast.literal_eval(one), ast.literal_eval(more)) if more else ast.literal_eval(one))
    return found
