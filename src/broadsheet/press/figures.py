"""The newsroom's figures for Prometheus, asked of the database when somebody looks: the presses are other processes.

docs/reference/metrics.md names each of them. None has a reader, an address or a story in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from broadsheet.press.measures import BUCKETS, summed
from broadsheet.press.mirror.status import lag
from broadsheet.press.models import BackupNote, PageJob, StaleKey
from broadsheet.press.server.served import KINDS, UNCHANGED, served_by_all
from broadsheet.press.status import status

URGENCIES: Final = {0: "at_once", 1: "list", 2: "later"}


class Newsroom:
    """What is asked anew at each look. A database that is away gives one figure: that it is."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        yield from _served()
        answers = GaugeMetricFamily("broadsheet_database_answers", "1 if the database answers, else 0")
        try:
            figures = [*_press(), *_publish_to_live(), *_backups()]
        except Error:
            answers.add_metric([], 0)
            yield answers
            return
        answers.add_metric([], 1)
        yield answers
        yield from figures
        yield from _mirror()

    def describe(self) -> list[Metric]:
        """Return nothing, so that registering asks no database."""
        return []


def waiting() -> dict[str, int]:
    """Return how many jobs wait or are being pressed, by urgency, and keys that nobody has looked at."""
    counted = dict.fromkeys(URGENCIES.values(), 0)
    rows = PageJob.objects.values_list("urgency").annotate(Count("pk"))
    counted.update({URGENCIES[urgency]: number for urgency, number in rows if urgency in URGENCIES})
    return {**counted, "keys": StaleKey.objects.count()}


def newest_backup_age_seconds() -> float | None:
    """Return the age of the newest backup that was read back, None where there is none."""
    newest = BackupNote.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    return (timezone.now() - newest).total_seconds() if newest else None


def _served() -> Iterator[Metric]:
    counts = served_by_all(Path(settings.RUN_ROOT))
    served = CounterMetricFamily("broadsheet_pages_served", "Requests to this machine's page server", labels=["kind"])
    for kind in KINDS:
        served.add_metric([kind], counts[kind])
    yield served
    unchanged = CounterMetricFamily("broadsheet_pages_unchanged", "Those answered by 304, of pages and files")
    unchanged.add_metric([], counts[UNCHANGED])
    yield unchanged


def _press() -> Iterator[Metric]:
    now = status()
    for name, key, words in (
        ("broadsheet_press_stale_keys", "stale_keys", "Keys and pages that wait for the press"),
        ("broadsheet_press_oldest_stale_seconds", "oldest_stale_seconds", "Age of the oldest of them"),
        ("broadsheet_press_pages", "pages", "Pages in the page store"),
        ("broadsheet_press_older_pages", "older_pages", "Pages of an older design, which wait for their turn"),
        ("broadsheet_press_failing_pages", "failing_pages", "Pages that could not be rendered and are tried again"),
    ):
        gauge = GaugeMetricFamily(name, words)
        gauge.add_metric([], now[key])
        yield gauge
    queue = GaugeMetricFamily("broadsheet_press_waiting", "What waits for the press, by urgency", labels=["urgency"])
    for urgency, number in waiting().items():
        queue.add_metric([urgency], number)
    yield queue


def _publish_to_live() -> Iterator[Metric]:
    counts = summed()
    reached, added = [], 0
    for bound, number in zip([*map(str, BUCKETS), "+Inf"], counts.buckets, strict=True):
        added += number
        reached.append((bound, added))
    live = HistogramMetricFamily("broadsheet_publish_to_live_seconds", "From a change to its durable page")
    live.add_metric([], reached, counts.seconds)
    yield live
    pressed = CounterMetricFamily("broadsheet_press_pressed_pages", "Pages rendered by all presses")
    pressed.add_metric([], counts.pages)
    yield pressed
    failed = CounterMetricFamily("broadsheet_press_failed_pages", "Renderings that failed")
    failed.add_metric([], counts.failed)
    yield failed


def _backups() -> Iterator[Metric]:
    age = newest_backup_age_seconds()
    if age is not None:
        gauge = GaugeMetricFamily("broadsheet_backup_age_seconds", "Age of the newest backup that was read back")
        gauge.add_metric([], age)
        yield gauge


def _mirror() -> Iterator[Metric]:
    behind = lag()
    if behind is not None:
        gauge = GaugeMetricFamily(
            "broadsheet_mirror_behind_seconds", "How far this machine's copy of the store is behind"
        )
        gauge.add_metric([], behind.oldest_seconds)
        yield gauge
        looked = GaugeMetricFamily("broadsheet_mirror_looked_seconds", "How long ago its mirror last looked")
        looked.add_metric([], behind.seconds_since_look)
        yield looked
