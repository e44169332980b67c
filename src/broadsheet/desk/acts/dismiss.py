"""Dismiss a dispatch: the desk will not use it. It stays on the wire, and a story can still be made of it."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User
from broadsheet.wire.models import DispatchRecord


def dismiss(record: DispatchRecord, *, user: User | None = None) -> bool:
    """Mark a new dispatch as dismissed and return True; one in any other state stays as it is."""
    new = DispatchRecord.State.NEW
    with transaction.atomic():
        moved = DispatchRecord.objects.filter(pk=record.pk, state=new).update(state=DispatchRecord.State.DISMISSED)
        if moved:
            audit(who=user, what="dispatch.dismissed", subject=f"{record.guid} {record.version}")
    return bool(moved)
