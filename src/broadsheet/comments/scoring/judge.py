"""A comment that comes in is scored, and its score is kept beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from broadsheet.comments.models import Comment, CommentAddress
from broadsheet.comments.scoring.circumstances import Circumstances
from broadsheet.comments.scoring.current import current_scorer
from broadsheet.comments.scoring.fold import plain, words
from broadsheet.comments.scoring.models import Score
from broadsheet.comments.scoring.near import NearKeys, is_alike, near_keys
from broadsheet.comments.scoring.scorer import Scores

RATE_WINDOW: Final = timedelta(hours=1)
SAME_WORDS_WINDOW: Final = timedelta(days=30)
MOST_COMPARED: Final = 20
#: Beyond this it makes no difference how many more came.
MOST_COUNTED: Final = 50


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A comment's scores before it is stored, with what is stored beside them."""

    scores: Scores
    circumstances: Circumstances
    near: NearKeys


def judge(body: str, *, name: str, network: str, address: str, now: datetime) -> Judgement:
    """Return what the scorer says of a comment that is about to be stored. `network` and `address` are keyed hashes.

    It writes nothing and belongs before the transaction that stores the comment, so that nobody waits for it.
    """
    found = words(plain(body))
    near = near_keys(found)
    alike = _alike(found, near, now=now)
    recent = Comment.objects.filter(network=network, created_at__gt=now - RATE_WINDOW)
    circumstances = Circumstances(
        from_network=recent[:MOST_COUNTED].count(),
        elsewhere=len(alike),
        turned_down=sum(state in (Comment.State.REJECTED, Comment.State.REMOVED) for state in alike),
        is_first_of_address=not CommentAddress.objects.filter(digest=address).exists(),
    )
    scores = current_scorer(now).score(body, circumstances, name=name)
    return Judgement(scores=scores, circumstances=circumstances, near=near)


def keep(comment: Comment, judgement: Judgement) -> Score:
    """Store what was said of a comment, in the transaction that stores the comment."""
    scores = judgement.scores
    return Score.objects.create(
        comment=comment,
        spam=scores.spam,
        incivility=scores.incivility,
        held_for=list(scores.held_for),
        reasons=scores.reasons,
        circumstances=asdict(judgement.circumstances),
        version=scores.version,
        near_one=judgement.near.one,
        near_two=judgement.near.two,
    )


def _alike(found: list[str], near: NearKeys, *, now: datetime) -> list[str]:
    """Return the states of the last month's comments with nearly the same words; at most the newest twenty count."""
    if near.one is None:
        return []
    same = Score.objects.filter(
        Q(near_one=near.one) | Q(near_two=near.two), comment__created_at__gt=now - SAME_WORDS_WINDOW
    )
    rows = same.order_by("-pk").values_list("comment__body", "comment__state")[:MOST_COMPARED]
    return [state for body, state in rows if is_alike(found, words(plain(body)))]
