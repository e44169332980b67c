"""Kill an item of the wire by hand: what an editor knows before the agency says it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.acts.heed_kill import heed_kill
from broadsheet.desk.errors import CanceledDispatchError
from broadsheet.desk.holds import latest_of_item
from broadsheet.desk.models import Story, User
from broadsheet.wire.models import DispatchRecord


def kill_item(record: DispatchRecord, *, user: User | None, now: datetime | None = None) -> list[Story]:
    """Mark the item's latest version as canceled, with the effect of a kill by the agency; return the stories that died.

    The bytes as received and what was read from them stay as they came.

    Raises:
        CanceledDispatchError: it is canceled already.
    """
    now = now or timezone.now()
    with transaction.atomic():
        latest = latest_of_item(record)
        row = DispatchRecord.objects.select_for_update(of=("self",)).select_related("feed").get(pk=latest.pk)
        if row.pubstatus == DispatchRecord.PubStatus.CANCELED:
            raise CanceledDispatchError
        row.pubstatus, row.handled_at = DispatchRecord.PubStatus.CANCELED, now
        row.save(update_fields=["pubstatus", "handled_at"])
        audit(who=user, what="dispatch.killed", subject=f"{row.guid} {row.version}", before=row.headline)
        return heed_kill(row, user=user, now=now)
