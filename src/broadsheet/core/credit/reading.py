"""Reading one credit line: what is no name goes, the rest is cut at strokes, and each part gets its role.

An agency that is known is known wherever it stands. Of the unknown, a person's name is the creator, and where none
looks like one the first place is; everything else is a house.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from broadsheet.core.credit.agencies import house_of, spelt
from broadsheet.core.credit.chain import CreditChain, Party, Role, in_order
from broadsheet.core.credit.names import is_house, is_person, is_signature, set_in_title_case
from broadsheet.core.credit.prose import PIECES, is_prose, without_unknown_label
from broadsheet.core.credit.same import without_repeats
from broadsheet.core.credit.stripping import Line, is_hidden, restored, stripped, without_end
from broadsheet.core.credit.words import (
    COURTESY,
    FIRST,
    LICENCE,
    NAMED_ARCHIVE,
    PICTURE_WORD,
    RANK,
    as_printed,
    is_bare,
    kind_of,
)

JOINT = re.compile(
    r"(?P<via>(?:\s+|\s*/\s*)(?:via|through)\s+|^via\s+)|(?P<stroke>\s*(?://?|[|;•·\\→—])\s*|\s+[-–—]+\s+)",
    re.IGNORECASE,
)
COMMA = re.compile(r"\s*,\s*")
AND = re.compile(r"\s+(?:og|och|and|und|et|&|sowie|samt|\+)\s+", re.IGNORECASE)
OF_HOUSE = re.compile(
    r"(?P<name>.+?)\s+(?P<word>of|from|fra|från|von|for|för|für|pour|POUR|de|i|on|auf|på|sur)\s+(?:the\s+)?[«\"“„]?\s*"
    r"(?P<house>\w[^»”“\"]*?)\s*[»”“\"]?"
)
WORKED_FOR = frozenset({"for", "för", "für", "pour"})
HANDOUT_BEFORE = re.compile(r"(?:HO|Handout)[-–](?=[^\W\d_])")
SHORT = re.compile(r"[a-zß-ÿ]{2,4}")
"""How the staff of a German paper sign."""
OF_A_PLACE = re.compile(r"(?:d[eu]s?\s|d['’]|der\s|of\s|for\s)")
FILE_PHOTO = re.compile("foto|photo|bild", re.IGNORECASE)
POOL_OF = re.compile(r"[^\s/-]+(?:-[^\s/-]+)?-Pool", re.IGNORECASE)
POOL_OF_A_KIND = frozenset({"royal", "rota", "travel", "tour", "pentagon", "print", "still", "stills", "studio"})
HOUSE_FIRST = re.compile(r"(?P<house>[A-Z]{2,}(?: [A-Z]{2,})?) (?:PHOTO|FOTO|BILD) (?P<name>.+)")
BESIDE = {"pool": Role.POOL, "archive": Role.ARCHIVE, "own": Role.OWN}
ROLES = {**BESIDE, "private": Role.OWN, "handout": Role.OWN, "press": Role.OWN}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the line. `role` is None while only its place can tell; `place` counts the strokes before it."""

    name: str
    role: Role | None
    place: int
    is_tight: bool = False
    after_picture: bool = False

    @property
    def is_person(self) -> bool:
        """Return whether it looks like a person, and nothing has said otherwise."""
        return self.role is None and is_person(self.name)


def parse_credit(text: str, language: str | None = None) -> CreditChain:
    """Return who the line credits; an empty chain where it names nobody. Never raises.

    What it returns is what its printed form would be read as, so that a line can go through files and fields and back.

    `language` (BCP 47) is that of the line where it is known. All the languages are read alike; it only tells "DR" in
    French (rights reserved) from the Danish broadcaster.
    """
    chain = _read(text, language)
    again = _read(chain.text, language)
    return again if again and _read(again.text, language) == again else chain


@lru_cache(maxsize=2_000)
def _read(text: str, language: str | None) -> CreditChain:
    line = stripped(text, language=language)
    line.text = without_unknown_label(line.text)
    if not line.is_labelled and is_prose(line.text):
        return CreditChain()
    parts = [part for credit in _credits(line.text) for part in _placed(_parts(credit, line), is_by=line.is_by)]
    parties = [Party(part.role or Role.AGENCY, _printed(part)) for part in parts]
    marks = [Party(role, name) for role, name in line.marks]
    return without_repeats(in_order([*parties, *marks]))


def _printed(part: Part) -> str:
    if part.role == Role.CREATOR and is_person(part.name):
        return set_in_title_case(part.name)
    return part.name


def _credits(text: str) -> list[str]:
    """Return the credits of several pictures in one line, as in `A/AP; B/AFP`: each has its own person; else the line."""
    credits = text.split(";")
    return credits if all(any(map(is_person, PIECES.split(_without_label(one.strip())))) for one in credits) else [text]


def _parts(text: str, line: Line) -> list[Part]:
    """Return the named parts of one credit, with what `line` has hidden put back."""
    parts = (replace(part, name=restored(part.name, line)) for part in _cut(text))
    return [part for part in parts if part.name]


def _cut(text: str) -> list[Part]:
    found: list[Part] = []
    at, place, joint, is_tight = 0, 0, "", False
    for match in [*JOINT.finditer(text), None]:
        piece = _without_label(text[at : match.start() if match else None].strip(" ,:–—-"))
        found += _of_piece(piece, place=place, is_via=joint == "via", is_tight=is_tight)
        if match is None:
            break
        at, place, joint = match.end(), place + 1, match.lastgroup or ""
        is_tight = match[0] in ("/", "//")
    return found


def _without_label(piece: str) -> str:
    """Return what follows the label of a second credit in the line, as after `Montage: Jane Doe;`."""
    label = FIRST.match(piece)
    return piece[label.end() :] if label and ":" in label["by"] else piece


def _of_piece(piece: str, *, place: int, is_via: bool, is_tight: bool) -> list[Part]:
    """Return the parts between two strokes: one, or several with commas, "and" or an archive's word between them."""
    names = _split(piece)
    parts = [part for name in names for part in _one(name, place=place, is_tight=is_tight)]
    if is_via and parts:
        first = parts[0]
        if first.role in (None, Role.AGENCY, Role.CREATOR):
            parts[0] = replace(first, role=Role.VIA)
    return parts


def _split(piece: str) -> list[str]:
    if not piece or house_of(piece) or COURTESY.match(piece):
        return [piece] if piece else []
    names = [name for chunk in COMMA.split(piece) for name in _and_split(chunk.lstrip(" ."))]
    return [name for name in map(without_end, names) if name]


def _and_split(chunk: str) -> list[str]:
    halves = [half.strip(" ,") for half in AND.split(chunk)]
    if len(halves) == 1 or not all(_may_stand_beside(half) for half in halves):
        return [chunk]
    return halves


def _may_stand_beside(half: str) -> bool:
    if house_of(half) or is_person(half):
        return True
    return bool(half) and " " not in half and half[0].isupper() and not is_house(half)


def _one(name: str, *, place: int, is_tight: bool) -> list[Part]:
    """Return the part, or the two that one piece of text is: `NTB arkiv`, `Getty Images Pool`, `Jane Doe of AP`."""
    plain = Part(name, None, place, is_tight)
    kind = kind_of(name)
    if kind == "nothing":
        return []
    if handout := HANDOUT_BEFORE.match(name):
        return [
            replace(plain, name="Handout", role=Role.OWN),
            *_one(name[handout.end() :], place=place, is_tight=is_tight),
        ]
    if kind:
        return [replace(plain, name=as_printed(name), role=ROLES.get(kind, Role.CREATOR))]
    if COURTESY.match(name):
        return [replace(plain, name=_capital(name), role=Role.OWN)]
    if house_of(name):
        return [replace(plain, name=spelt(name), role=Role.AGENCY)]
    if POOL_OF.fullmatch(name):
        return [replace(plain, role=Role.POOL)]
    return (
        _house_first(plain) or _with_picture_word(plain) or _with_kind(plain) or _of_house(plain) or [_unknown(plain)]
    )


def _house_first(plain: Part) -> list[Part]:
    """Return the two of `BELGA PHOTO JANE DOE`, and of `ANP XTRA JANE DOE` where the house has two words."""
    match = HOUSE_FIRST.fullmatch(plain.name)
    words = plain.name.split()
    house, name = (match["house"], match["name"]) if match else (" ".join(words[:2]), " ".join(words[2:]))
    if not house.isupper() or not house_of(house) or not is_person(name):
        return []
    return [replace(plain, name=spelt(house), role=Role.AGENCY), replace(plain, name=name)]


def _unknown(plain: Part) -> Part:
    without_licence = LICENCE.sub("", plain.name).strip(" (,")
    if house_of(without_licence) or is_house(plain.name) or is_hidden(plain.name):
        is_archive = not house_of(without_licence) and NAMED_ARCHIVE.search(plain.name)
        return replace(plain, role=Role.ARCHIVE if is_archive else Role.AGENCY)
    return plain


def _with_picture_word(plain: Part) -> list[Part]:
    """Return the house of `AP Photo`, `Foto NTB`, `AFP-bild`."""
    match = PICTURE_WORD.fullmatch(plain.name)
    if not match:
        return []
    house = match["before"] or match["after"]
    if house_of(house):
        return [replace(plain, name=spelt(house), role=Role.AGENCY, after_picture=True)]
    if match["after"] and kind_of(house) in ROLES:
        return [replace(plain, name=as_printed(house), role=ROLES[kind_of(house)])]
    if match["after"] and is_person(house):
        return [replace(plain, name=house)]
    return []


def _with_kind(plain: Part) -> list[Part]:
    """Return the two parts of a house or a person with a word of kind beside it."""
    if RANK.match(plain.name):
        return []
    words = re.split(r"[\s-]+", plain.name)
    for size in (3, 2, 1):
        for word, rest in (
            (" ".join(words[-size:]), plain.name[: -len(" ".join(words[-size:]))]),
            (" ".join(words[:size]), plain.name[len(" ".join(words[:size])) :]),
        ):
            name = rest.strip(" -:")
            kind = kind_of(word) if name else ""
            if kind == "archive" and OF_A_PLACE.match(name) and not FILE_PHOTO.search(word):
                return [replace(plain, role=Role.ARCHIVE)]
            is_told = house_of(name) or is_person(name) or (kind == "archive" and FILE_PHOTO.search(word))
            if kind in BESIDE and is_told:
                inner = [_no_creator(part) for part in _one(name, place=plain.place, is_tight=plain.is_tight)]
                return [*inner, replace(plain, name=as_printed(word), role=BESIDE[kind])]
            if kind in ("pool", "archive") and not _is_called_pool(plain.name):
                return [replace(plain, role=BESIDE[kind])]
    return []


def _no_creator(part: Part) -> Part:
    """Return a part beside a word of kind: `Photo archives NR` names a house where it looks like no person."""
    return replace(part, role=Role.AGENCY) if part.role is None and not part.is_person else part


def _is_called_pool(name: str) -> bool:
    """Return whether it is a person with this surname, and not a pool by its name."""
    first, *rest = name.split()
    is_surname = len(rest) == 1 and rest[0] in ("Pool", "POOL")
    return is_surname and is_person(name) and len(first) > 3 and first.casefold() not in POOL_OF_A_KIND


def _of_house(plain: Part) -> list[Part]:
    for hyphen in re.finditer("-", plain.name):
        name, house = plain.name[: hyphen.start()], plain.name[hyphen.end() :]
        if is_person(name) and house_of(house):
            return [replace(plain, name=name), replace(plain, name=spelt(house), role=Role.AGENCY)]
    name, _, house = plain.name.rpartition(". ")
    if house_of(house) and is_person(name):
        return [replace(plain, name=name), replace(plain, name=spelt(house), role=Role.AGENCY)]
    name, _, house = plain.name.rpartition(" ")
    if house.isupper() and house_of(house) and is_person(name) and not name.isupper():
        return [replace(plain, name=name), replace(plain, name=spelt(house), role=Role.AGENCY)]
    match = OF_HOUSE.fullmatch(plain.name)
    return _worked_for(plain, match) if match else []


def _worked_for(plain: Part, match: re.Match[str]) -> list[Part]:
    """Return the two of `Jane Doe for Nordavisa` and of `VII for The Guardian`, where an agency worked for a paper."""
    name, house, is_for = match["name"], match["house"], match["word"].casefold() in WORKED_FOR
    of_house = replace(plain, name=spelt(house), role=Role.AGENCY)
    if is_person(name) and (house_of(house) or (is_for and house[0].isupper())):
        return [replace(plain, name=name), of_house]
    if is_for and house_of(name) and (house_of(house) or is_house(house)):
        return [replace(plain, name=spelt(name), role=Role.AGENCY), of_house]
    return []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _placed(parts: list[Part], *, is_by: bool) -> list[Part]:
    """Return the parts with the role that their place tells."""
    unknown = [part for part in parts if part.role is None]
    if not unknown:
        return parts
    place = _creators_place(parts, unknown, is_by=is_by)
    return [replace(part, role=_role_at(part, place, parts)) if part.role is None else part for part in parts]


def _creators_place(parts: list[Part], unknown: list[Part], *, is_by: bool) -> int:
    """Return the place whose unknown names are the creators; -1 for none."""
    persons = [part for part in unknown if part.is_person]
    first = next(part for part in parts if part.role is None or part.role in (Role.AGENCY, Role.VIA))
    if is_by or (first.role is None and first.is_person):
        return unknown[0].place if is_by and not persons else (persons or unknown)[0].place
    if first.role is None:
        others = [part for part in parts if part is not first]
        if not others or others[0].role == Role.VIA or all(part.role == Role.ARCHIVE for part in others):
            return first.place if SHORT.fullmatch(first.name) else -1
        if not persons and any(part.role == Role.OWN and is_bare(part.name) for part in parts):
            return -1
        later = [part for part in persons if part.place > first.place]
        flips = later and (is_signature(first.name) or later[-1].is_tight or _is_plainly_before(later[-1], first))
        return later[-1].place if flips else first.place
    if persons:
        return persons[-1].place
    weak = unknown[0]
    is_told = first.after_picture or (weak.is_tight and first.role == Role.AGENCY and not is_signature(weak.name))
    return weak.place if is_told else -1


def _is_plainly_before(person: Part, first: Part) -> bool:
    """Return whether the name is a person's, of three words or with an initial, and the first place is one word."""
    return " " not in first.name and (person.name.count(" ") > 1 or "." in person.name)


def _role_at(part: Part, place: int, parts: list[Part]) -> Role:
    if part.place != place:
        return Role.AGENCY
    beside = [other for other in parts if other.place == place and other.role is None]
    is_last_place = not any(other.place > place and other.role in (Role.AGENCY, Role.VIA) for other in parts)
    if len(beside) > 1 and is_last_place and not part.is_person and any(other.is_person for other in beside):
        return Role.AGENCY
    return Role.CREATOR
