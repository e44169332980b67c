"""What moderators have decided, as the scorer learns it: the last word on each comment, read from the moderation log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from broadsheet.comments.models import Comment, ModerationEntry
from broadsheet.comments.scoring.circumstances import Circumstances
from broadsheet.comments.scoring.fold import plain, words
from broadsheet.comments.scoring.learning import Decision
from broadsheet.comments.scoring.lists import WordLists, of_reasons
from broadsheet.comments.scoring.rules import INCIVILITY, KINDS, SPAM, YOU

#: The newest comments that are learnt from; older ones say less of today's spam.
MOST_COMMENTS: Final = 20_000
#: A comment that was published unseen and has stood so long is taken for a good one.
STOOD_FOR: Final = timedelta(days=7)

_GOOD: Final = (ModerationEntry.Action.APPROVE, ModerationEntry.Action.RESTORE)
_BAD: Final = (ModerationEntry.Action.REJECT, ModerationEntry.Action.REMOVE)
_DECIDED: Final = (*_GOOD, *_BAD, ModerationEntry.Action.REOPEN)


def decisions(lists: WordLists, now: datetime) -> list[Decision]:
    """Return what can be learnt from, oldest comment first."""
    rows = Comment.objects.order_by("-pk").values("pk", "body", "state", "published_at", "score__circumstances")
    newest: list[dict[str, Any]] = [dict(row) for row in rows[:MOST_COMMENTS]][::-1]
    last_words = _last_words(newest[0]["pk"]) if newest else {}
    return list(_decided(newest, last_words, lists, now))


def kinds_of(reason: str, body: str, lists: WordLists) -> dict[str, bool]:
    """Return for each kind whether a comment turned down with a reason is an example of it.

    A kind that is not in the result is left out of learning. No reason at all means incivility if one of the lists
    finds something uncivil, else spam. A reason of other words ("off topic") says nothing of either.
    """
    if reason.strip():
        named = {hit.entry.list.partition("/")[2] for hit in of_reasons().hits(words(plain(reason)))}
    else:
        named = {INCIVILITY if _is_uncivil(body, lists) else SPAM}
    return dict.fromkeys(sorted(named), True)


def last_entry() -> int:
    """Return the number of the newest decision in the log, 0 if there is none."""
    entries = ModerationEntry.objects.filter(action__in=_DECIDED).order_by("-pk")
    return entries.values_list("pk", flat=True).first() or 0


def decided_after(entry: int) -> int:
    """Return how many decisions the log has after one of its entries."""
    return ModerationEntry.objects.filter(pk__gt=entry, action__in=_DECIDED).count()


def _last_words(first_comment: int) -> dict[int, tuple[str, str]]:
    entries = ModerationEntry.objects.filter(comment_id__gte=first_comment, action__in=_DECIDED).order_by("pk")
    return {
        comment: (action, reason) for comment, action, reason in entries.values_list("comment_id", "action", "reason")
    }


def _decided(
    rows: list[dict[str, Any]], last_words: dict[int, tuple[str, str]], lists: WordLists, now: datetime
) -> Iterator[Decision]:
    for row in rows:
        if not row["body"].strip():
            continue
        action, reason = last_words.get(row["pk"], ("", ""))
        if action in _BAD:
            bad = kinds_of(reason, row["body"], lists)
        elif action in _GOOD or (not action and _has_stood(row, now)):
            bad = dict.fromkeys(KINDS, False)
        else:
            continue
        if bad:
            yield Decision(text=row["body"], bad=bad, circumstances=_circumstances(row["score__circumstances"]))


def _has_stood(row: dict[str, Any], now: datetime) -> bool:
    return row["state"] == Comment.State.PUBLISHED and row["published_at"] < now - STOOD_FOR


def _circumstances(kept: dict[str, Any] | None) -> Circumstances:
    """Return what was known of the comment when it came; nothing of one that came before there were scores."""
    return Circumstances(**(kept or {}))


def _is_uncivil(body: str, lists: WordLists) -> bool:
    prefix, address = f"{INCIVILITY}/", f"{INCIVILITY}/{YOU}"
    return any(
        hit.entry.list.startswith(prefix) and hit.entry.list != address for hit in lists.hits(words(plain(body)))
    )
