"""The credit at the end of a caption: found, read, and taken off. In doubt the caption stays as it is."""

from __future__ import annotations

import re

from broadsheet.core.credit.agencies import house_of
from broadsheet.core.credit.chain import CreditChain, Party, Role, in_order
from broadsheet.core.credit.names import is_house, is_person, is_signature
from broadsheet.core.credit.prose import is_prose
from broadsheet.core.credit.reading import parse_credit
from broadsheet.core.credit.same import without_repeats
from broadsheet.core.credit.words import BEFORE, COURTESY, LEGAL, NAMED_ARCHIVE, TAIL_BY, kind_of

MAX_TAIL = 160
MAX_NAME = 60
MAX_LOOKED_AT = 800
"""A credit and the legal notice after it; the caption before that is not looked at, however long a stranger made it."""
TAGS = re.compile(r"\s*\((?:[A-Z][A-Z .]+ - )?Tags:[^()]*\)\s*$")
BRACKET = re.compile(r"\s*[(\[](?P<tail>(?:[^()\[\]]|\([^()]*\))*)[)\]][.\s]*$")
NAMED = re.compile(
    rf"(?:^|(?<=[\s(/.,;–—-]))(?P<tail>(?:{BEFORE.pattern})(?:\s+(?:by|av|af|von))?\s*:\s*[^:\n]{{1,{MAX_TAIL}}})$",
    re.IGNORECASE,
)
BY = re.compile(rf"(?:^|(?<=[.!?…\"”»)\n])\s*)(?P<tail>{TAIL_BY}\s+[^\n]{{1,{MAX_TAIL}}})$", re.IGNORECASE)
SIGNED = re.compile(rf"(?:^|(?<=[\s.,]))(?P<tail>(?:©|\(c\)|Copyright\s)[^\n]{{1,{MAX_TAIL}}})$", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?:(?<=[^\s.]{2}[.!?…])|(?<=[.!?…][\"”»)])|(?<=\d[.])|(?<=\n))\s+(?=[^\s\d])|\n+")
BARE_LABEL = re.compile(r"(?:Photos?|PHOTOS?|Fotos?|FOTOS?|Ph\.)\s+(?:d['’]archives\s+)?(?=[^\W\d_])")
HOUSE_PHOTO = re.compile(r"[A-Z]{2,} (?:PHOTO|FOTO|XTRA) \w.*")
WORKED_FOR = re.compile(r"[^,]+\s(?:for|för|für|pour|POUR)\s[«\"]?[^,]+")
PICTURE_BARE = re.compile(r"\w+[ -]?(?:foto|photo|bilde?|billede)", re.IGNORECASE)
STROKE = re.compile(r"\s+[/|–—-]\s*(?P<tail>[^\n]{2,60})$")


def parse_caption_tail(caption: str, language: str | None = None) -> tuple[str, CreditChain]:
    """Return the caption without the credit at its end, and who that credits. Never raises.

    A tail says that it is one: a word before it (`Foto:`), brackets around a house, a house and a stroke, or a sign.
    What is read as a tail and names nobody is left in the caption.
    """
    whole, chain = caption.rstrip(), CreditChain()
    head, text = whole[:-MAX_LOOKED_AT], whole[-MAX_LOOKED_AT:]
    for _ in range(2):
        found = _found(TAGS.sub("", text), language)
        if found is None:
            break
        text, more = found
        chain = without_repeats(in_order([*more.parties, *chain.parties]))
        if not text:
            break
    return ((head + text).rstrip() if chain else caption), chain


def _found(text: str, language: str | None) -> tuple[str, CreditChain] | None:
    for look in (_in_brackets, _after_a_word, _last_sentence, _after_a_stroke):
        if (found := look(text)) is None:
            continue
        rest, tail = found
        chain = parse_credit(tail, language)
        if chain and all(map(_may_be_a_name, chain.parties)):
            return rest.rstrip(" \t\r\n/(–—-"), chain
    return None


def _in_brackets(text: str) -> tuple[str, str] | None:
    match = BRACKET.search(text)
    if not match or len(match["tail"]) > MAX_TAIL:
        return None
    tail = match["tail"].strip()
    is_told = (
        NAMED.fullmatch(tail) or BY.fullmatch(tail) or SIGNED.fullmatch(tail) or kind_of(tail) in ("archive", "private")
    )
    is_told = is_told or _is_barely_labelled(tail)
    return (text[: match.start()], tail) if is_told or _is_signed_by_a_house(tail) or _is_pair(tail) else None


def _after_a_word(text: str) -> tuple[str, str] | None:
    for pattern in (NAMED, BY, SIGNED):
        match = pattern.search(text)
        if match and _is_short(match["tail"]) and not _is_a_sentence(match["tail"]):
            return text[: match.start("tail")], match["tail"]
    return None


def _last_sentence(text: str) -> tuple[str, str] | None:
    """Return what follows the last full stop, where it is a credit and no sentence."""
    legal = LEGAL.search(text)
    body = text[: legal.start()] if legal and len(text) - legal.start() < 400 else text
    for end in [*reversed(list(SENTENCE_END.finditer(body))), None]:
        tail = body[end.end() :].strip() if end else body
        if len(tail) > MAX_TAIL:
            return None
        if _is_a_kind(tail) or (end and _is_barely_labelled(tail)) or _is_signed_by_a_house(tail):
            if end is None and not all(_is_a_name(party) for party in parse_credit(tail).parties):
                return None
            return (body[: end.start()] if end else ""), tail
    return None


def _is_a_kind(tail: str) -> bool:
    """Return whether it says in whose hands the picture was, and no more: Privatfoto, PR-foto, Courtesy of …"""
    kind = kind_of(tail.rstrip("."))
    is_lent = bool(re.match(r"courtesy|mit freundlicher|avec l|gjengitt", tail, re.IGNORECASE) and COURTESY.match(tail))
    return kind in ("archive", "private", "handout") or (kind == "press" and bool(PICTURE_BARE.match(tail))) or is_lent


def _is_barely_labelled(tail: str) -> bool:
    """Return whether `Photo` without a colon stands before a person's name or before houses with strokes, as the French print it."""
    if not BARE_LABEL.match(tail) or not _is_short(tail):
        return False
    chain = parse_credit(tail)
    named = [party.name for party in chain.parties if party.is_named]
    is_of_houses = "/" in tail and bool(named) and all(map(is_house, named))
    return (any(map(is_person, chain.creators)) or is_of_houses) and all(map(_is_name, chain.parties))


def _is_a_sentence(tail: str) -> bool:
    """Return whether a sentence follows the label, or what follows it is signed by a house at its end.

    So begin the captions of Reuters: `FILE PHOTO: The lock is seen in Quayside, May 2, 2020. REUTERS/Jane Doe`.
    """
    return is_prose(tail.partition(":")[2]) or any(
        _is_signed_by_a_house(tail[end.end() :]) for end in SENTENCE_END.finditer(tail)
    )


def _after_a_stroke(text: str) -> tuple[str, str] | None:
    match = STROKE.search(text)
    if not match:
        return None
    houses = [part.strip() for part in match["tail"].strip(" .").split("/")]
    is_told = all(map(house_of, houses)) or NAMED_ARCHIVE.match(match["tail"])
    return (text[: match.start()], match["tail"]) if is_told else None


def _is_signed_by_a_house(tail: str) -> bool:
    """Return whether it is a house, or names with strokes of which a known house is one; no sentence around it."""
    chain = parse_credit(tail)
    parties = [party for party in chain.parties if party.is_named]
    known = [party for party in parties if house_of(party.name) or party.role == Role.VIA]
    plain = tail.strip(" .")
    if not known:
        return False
    is_line = bool(re.search(r"/|\bvia\b|\|", plain)) or (len(parties) == 1 and len(plain) < 40)
    is_pair = bool(
        re.fullmatch(r"[^,]+,\s*[^,]+", plain) or HOUSE_PHOTO.fullmatch(plain) or WORKED_FOR.fullmatch(plain)
    )
    is_line = is_line or (len(parties) == 2 and is_pair)
    return is_line and all(map(_is_name, parties))


def _is_pair(tail: str) -> bool:
    """Return whether a person's name and another stand around a stroke, as in (Jane Doe/Nordavisa)."""
    chain = parse_credit(tail)
    return (
        "/" in tail and bool(chain.creators) and len(chain.parties) > 1 and " " in chain.creators[0] and _is_short(tail)
    )


def _is_name(party: Party) -> bool:
    words = party.name.split()
    small = [word for word in words if word[:1].islower() and word not in house_of(party.name).split()]
    return len(words) <= 7 and len(small) <= len(words) / 2


def _is_a_name(party: Party) -> bool:
    return not party.is_named or is_person(party.name) or is_house(party.name)


def _may_be_a_name(party: Party) -> bool:
    return len(party.name) <= MAX_NAME and (
        not party.name[:1].islower() or is_signature(party.name) or bool(house_of(party.name))
    )


def _is_short(tail: str) -> bool:
    return len(parse_credit(tail).parties) > 0 and not re.search(r"[^\s.]{3}[.!?]\s+[A-ZÅÄÖÆØÉ]\w+\s+[a-zåäöæøé]", tail)
