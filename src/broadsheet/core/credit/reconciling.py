"""One chain out of what four fields, a provider and a caption say of the same picture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.core.credit.agencies import house_of, key_of, spelt
from broadsheet.core.credit.chain import CreditChain, Party, Role, in_order
from broadsheet.core.credit.names import is_house, is_person
from broadsheet.core.credit.reading import parse_credit
from broadsheet.core.credit.same import are_same, without_repeats
from broadsheet.core.credit.tails import parse_caption_tail
from broadsheet.core.credit.words import COURTESY

MAX_WORDS = 7
MAX_CHARACTERS = 60


def chain_from(
    *,
    creator: str = "",
    credit_line: str = "",
    source: str = "",
    copyright_notice: str = "",
    provider: str = "",
    caption: str = "",
    language: str | None = None,
) -> CreditChain:
    """Return who is credited, out of all that is said of the picture; nobody is named twice. Never raises.

    The line as it is to be printed (Credit Line, or the caption's end where that says more) gives the houses their
    order. Source and Copyright Notice add the parties that it leaves out, before it: who made it comes before who
    delivered it. The provider stands in where no house is named.

    Source: IPTC Photo Metadata Standard 2023.2, "Creator", "Credit Line", "Source", "Copyright Notice".
    """
    said = (creator, credit_line, caption)
    maker = _makers(parse_credit(creator, language))
    line = parse_credit(credit_line, language)
    if maker.creators and len(line.parties) == 1 and not _shares_a_creator(maker, line):
        line = _as_houses(line)
    tail = parse_caption_tail(caption, language)[1] if caption else CreditChain()
    persons = _persons((maker, line, tail), said)
    houses = _printed_order(_others(line), _others(tail))
    for extra in (parse_credit(source, language), parse_credit(copyright_notice, language)):
        persons, houses = _added(persons, houses, _plausible(extra))
    houses = _joined(_others(maker), houses)
    if provider.strip() and not any(party.is_named and party.role != Role.POOL for party in houses):
        houses = _joined(houses, [Party(Role.AGENCY, spelt(" ".join(provider.split())))])
    return _as_read(without_repeats(in_order([*persons, *houses])))


def _as_read(chain: CreditChain) -> CreditChain:
    """Return the chain as its printed form is read, so that whoever reads the page or a file finds the same roles.

    Where creators stand alone, By-line alone can tell that a single word is one, and is believed.
    """
    if all(party.role == Role.CREATOR for party in chain.parties):
        return chain
    again = parse_credit(chain.text)
    return again or chain


def _makers(chain: CreditChain) -> CreditChain:
    """Return what By-line says: whoever is no house made the picture."""
    parties = [Party(Role.CREATOR, party.name) if _is_a_maker(party) else party for party in chain.parties]
    return CreditChain(tuple(parties))


def _is_a_maker(party: Party) -> bool:
    return party.role == Role.AGENCY and not is_house(party.name) and not COURTESY.match(party.name)


def _as_houses(chain: CreditChain) -> CreditChain:
    parties = [
        Party(Role.AGENCY, party.name) if party.role == Role.CREATOR and party.is_named else party
        for party in chain.parties
    ]
    return CreditChain(tuple(parties))


def _others(chain: CreditChain) -> list[Party]:
    return [party for party in chain.parties if party.role != Role.CREATOR]


def _shares_a_creator(one: CreditChain, other: CreditChain) -> bool:
    return any(_is_same_person(name, known) for name in other.creators for known in one.creators)


def _persons(chains: Iterable[CreditChain], said: tuple[str, ...]) -> list[Party]:
    """Return the creators of all, each once: as somebody typed it rather than in title case, in full rather than short."""
    kept: list[str] = []
    for name in (name for chain in chains for name in chain.creators):
        at = next((at for at, known in enumerate(kept) if _is_same_person(name, known)), None)
        if at is None:
            kept.append(name)
        elif _is_better(name, kept[at], said):
            kept[at] = name
    named = [name for name in kept if Party(Role.CREATOR, name).is_named]
    return [Party(Role.CREATOR, name) for name in named or kept]


def _is_better(name: str, known: str, said: tuple[str, ...]) -> bool:
    if key_of(name) != key_of(known):
        return len(name) > len(known)
    return any(name in text for text in said) and not any(known in text for text in said)


def _is_same_person(one: str, other: str) -> bool:
    """Return whether two names are of one person: the same, or the same surname after the same initial."""
    mine, others = key_of(one).split(), key_of(other).split()
    if mine == others:
        return True
    if len(mine) < 2 or len(others) < 2 or mine[-1] != others[-1]:
        return False
    is_short = len(mine[0]) == 1 or len(others[0]) == 1
    return is_short and mine[0][0] == others[0][0]


def _printed_order(line: list[Party], tail: list[Party]) -> list[Party]:
    if line and len(line) == len(tail) and all(_is_among(party, line) for party in tail) and not _says_more(tail, line):
        return line
    if tail and all(_is_among(party, tail) for party in line):
        return tail
    return _joined(line, tail)


def _says_more(one: list[Party], other: list[Party]) -> bool:
    return any(party.role == Role.VIA for party in one) and not any(party.role == Role.VIA for party in other)


def _joined(first: list[Party], then: list[Party]) -> list[Party]:
    """Return the parties of `then`, and before them those of `first` that it does not name."""
    missing = [party for party in first if not _is_among(party, then)]
    return [*missing, *(_as_delivered(party, first) for party in then)]


def _as_delivered(party: Party, others: Iterable[Party]) -> Party:
    """Return the party with "via", where another field says so of the same house."""
    is_via = party.role == Role.AGENCY and any(one.role == Role.VIA and are_same(one, party) for one in others)
    return Party(Role.VIA, party.name) if is_via else party


def _added(persons: list[Party], houses: list[Party], extra: CreditChain) -> tuple[list[Party], list[Party]]:
    """Return both lists with the parties that they leave out; a person is a house's name where somebody made it.

    "via" is kept where no other house stands: there the field gives the order that is printed.
    """
    names = [party.name for party in persons]
    as_agency = {Role.CREATOR, Role.VIA} if houses else {Role.CREATOR}
    fresh: list[Party] = []
    for party in extra.parties:
        if party.role == Role.CREATOR and not persons:
            persons = [party]
        elif not any(_is_same_person(party.name, name) for name in names) and not _is_among(party, houses):
            fresh.append(Party(Role.AGENCY, party.name) if party.role in as_agency else party)
    return persons, [*fresh, *houses]


def _is_among(party: Party, others: Iterable[Party]) -> bool:
    return any(are_same(party, other) or _is_branch(party.name, other.name) for other in others)


def _is_branch(one: str, other: str) -> bool:
    """Return whether one is a part of the other house: Getty Images Europe, AP Third Party."""
    short, long = sorted((key_of(one), key_of(other)), key=len)
    return bool(house_of(short)) and long.startswith(short + " ")


def _plausible(chain: CreditChain) -> CreditChain:
    """Return the parties of a notice that are names and not a sentence of law."""
    return CreditChain(
        tuple(party for party in chain.parties if party.role == Role.POOL or (party.is_named and _is_name(party.name)))
    )


def _is_name(name: str) -> bool:
    words = re.findall(r"[^\W\d_][\w.'’-]*", name)
    if not words or len(name) > MAX_CHARACTERS or len(words) > MAX_WORDS:
        return False
    large = [word for word in words if word[0].isupper()]
    return bool(house_of(name)) or is_person(name) or len(large) * 2 > len(words) or name.startswith("www.")
