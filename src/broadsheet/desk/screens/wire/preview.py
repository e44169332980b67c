"""One dispatch as it is read before somebody decides: finished values for the preview."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from broadsheet.core.credit import chain_from
from broadsheet.core.dispatch import Dispatch
from broadsheet.desk.acts.take import TEXT_KINDS
from broadsheet.desk.acts.take_picture import PICTURE_KINDS, bytes_for, lead_item
from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.desk.screens.wire.access import DISMISS, KILL, MAKE, UPDATE
from broadsheet.desk.screens.wire.listing import Asked
from broadsheet.desk.screens.wire.rows import (
    Preview,
    paragraphs_of,
    row_of,
    ruled_of,
    same_event_of,
    stories_by_item,
    versions_of,
)
from broadsheet.desk.screens.wire.users import users_of
from broadsheet.desk.visibility import visible_to
from broadsheet.wire.models import DispatchRecord


def preview_of(record: DispatchRecord, user: Any, asked: Asked, *, versus: str) -> Preview:
    """Return what the preview shows to this person. A story that the person may not see is not named.

    ``versus`` is the number of the version to compare with, ``none``, or empty: then it is the version that a story
    was made of, else the version before.
    """
    item, now, query = record.dispatch, timezone.now(), asked.query(before=asked.before, after=asked.after)
    story = stories_by_item([record.item_guid]).get(record.item_guid)
    used = _used_version(record, story)
    other = _compared(record, used, versus)
    seen = story if story and visible_to(user).filter(pk=story.pk).exists() else None
    is_alive = record.pubstatus != DispatchRecord.PubStatus.CANCELED
    leading = lead_item(item)
    return Preview(
        row=row_of(
            record, story=story, now=now, query=query, chosen=record.pk, by=users_of([record]).get(record.pk, "")
        ),
        version=record.version,
        language=record.language,
        kind=record.kind,
        ednote=item.ednote or "",
        rights=_rights(item),
        paragraphs=paragraphs_of(record, other),
        guid=record.guid,
        story=seen,
        made_here=seen if used and used.pk == record.pk else None,
        may_make=is_alive and record.kind in TEXT_KINDS | PICTURE_KINDS and user.has_perm(MAKE),
        may_update=bool(is_alive and seen and used and used.pk != record.pk and user.has_perm(UPDATE)),
        may_dismiss=record.state == DispatchRecord.State.NEW and user.has_perm(DISMISS),
        may_put_back=record.state == DispatchRecord.State.DISMISSED and user.has_perm(DISMISS),
        may_kill=is_alive and user.has_perm(KILL),
        is_picture=record.kind in PICTURE_KINDS,
        picture_caption=(leading.caption or "") if leading else "",
        picture_credit=_credit(leading),
        has_picture=bool(leading and bytes_for(leading, feed=record.feed)),
        warnings=item.warnings,
        versions=versions_of(record, now, query),
        versus=str(other.version or other.pk) if other and other.pk != record.pk else "",
        same_event=same_event_of(record, now, query),
        ruled=ruled_of(record),
    )


def _rights(item: Dispatch) -> tuple[str, ...]:
    texts = (item.copyright_notice, item.copyright_holder and f"© {item.copyright_holder}", item.usage_terms)
    return tuple(dict.fromkeys(text for text in texts if text))


def _credit(leading: Dispatch | None) -> str:
    if leading is None:
        return ""
    return chain_from(
        creator=", ".join(one.name for one in leading.creators),
        credit_line=leading.credit_line or "",
        copyright_notice=leading.copyright_notice or "",
        caption=leading.caption or "",
        language=leading.language,
    ).text


def _compared(record: DispatchRecord, used: DispatchRecord | None, versus: str) -> DispatchRecord | None:
    if versus == "none":
        return None
    if versus.isascii() and versus.isdecimal() and len(versus) < 19:
        others = DispatchRecord.objects.filter(pk=int(versus), item_guid=record.item_guid).exclude(pk=record.pk)
        if found := others.first():
            return found
    return used or record.previous


def _used_version(record: DispatchRecord, story: Story | None) -> DispatchRecord | None:
    """Return this version if the story was made of it, else the one that was used last, or None."""
    if story is None:
        return None
    links = StoryDispatch.objects.filter(story=story, dispatch__item_guid=record.item_guid)
    versions = [link.dispatch for link in links.select_related("dispatch").order_by("-pk")]
    return next((version for version in versions if version.pk == record.pk), versions[0] if versions else None)
