"""A reader's comment comes in by a plain form, and the answer is a redirect or the form again with its text kept.

The page that carries the form is a shared file, so Django's CSRF cookie cannot guard it: `token.py` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from math import ceil

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from broadsheet.comments.acts.post import post_comment
from broadsheet.comments.errors import (
    ForeignFormError,
    FormTooLargeError,
    LimitReachedError,
    NoThreadError,
    RefusedCommentError,
)
from broadsheet.comments.forms import PARENT_FIELD, CommentForm, read_form
from broadsheet.comments.models import Comment, Thread
from broadsheet.comments.network import network_hash
from broadsheet.comments.reading import action_for
from broadsheet.comments.stories import story_url
from broadsheet.comments.token import FIELD as TOKEN_FIELD
from broadsheet.comments.token import came_from_here, hidden_fields

RETRY_AFTER_SECONDS = 30

_log = structlog.get_logger(__name__)


@csrf_exempt
@sensitive_variables()
@sensitive_post_parameters()
def post(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take a comment and send the reader back to the story, or show the form again with what is wrong.

    303 to `<story>#waits` or `<story>#comment-<n>`; else 400 (a field), 403 (a foreign form), 404 (no such
    discussion), 405 (no POST), 409 (closed), 413 (too long), 429 (too many) or 503 (it could not be stored).
    """
    if request.method != "POST":
        return _nothing_sent(request, story_id)
    try:
        form = CommentForm(read_form(request))
    except FormTooLargeError:
        return _too_large(request)
    url = None
    try:
        url = story_url(story_id)
        return _answer(request, story_id, form=form, url=url)
    except RefusedCommentError as err:
        return _refused(request, form, err=err, url=url)
    except DatabaseError as err:
        _log.error("comment_not_stored", story=story_id, error=type(err).__name__)
        return _not_stored(request, story_id, form=form, url=url)


def _answer(request: HttpRequest, story_id: int, *, form: CommentForm, url: str | None) -> HttpResponse:
    if url is None:
        raise NoThreadError(story_id)
    if not came_from_here(request.META, request.get_host()):
        raise ForeignFormError(story_id)
    if not form.is_valid():
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if form.is_too_long() else HTTPStatus.BAD_REQUEST
        return _form_again(request, story_id, form=form, url=url, status=status)
    comment = post_comment(story_id, form.sent(), network=network_hash(request.META), now=timezone.now())
    return _see_other(url + _fragment(comment))


def _fragment(comment: Comment) -> str:
    return f"#comment-{comment.number}" if comment.state == Comment.State.PUBLISHED else "#waits"


def _see_other(location: str) -> HttpResponse:
    headers = {"Location": location, "Cache-Control": "no-store"}
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers=headers)


def _refused(request: HttpRequest, form: CommentForm, *, err: RefusedCommentError, url: str | None) -> HttpResponse:
    answer = _form_again(request, err.story_id, form=form, url=url, status=err.status, sentence=err.sentence)
    if isinstance(err, LimitReachedError):
        answer["Retry-After"] = str(max(1, ceil(err.retry_after.total_seconds())))
    return answer


def _not_stored(request: HttpRequest, story_id: int, *, form: CommentForm, url: str | None) -> HttpResponse:
    sentence = _("Your comment could not be stored just now. Nothing is lost: wait a little and send it again.")
    context = {
        "form": form,
        "story_url": url,
        "sentence": sentence,
        "can_send": True,
        "action": action_for(story_id),
        "hidden_fields": ((TOKEN_FIELD, form.data.get(TOKEN_FIELD, "")), *_answered(form)),
    }
    answer = _page(request, context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _nothing_sent(request: HttpRequest, story_id: int) -> HttpResponse:
    """Answer somebody who opened this address by hand, or by loading a refused form's page again."""
    sentence = _("Nothing was sent: comments are written under the story.")
    context = {"form": None, "story_url": story_url(story_id), "sentence": sentence, "can_send": False}
    answer = _page(request, context, status=HTTPStatus.METHOD_NOT_ALLOWED)
    answer["Allow"] = "POST"
    return answer


def _too_large(request: HttpRequest) -> HttpResponse:
    sentence = _("This is far more text than a comment can have (5,000 characters). Go back: your text is still there.")
    context = {"form": None, "story_url": None, "sentence": sentence, "can_send": False}
    return _page(request, context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _form_again(
    request: HttpRequest,
    story_id: int,
    *,
    form: CommentForm,
    url: str | None,
    status: int,
    sentence: str | Promise = "",
) -> HttpResponse:
    thread = Thread.objects.filter(story_id=story_id).first()
    context = {
        "form": form,
        "story_url": url,
        "sentence": sentence,
        "can_send": url is not None and thread is not None and thread.is_open(timezone.now()),
        "action": action_for(story_id),
        "hidden_fields": () if thread is None else (*hidden_fields(thread), *_answered(form)),
    }
    return _page(request, context, status=status)


def _answered(form: CommentForm) -> tuple[tuple[str, str], ...]:
    """Return the hidden field that says which comment is answered, if the form had one."""
    parent = form.data.get(PARENT_FIELD, "")
    return ((PARENT_FIELD, parent),) if parent else ()


def _page(request: HttpRequest, context: Mapping[str, object], *, status: int) -> HttpResponse:
    """Answer in the paper's language, whatever the browser asks for: the story that this belongs to is in it."""
    with translation.override(settings.LANGUAGE_CODE):
        answer = render(request, "comments/form.html", dict(context), status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
