"""The report of the benchmarks: every figure is in it, beside its limit and its peer, and it asks nobody for anything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from benchmarks import __main__ as bench
from benchmarks.report import report, table
from benchmarks.results import VARIABLE, kept_in, record


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Return the figures of a small run."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "figures.jsonl"))
    assert record("publish to live, p95", 80, case="1,000 stories", unit="ms", at_most=100)
    assert not record("publish to live, p95", 120, case="<b>a million</b>", unit="ms", at_most=100)
    assert not record("requests/s", 30, case="page server", at_least=45, peer=100)
    assert record("publish to live, p95", 70.25, case="by Story.publish", unit="ms")
    return kept_in(tmp_path / "figures.jsonl")


def test_a_figure_holds_its_limit_or_misses_it_and_nothing_is_kept_without_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert record("memory", 450, at_most=450)
    assert not record("memory", 451, at_most=450)
    assert list(tmp_path.iterdir()) == []
    assert kept_in(tmp_path / "none") == []


def test_the_page_has_a_plot_a_question_a_row_a_figure_and_no_address_of_another_host(
    lines: list[dict[str, object]],
) -> None:
    page = report(lines, datetime(2026, 11, 23, tzinfo=UTC))
    tree = html.fromstring(page)
    assert [head.text for head in tree.iter("h2")] == ["publish to live, p95", "requests/s", "All figures"]
    assert len(tree.findall(".//svg")) == 2
    assert len(tree.findall(".//tr")) == 1 + len(lines)
    assert [bar.get("class") for bar in tree.iter("rect")].count("missed") == 2
    assert [bar.get("class") for bar in tree.iter("rect")].count("peer") == 1
    assert "1 of 3 limits held" in page
    assert "<b>a million" not in page
    assert not tree.xpath("//@src | //@href | //script")
    assert "http" not in page


def test_the_table_names_what_was_missed(lines: list[dict[str, object]]) -> None:
    shown = table(lines)
    assert shown.count("MISSED") == 2
    assert shown.count("held") == 1
    assert "at most 100" in shown
    assert "peer 100" in shown


def test_every_script_that_make_bench_runs_is_there_or_is_said_to_be_missing() -> None:
    missing = [name for name in bench.SCRIPTS if not (bench.HOME / f"{name}.py").exists()]
    assert missing == []
