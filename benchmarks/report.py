"""The report of a run: one page with a plot a question and a table of all figures, of nobody else's script or style.

    python -m benchmarks.report FIGURES.jsonl REPORT.html

Bars are drawn here as SVG: a plot is a dozen rectangles, and a library for it would be larger than the report.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.results import kept_in

WIDTH, NAMES, FIGURES, ROW = 860, 340, 130, 26
STYLE = """
:root { color-scheme: light dark; --held: #2f6f4f; --missed: #b3261e; --peer: #8a8a8a; --limit: #c77700; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .4rem; }
svg { width: 100%; height: auto; } text { font: 13px system-ui, sans-serif; fill: currentColor; }
.held { fill: var(--held); } .missed { fill: var(--missed); } .peer { fill: var(--peer); }
.limit { stroke: var(--limit); stroke-width: 2; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #8884; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; } td.missed { color: var(--missed); font-weight: 600; }
"""
Line = dict[str, Any]


def main() -> int:
    """Write the report; 2 where there is nothing to report."""
    figures, page = Path(sys.argv[1]), Path(sys.argv[2])
    lines = kept_in(figures)
    if not lines:
        print(f"{figures} holds no figures.")
        return 2
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(report(lines, datetime.now(UTC)), "utf-8")
    print(table(lines))
    print(f"With plots: {page}")
    return 0


def report(lines: list[Line], at: datetime) -> str:
    """Return the page of a run that ended at an instant."""
    plots = "".join(f"<h2>{escape(question)}</h2>\n{plot(some)}\n" for question, some in by_question(lines))
    missed = sum(not line["held"] for line in lines)
    limited = sum(limit_of(line) != "" for line in lines)
    said = f"{limited - missed} of {limited} limits held" if limited else "No limits"
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    rows = "".join(_row(line) for line in lines)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Benchmarks of Broadsheet</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>Benchmarks</h1>\n"
        f"<p>{at:%Y-%m-%d %H:%M} UTC, {escape(machine)}. {said}.</p>\n{plots}"
        "<h2>All figures</h2>\n<table><tr><th>Question</th><th>Case</th><th>Figure</th><th>Limit</th><th>Peer</th></tr>\n"
        f"{rows}</table>\n</body>\n</html>\n"
    )


def by_question(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Return the figures by question, in the order in which the questions were asked first."""
    first: dict[str, int] = {}
    for line in lines:
        first.setdefault(line["question"], len(first))
    ranked = sorted(lines, key=lambda line: first[line["question"]])
    return [(question, list(some)) for question, some in groupby(ranked, key=lambda line: str(line["question"]))]


def plot(lines: list[Line]) -> str:
    """Return bars for the figures of one question: green where the limit holds, red where not, grey for the peer."""
    peers = [line["peer"] for line in lines if line["peer"] is not None]
    limits = [line[name] for line in lines for name in ("at_most", "at_least") if line[name] is not None]
    top = max([line["value"] for line in lines] + peers + limits) or 1.0
    room = WIDTH - NAMES - FIGURES
    parts, y = [], 0
    for line in lines:
        bars = [(line["case"], line["value"], "held" if line["held"] else "missed")]
        bars += [("    the peer", line["peer"], "peer")] if line["peer"] is not None else []
        for name, value, kind in bars:
            length = max(1.0, value / top * room)
            parts.append(f'<text x="0" y="{y + 17}">{escape(name[:52])}</text>')
            parts.append(f'<rect class="{kind}" x="{NAMES}" y="{y + 4}" width="{length:.1f}" height="{ROW - 8}"/>')
            shown = f"{figure(value)} {escape(line['unit'])}"
            parts.append(f'<text x="{NAMES + length + 8:.1f}" y="{y + 17}">{shown}</text>')
            y += ROW
        for name in ("at_most", "at_least"):
            if line[name] is not None:
                x = NAMES + line[name] / top * room
                parts.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="{y - ROW * len(bars)}" y2="{y}"/>')
    return f'<svg viewBox="0 0 {WIDTH} {y}" role="img" aria-label="The figures of the table below, as bars">{"".join(parts)}</svg>'


def table(lines: list[Line]) -> str:
    """Return the figures as text, each beside its limit or its peer."""
    made = []
    for question, some in by_question(lines):
        made.append(f"\n{question}")
        for line in some:
            verdict = "" if not limit_of(line) else ("held" if line["held"] else "MISSED")
            peer = f"peer {figure(line['peer'])}" if line["peer"] is not None else ""
            shown = f"{figure(line['value'])} {line['unit']}"
            made.append(f"  {line['case']:52}{shown:>16}  {limit_of(line):14}{peer:16}{verdict}")
    return "\n".join(made)


def limit_of(line: Line) -> str:
    """Return the limit in words, "" for none."""
    if line["at_most"] is not None:
        return f"at most {figure(line['at_most'])}"
    return f"at least {figure(line['at_least'])}" if line["at_least"] is not None else ""


def figure(value: float) -> str:
    """Return a figure with as many digits as it is worth."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _row(line: Line) -> str:
    peer = figure(line["peer"]) if line["peer"] is not None else ""
    kind = "figure" if line["held"] else "figure missed"
    cells = (
        f"<td>{escape(line['question'])}</td><td>{escape(line['case'])}</td>"
        f'<td class="{kind}">{figure(line["value"])} {escape(line["unit"])}</td>'
    )
    return f'<tr>{cells}<td>{limit_of(line)}</td><td class="figure">{peer}</td></tr>\n'


if __name__ == "__main__":
    sys.exit(main())
