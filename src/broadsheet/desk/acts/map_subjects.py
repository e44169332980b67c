"""Change where subjects of the agencies lead: rows of the table by which new stories get section and topics."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import SubjectMapping, User


def save_mapping(row: SubjectMapping, *, user: User | None) -> None:
    """Save a row, new or changed; stories that there are stay where they are. Nothing changed, nothing is written."""
    with transaction.atomic():
        kept = SubjectMapping.objects.filter(pk=row.pk).select_related("section", "topic").first() if row.pk else None
        before, after = _in_words(kept), _in_words(row)
        if before == after:
            return
        row.save()
        audit(who=user, what="subject.saved", subject=f"subject:{row.pk}", before=before, after=after)


def delete_mapping(row: SubjectMapping, *, user: User | None) -> None:
    """Delete a row: its subjects go by their other rows, else by the feed."""
    with transaction.atomic():
        audit(who=user, what="subject.deleted", subject=f"subject:{row.pk}", before=_in_words(row))
        row.delete()


def _in_words(row: SubjectMapping | None) -> str:
    if row is None:
        return ""
    parts = {"scheme": row.scheme, "section": row.section, "topic": row.topic}
    told = "; ".join(f"{name}: {value}" for name, value in parts.items() if value)
    return f"{row}; {told}" if told else str(row)
