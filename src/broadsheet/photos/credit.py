"""The credit as the page prints it after the word "Photo": the creator, a stroke, the line that the agency asks for."""

from __future__ import annotations

import re

PREFIX = re.compile(r"^(?:photo|foto|bilde|picture|image)(?:\s+(?:by|credit|av))?\s*:\s*", re.IGNORECASE)
PARTS = re.compile(r"\s*[/|;]\s*|\s+via\s+", re.IGNORECASE)


def credit_text(creator: str, credit_line: str) -> str:
    """Return `Jane Doe / Pool Photo via AP`; the one that there is where the other is absent; "" where neither is.

    No name stands twice: a line that already names the creator is the whole credit, and so is a creator who is
    already written with the agency. A leading "Photo:" is left out, since the page prints its own.
    """
    name, line = _plain(creator), _plain(credit_line)
    if not name or not line:
        return name or line
    if _names(line, name):
        return line
    if line.casefold() in (part.casefold() for part in PARTS.split(name)):
        return name
    return f"{name} / {line}"


def is_complete(creator: str, credit_line: str, *, alt_text: str, is_decorative: bool) -> bool:
    """Return whether the picture may be published: somebody is credited, and readers who cannot see it are told."""
    return bool(credit_text(creator, credit_line)) and (is_decorative or bool(alt_text.strip()))


def _plain(text: str) -> str:
    return PREFIX.sub("", " ".join(text.split())).strip(" /")


def _names(line: str, name: str) -> bool:
    """Return whether the line has the name in it as whole words."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE) is not None
