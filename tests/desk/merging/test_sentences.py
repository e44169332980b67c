"""Where a sentence ends, and that nothing is lost when a text is cut into them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.merging.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Fergen gikk. Alle kom i land.", 2, id="two"),
        pytest.param("Han kom bl.a. Tirsdag og f.eks. Onsdag.", 1, id="nb abbreviations"),
        pytest.param("Møtet er kl. 12.30 den 24. november. Slutt.", 2, id="clock and day"),
        pytest.param("Am 24. Dezember kam Dr. Weber. Alles gut.", 2, id="de day and title"),
        pytest.param("Mr. Holm met J. K. Storm in St. Louis. He left.", 2, id="en titles and initials"),
        pytest.param("M. Duval a parlé. Mme. Petit aussi.", 2, id="fr titles"),
        pytest.param("Det kostar t.ex. 40 kr. Mer vet vi inte.", 1, id="sv, held together rather than cut wrong"),
        pytest.param("«Kom!» sa han. «Nei.» Hun gikk.", 3, id="quotes"),
        pytest.param("– Dette er bra, sier hun. – Vi fortsetter.", 2, id="dashes"),
        pytest.param("Og så… Ingenting. Og så… ingenting.", 3, id="ellipses"),
        pytest.param("It rose 5.3 percent. In 2024. Then it fell.", 3, id="numbers"),
        pytest.param("Linje en\nlinje to", 2, id="line break"),
        pytest.param("", 0, id="nothing"),
        pytest.param("   ", 1, id="space"),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet=st.sampled_from("aÅ1.?!…:«»\"'–- \n\t\u00a0()[]"), max_size=200))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(st.text(max_size=300))
def test_any_text_at_all_is_given_back(text: str) -> None:
    assert "".join(sentences(text)) == text


@pytest.mark.parametrize("text", ["." * 500_000, ". " * 300_000, "«" * 500_000, "A. " * 300_000], ids=lambda t: t[:3])
def test_o6_cutting_takes_time_by_length_alone(text: str) -> None:
    started = time.process_time()
    sentences(text)
    assert time.process_time() - started < 3
