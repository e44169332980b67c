"""What a picture's file and its content credentials say, as rows that a person reads. All of it is text from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.screens.pictures.log import label_of, said
from broadsheet.photos import metadata
from broadsheet.photos.models import Picture

WORDS = {
    "creators": _("Creators"),
    "copyright_holder": _("Copyright holder"),
    "headline": _("Headline"),
    "keywords": _("Keywords"),
    "city": _("City"),
    "country": _("Country"),
}
MAX_CHARACTERS = 600
MAX_ROWS = 40
MAX_DEPTH = 4
FOR_MACHINES = frozenset({"state", "private", "codes"})
"""Facts of the content credentials that the sentences above the list have told, or that only the signing asks for."""
Told = tuple[Any, str]


def told_by_file(picture: Picture) -> list[Told]:
    """Return what the file says about itself, field by field; nothing where it is gone or says nothing."""
    try:
        with picture.open_file() as file:
            read = metadata.read(file.read())
    except (OSError, ValueError):
        return []
    rows = []
    for field in fields(read):
        value = getattr(read, field.name)
        if value and not isinstance(value, Mapping):
            rows.append((WORDS.get(field.name) or capfirst(label_of(field.name).replace("_", " ")), _cut(value)))
    return rows


def told_by_credentials(picture: Picture) -> list[Told]:
    """Return what the content credentials say, the names of nested facts joined by a dot; not what is for machines."""
    told = {name: value for name, value in picture.credentials.items() if name not in FOR_MACHINES}
    return list(_flat(told, "", 0))[:MAX_ROWS]


def _flat(value: Any, name: str, depth: int) -> Iterator[Told]:
    if isinstance(value, Mapping) and depth < MAX_DEPTH:
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list) and depth < MAX_DEPTH and any(isinstance(one, Mapping | list) for one in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{name}.{number}", depth + 1)
    elif value not in (None, "", [], {}):
        yield name.replace("_", " "), _cut(value)


def _cut(value: Any) -> str:
    if isinstance(value, tuple):
        value = ", ".join(str(one) for one in value if not isinstance(one, Mapping))
    text = said(value) if isinstance(value, bool | datetime) else str(value)
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"
