"""Put a dismissed dispatch back among the new ones: the undo of a dismissal."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User
from broadsheet.wire.models import DispatchRecord


def put_back(record: DispatchRecord, *, user: User | None = None) -> bool:
    """Mark a dismissed dispatch as new and return True; one in any other state stays as it is."""
    with transaction.atomic():
        dismissed = DispatchRecord.objects.filter(pk=record.pk, state=DispatchRecord.State.DISMISSED)
        moved = dismissed.update(state=DispatchRecord.State.NEW)
        if moved:
            audit(who=user, what="dispatch.put-back", subject=f"{record.guid} {record.version}")
    return bool(moved)
