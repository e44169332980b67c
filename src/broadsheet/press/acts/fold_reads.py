"""Fold what the page servers counted into the heat of pages, which says whose turn comes first in a new edition.

A page's heat is the logarithm of its reads, each worth twice as much as one a day before. So nothing ever has to be
cooled down, and two pages compare at any instant as if both had faded since.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction

from broadsheet.press.models import Page

log = structlog.get_logger(__name__)
BEGAN: Final = datetime(2020, 1, 1, tzinfo=UTC)
DAY_SECONDS: Final = 86_400
MAX_PAGES: Final = 5000
PAGES_AT_ONCE: Final = 500


def fold_reads(slot: int, *, now: datetime) -> int:
    """Take the files of counts that lie there and warm their pages; returns how many pages. A torn file is passed over."""
    reads: Counter[str] = Counter()
    for file in sorted(Path(settings.RUN_ROOT).glob("reads-*.json")):
        taken = file.with_name(f".folding-{slot}-{file.name}")
        with suppress(FileNotFoundError):  # another press was faster
            file.rename(taken)
            reads += _counts(taken)
            taken.unlink()
    hottest = iter(sorted(path for path, _ in reads.most_common(MAX_PAGES)))
    warmed = 0
    while paths := list(islice(hottest, PAGES_AT_ONCE)):
        warmed += _warm({path: reads[path] for path in paths}, now)
    return warmed


def heat_after(heat: float, *, reads: int, now: datetime) -> float:
    """Return a page's heat after so many more reads."""
    fresh = math.log2(reads) + (now - BEGAN).total_seconds() / DAY_SECONDS
    high, low = max(heat, fresh), min(heat, fresh)
    return high + math.log2(1 + 2 ** max(low - high, -1000.0))


def _warm(reads: dict[str, int], now: datetime) -> int:
    with transaction.atomic():
        pages = list(Page.objects.filter(path__in=reads).only("path", "heat").order_by("path").select_for_update())
        for page in pages:
            page.heat = heat_after(page.heat, reads=reads[page.path], now=now)
        Page.objects.bulk_update(pages, ["heat"])
    return len(pages)


def _counts(file: Path) -> Counter[str]:
    try:
        found = json.loads(file.read_bytes())
        return Counter({str(path): int(count) for path, count in found.items() if int(count) > 0})
    except (ValueError, AttributeError, TypeError):
        log.warning("press.reads_unreadable", file=file.name)
        return Counter()
