"""Render everything: after a lost page store or a restored database. What is in the store is served until then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils import timezone

from broadsheet.press.acts.ask_for import GAP, Asked, ask_for
from broadsheet.press.acts.press_held import Pressed
from broadsheet.press.acts.press_stale import press_round
from broadsheet.press.design import raise_edition
from broadsheet.press.models import Page, PageJob
from broadsheet.press.wake import wake
from broadsheet.press.worker import hire
from broadsheet.reader.render import all_paths

ASKED_AT_ONCE: Final = 1000


def ask_for_all(progress: Callable[[int], None]) -> None:
    """Have every address pressed that there is or was: known pages as an older edition's, and the unknown ones by a job.

    ``progress`` hears how many addresses were looked at.
    """
    now = timezone.now()
    with transaction.atomic():
        raise_edition()
    for paths in _lots(all_paths()):
        known = set(Page.objects.filter(path__in=paths).values_list("path", flat=True))
        unknown = [Asked(path, PageJob.Urgency.LATER, now) for path in paths if path not in known]
        if unknown:
            with transaction.atomic():
                ask_for(unknown, now=now)
                wake()
        progress(len(paths))
    wake()


def press_until_done(progress: Callable[[Pressed], None]) -> Pressed:
    """Press as one more press until nothing is left but what failed; returns the sum. ``progress`` hears each round."""
    pages = changed = failed = 0
    with hire() as worker:
        while (done := press_round(worker, now=timezone.now(), patience=GAP)).keys:
            pages, changed, failed = pages + done.pages, changed + done.changed, failed + done.failed
            progress(done)
    return Pressed(0, pages, changed, failed)


def press_all(progress: Callable[[Pressed], None]) -> Pressed:
    """Press every address that there is or was, and return when that is done; ``progress`` hears each round."""
    ask_for_all(lambda _: None)
    return press_until_done(progress)


def _lots(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while lot := list(islice(rest, ASKED_AT_ONCE)):
        yield lot
