"""Credits that somebody wrote down who had not seen the parser: what of them it reads as that person meant them."""

from __future__ import annotations

import pytest

from broadsheet.core.credit import parse_caption_tail, parse_credit
from tests.photos.blind_credits import BLIND, BLIND_CAPTIONS


def _read(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((party.role.value, party.name) for party in parse_credit(text).parties)


def test_x(capsys):
    wrong = [(t, want, _read(t)) for t, want in BLIND if _read(t) != want]
    with capsys.disabled():
        print(len(BLIND), len(wrong))
        for row in wrong: print(row)
        w2=[]
        for cap, rest, want in BLIND_CAPTIONS:
            got_rest, chain = parse_caption_tail(cap)
            got = tuple((p.role.value, p.name) for p in chain.parties)
            if (got_rest, got)!=(rest,want): w2.append((cap, want, got, got_rest==rest))
        print(len(BLIND_CAPTIONS), len(w2))
        for row in w2: print(row)
