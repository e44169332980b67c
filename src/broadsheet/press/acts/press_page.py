"""Make the page store say about one address what the newsroom says."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from broadsheet.press.models import Page, PageKey
from broadsheet.press.store import store
from broadsheet.reader.render import Rendered, render_path


def press_page(path: str, *, now: datetime) -> bool:
    """Render an address and write, withdraw, move or drop it. Returns whether the store changed.

    The files are durable before the row that vouches for them, so a crash in between only repeats the work.
    """
    rendered = render_path(path, now=now)
    row = Page.objects.filter(path=path).first()
    if rendered is None:
        store().drop(path)
        if row:
            row.delete()
        return row is not None
    digest = _digest(rendered)
    changed = row is None or row.digest != digest or store().read(path) is None
    if changed:
        _write(path, rendered)
    with transaction.atomic():
        _record(path, rendered, digest, now)
    return changed


def _digest(rendered: Rendered) -> str:
    head = f"{rendered.status} {rendered.extension} {rendered.location or ''}\n".encode()
    return hashlib.sha256(head + rendered.body).hexdigest()


def _write(path: str, rendered: Rendered) -> None:
    match rendered.status:
        case 200:
            store().write_page(path, rendered.body, rendered.extension)
        case 410:
            store().withdraw(path, rendered.body)
        case _:
            store().move(path, rendered.location or "/")


def _record(path: str, rendered: Rendered, digest: str, now: datetime) -> None:
    values = {"status": rendered.status, "digest": digest, "rendered_at": now}
    row, _ = Page.objects.update_or_create(path=path, defaults=values)
    had = set(row.keys.values_list("key", flat=True))
    row.keys.filter(key__in=had - rendered.keys).delete()
    PageKey.objects.bulk_create([PageKey(page=row, key=key) for key in sorted(rendered.keys - had)])
