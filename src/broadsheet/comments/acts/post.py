"""A reader's comment is taken: checked, held against the limits, stored once, and only then answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from broadsheet.comments.acts.move import put_in_state
from broadsheet.comments.address import address_hash, seal
from broadsheet.comments.errors import CommentsClosedError, ForeignFormError, NoThreadError
from broadsheet.comments.limits import refuse_over_limit
from broadsheet.comments.models import Comment, CommentAddress, Thread
from broadsheet.comments.scoring.judge import Judgement, judge, keep
from broadsheet.comments.secret import keyed_hash
from broadsheet.comments.signals import comments_changed
from broadsheet.comments.text import count_links
from broadsheet.comments.token import is_token_of
from broadsheet.comments.turn import in_turn

# How long the same words by the same person are the same comment: from one to two windows.
SAME_COMMENT_SECONDS: Final = 600
MAX_UNHELD_LINKS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A comment as it came in, its form already found good. Its text and its sender's address stay out of `repr`."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    body: str = field(repr=False)
    token: str = field(repr=False)
    parent_number: int | None = None


def post_comment(story_id: int, sent: Sent, *, network: str, now: datetime) -> Comment:
    """Store a comment durably and return it; sent again within ten minutes it is the first one that comes back.

    `network` is the keyed hash of where it came from. Returns after the commit, so an answer may follow.

    Raises:
        NoThreadError: the story has no thread.
        CommentsClosedError: the thread is closed, or its instant has come.
        ForeignFormError: the token is not this thread's.
        LimitReachedError: a limit is used up.
    """
    earlier = _same_before(story_id, sent, now=now)
    if earlier is not None:
        return earlier
    _refuse_unwelcome(Thread.objects.filter(story_id=story_id).first(), story_id, sent=sent, now=now)
    judgement = judge(sent.body, name=sent.name, network=network, address=address_hash(sent.email), now=now)
    try:
        with in_turn(), transaction.atomic(durable=True):
            return _store(story_id, sent, judgement, network=network, now=now)
    except IntegrityError:
        earlier = _same_before(story_id, sent, now=now)
        if earlier is None:
            raise
        return earlier


def _store(story_id: int, sent: Sent, judgement: Judgement, *, network: str, now: datetime) -> Comment:
    thread = Thread.objects.select_for_update().filter(story_id=story_id).first()
    thread = _refuse_unwelcome(thread, story_id, sent=sent, now=now)
    earlier = _same_before(story_id, sent, now=now)
    if earlier is not None:
        return earlier
    refuse_over_limit(thread, network=network, address=address_hash(sent.email), now=now)
    comment = Comment(
        thread=thread,
        parent=_parent_of(thread, sent),
        name=sent.name,
        body=sent.body,
        created_at=now,
        digest=_digest(story_id, sent, window=_window(now)),
        network=network,
    )
    put_in_state(comment, _first_state(sent, judgement), now=now)
    comment.save(force_insert=True)
    keep(comment, judgement)
    CommentAddress.objects.create(
        comment=comment, ciphertext=seal(sent.email, comment.pk), digest=address_hash(sent.email)
    )
    if comment.state == Comment.State.PUBLISHED:
        comments_changed.send(Comment, story_id=story_id)
    return comment


def _refuse_unwelcome(thread: Thread | None, story_id: int, *, sent: Sent, now: datetime) -> Thread:
    if thread is None:
        raise NoThreadError(story_id)
    if not thread.is_open(now):
        raise CommentsClosedError(story_id)
    if not is_token_of(thread, sent.token):
        raise ForeignFormError(story_id)
    return thread


def _first_state(sent: Sent, judgement: Judgement) -> Comment.State:
    """Return where a comment begins: it waits if all do, if it has many links, or if the scorer has reasons."""
    if settings.COMMENTS_MODERATION == "before" or count_links(sent.body) > MAX_UNHELD_LINKS:
        return Comment.State.HELD
    if judgement.scores.held_for:
        return Comment.State.HELD
    return Comment.State.PUBLISHED


def _parent_of(thread: Thread, sent: Sent) -> Comment | None:
    """Return the published comment that is answered; a number that is not on the page answers nothing."""
    if sent.parent_number is None:
        return None
    return thread.comments.filter(number=sent.parent_number, state=Comment.State.PUBLISHED).first()


def _same_before(story_id: int, sent: Sent, *, now: datetime) -> Comment | None:
    window = _window(now)
    digests = [_digest(story_id, sent, window=window), _digest(story_id, sent, window=window - 1)]
    return Comment.objects.filter(digest__in=digests).order_by("created_at").first()


def _window(now: datetime) -> int:
    return int(now.timestamp()) // SAME_COMMENT_SECONDS


def _digest(story_id: int, sent: Sent, *, window: int) -> str:
    return keyed_hash("same comment", str(story_id), sent.name, sent.email, sent.body, str(window))
