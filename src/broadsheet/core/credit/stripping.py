"""What is taken off a credit line before it is read: brackets, legal notices, dates, the word before the names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from broadsheet.core.credit.agencies import house_of
from broadsheet.core.credit.names import is_person
from broadsheet.core.credit.words import (
    DATE,
    DATE_AT_END,
    DATE_AT_START,
    FIRST,
    LEGAL,
    LICENCE,
    MANDATORY,
    NEXT_LABEL,
    NUMBERED,
    POSITION,
    SCREEN_OF,
    TEXT_BY,
    as_printed,
    kind_of,
)

MAX_CHARACTERS = 300
EMAIL = re.compile(r"[^\s(]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(
    r"(?:https?://(?P<any>[^\s,;()|]+)|(?P<host>(?:www\.)?(?:[\w-]{2,}\.)+(?:com|net|org|info|no|se|dk|de|at|ch|fr|fi|is|"
    r"eu|uk|be|nl|io|tv|news|photos?|pictures|images|press|it|es|pl|us|ca|gov|edu|int|mil|me|nu|app|dev|media)"
    r"(?![\w])(?:/(?!(?-i:[A-ZÀ-Þ][\w'’-]+\s[A-ZÀ-Þ]))[^\s,;()|]*)?))",
    re.IGNORECASE,
)
SIGN = re.compile(r"(?:©|\(c\)|ⓒ|\bcopyright\b)\s*(?:©|\(c\)|\bby\b)?\s*:?\s*", re.IGNORECASE)
WRAPPED = re.compile(r"^[(\[{«“\"'](.*)[)\]}»”\"'][.\s]*$", re.DOTALL)
INSIDE = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]")
SUFFIX = re.compile(r",\s+(?=(?:inc|ltd|llc|gmbh|corp|jr|sr|ph\.?d)\b)", re.IGNORECASE)
STROKE_IN_WORD = re.compile(r"\b(A|I|K|c|w)/(S|L|o)\b")
HIDDEN_STROKE = "\ue002"
BY_AT_START = re.compile(
    r"^(?:By|BY|Av|AV|Af|Par|Von|Photographed by|Fotografert av|Fotograf(?:in|en)?|Photographer|Photographe)\s+(?=\w)"
)
BARE_WORD = re.compile(
    r"^(?:[Pp]hotos?|PHOTOS?|[Ff]otos?|FOTOS?|Bilde?|BILD|Ph\.)\s+(?=[A-ZÅÄÖÆØÉ])"
    r"(?!(?i:d['’]archives|agen\w+|news|studios?|press\w*|archiv\w*|pool|credit|copyright|library|service|courtesy|by)\b)"
)
OPENING = re.compile(r"^([^.:/,]{3,30})\.\s*(?=[^\W\d_])")
"""A sentence of one word before the names: `Arkivfoto. Foto: Jane Doe`."""
HOUSE_BY = re.compile(
    r"^(?:Official\s+)?(?P<house>[A-ZÅÄÖÆØÉ][^/,:]{1,40}?)\s+(?i:photo|foto)(?:graph)?\s+(?i:by|av|von)\s+(?P<names>.+)$"
)
HOUSE_COLON = re.compile(r"^(?P<house>[A-Z]{2,}(?: [A-Z]{2,})?)\s+(?i:photo|foto)\s*:\s*(?P<names>.+)$")
SIGN_INSIDE = re.compile(r"\s+(?:©|\([cC]\))\s*(?:(?:18|19|20)\d\d\s)?\s*")
PLACE_AND_DAY = re.compile(rf"\s*\((?P<place>[^\W\d_][^,/\d()]*),\s*(?=\d\d?\D){DATE}\)\.?$", re.IGNORECASE)
"""Where and when, as Swiss papers print it after the name: `Jane Doe (Luzern, 12. Mai 2024)`."""
POOL_BY = re.compile(r"^(?P<pool>pool(?: photo)?)\s+(?:by|av|von)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A line ready to be cut: what was hidden from the cutting, and the marks that its first words left."""

    text: str
    hidden: list[str] = field(default_factory=list)
    marks: list[tuple[Any, str]] = field(default_factory=list)
    is_by: bool = False
    is_labelled: bool = False


def stripped(text: str, *, language: str | None = None) -> Line:
    """Return the line without all that is no name."""
    from broadsheet.core.credit.chain import Role

    line = Line(" ".join(text[:MAX_CHARACTERS].replace("\xa0", " ").split()))
    if mandatory := MANDATORY.match(line.text):
        line.text = mandatory["line"]
    if language and language[:2].lower() == "fr":
        line.text = re.sub(r"\bDR\b", "D.R.", line.text)
    _hide(line)
    before = None
    while before != line.text:
        before = line.text
        line.text = _once(line, Role)
    line.text = NEXT_LABEL.sub("; ", SIGN_INSIDE.sub(" / ", line.text))
    line.text = SUFFIX.sub(" ", INSIDE.sub(_opened, line.text))
    line.text = without_end(line.text)
    return line


def restored(name: str, line: Line) -> str:
    """Return a name with what was hidden in it put back."""
    name = name.replace(HIDDEN_STROKE, "/")
    for number, address in enumerate(line.hidden):
        name = name.replace(_token(number), address)
    return name


def is_hidden(name: str) -> bool:
    """Return whether it is a web address."""
    return name.startswith("Web\ue000")


def _token(number: int) -> str:
    return f"Web\ue000{chr(0xE100 + number)}"


def _hide(line: Line) -> None:
    def hide(match: re.Match[str]) -> str:
        line.hidden.append((match["any"] or match["host"]).rstrip("/."))
        return _token(len(line.hidden) - 1)

    line.text = EMAIL.sub("", line.text)
    line.text = ADDRESS.sub(hide, line.text)
    line.text = STROKE_IN_WORD.sub(rf"\1{HIDDEN_STROKE}\2", line.text)


def _once(line: Line, role: Any) -> str:
    text = line.text.strip(" ,;|/–—-*_")
    if (wrapped := WRAPPED.match(text)) and _is_one(wrapped[1]):
        text = wrapped[1].strip()
    text = NUMBERED.sub("", LEGAL.sub("", text)).strip()
    text = without_end(text)
    text = DATE_AT_START.sub("", _without_date(_without_place_and_day(text)))
    if SIGN.match(text):
        line.is_labelled = True
        text = DATE_AT_START.sub("", SIGN.sub("", text, count=1))
    rest = _without_first_word(line, TEXT_BY.sub("", text), role)
    line.is_labelled = line.is_labelled or rest != text
    return rest


def _without_place_and_day(text: str) -> str:
    """Return the line without where and when in brackets; who stands there instead is kept: `VG (Jane Doe, 3 May)`."""
    match = PLACE_AND_DAY.search(text)
    if not match or house_of(match["place"]):
        return text
    before = text[: match.start()]
    is_maker = is_person(match["place"]) and house_of(before.rpartition(":")[2].strip())
    return text if is_maker else before


def _without_date(text: str) -> str:
    """Return the line without a date at its end; a bracket that it shared with a word is closed again."""
    rest = DATE_AT_END.sub("", text)
    is_shared = rest != text and rest.count("(") > rest.count(")")
    return f"{rest})" if is_shared else rest


def _is_one(inside: str) -> bool:
    return not re.search(r"[()\[\]]", inside) or (
        inside.count("(") == inside.count(")") and inside.find("(") < inside.find(")")
    )


def without_end(text: str) -> str:
    """Return the line without marks at its end; the point of an abbreviation stays."""
    text = text.rstrip(" ,;:|/–—-")
    if text.endswith(".") and not re.search(
        r"(?:\b\w|\b(?:inc|ltd|corp|bros|co|jr|sr|u\.s|e\.v))\.$", text, re.IGNORECASE
    ):
        text = text[:-1]
    return text


def _without_first_word(line: Line, text: str, role: Any) -> str:
    if opening := OPENING.match(text):
        kind = kind_of(opening[1])
        if kind == "archive":
            line.marks.append((role.ARCHIVE, as_printed(opening[1])))
        if kind in ("archive", "nothing"):
            return text[opening.end() :]
    if pool := POOL_BY.match(text):
        line.marks.append((role.POOL, as_printed(pool["pool"])))
        line.is_by = True
        return text[pool.end() :]
    if screen := SCREEN_OF.match(text):
        return text[screen.end() :]
    word = FIRST.match(text)
    if word and text[word.end() :].strip() and not _is_an_archives_name(word):
        if word["archive"]:
            line.marks.append((role.ARCHIVE, as_printed(word["archive"])))
        elif own := word["own"] or word["handout"] or word["press"]:
            line.marks.append((role.OWN, as_printed(own)))
        line.is_by = line.is_by or ":" not in word["by"]
        return text[word.end() :]
    if house := HOUSE_BY.match(text) or HOUSE_COLON.match(text):
        line.is_by = True
        return f"{house['names']} / {house['house']}"
    if BY_AT_START.match(text):
        line.is_by = True
        return BY_AT_START.sub("", text)
    if BARE_WORD.match(text):
        return BARE_WORD.sub("", text)
    if sign := re.match(r"^(?:photos?|fotos?|bild)\s*(?=©|\(c\))", text, re.IGNORECASE):
        return text[sign.end() :]
    return text


def _is_an_archives_name(word: re.Match[str]) -> bool:
    """Return whether `Archives de …` begins a name; `Photo d'archives de …` says whose it is."""
    is_of = word["by"].strip().lower() in ("de", "fra", "from", "von")
    return is_of and bool(word["archive"]) and not re.search("foto|photo|bild", word["archive"], re.IGNORECASE)


def _is_in_full(inside: str, before: str) -> bool:
    """Return whether the brackets say in full what stands short before them: `WANA (West Asia News Agency)`."""
    short = re.search(r"[^\W\d_]{3,}$", before)
    initials = "".join(word[0] for word in inside.split() if word[0].isupper())
    return short is not None and short[0] == initials


def _opened(match: re.Match[str]) -> str:
    """Return what stands in brackets as a part of the line; a date, an address or nothing is left out."""
    inside = match[1].strip()
    if LICENCE.fullmatch(inside):
        return f" ({inside})"
    if (
        not inside
        or inside.startswith("Web\ue000")
        or re.fullmatch(DATE, inside, re.IGNORECASE)
        or POSITION.fullmatch(inside)
        or kind_of(inside) == "nothing"
    ):
        return ""
    if _is_in_full(inside, match.string[: match.start()]):
        return f" ({inside})"
    return f" / {inside}"
