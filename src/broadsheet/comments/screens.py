"""The moderators' screens at the desk: the queue, one comment with its log, and the buttons. Every act is a POST.

A button says what is to be done with the comment as the moderator saw it; if a colleague was faster, the act is
refused, and the message says who did what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup
from wagtail.admin import messages

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.close_thread import close_thread
from broadsheet.comments.acts.look import LOOK, look_at_address
from broadsheet.comments.acts.move import MODERATE, Person
from broadsheet.comments.acts.reject import reject
from broadsheet.comments.acts.remove import remove
from broadsheet.comments.acts.reopen import reopen
from broadsheet.comments.acts.reopen_thread import reopen_thread
from broadsheet.comments.acts.restore import restore
from broadsheet.comments.errors import MissingCommentError, NoThreadError, SealedAddressError, UnlawfulMoveError
from broadsheet.comments.forms import QueueFilter, ReasonForm
from broadsheet.comments.models import Comment, ModerationEntry, Thread
from broadsheet.comments.scoring.models import LearntScorer, Score
from broadsheet.comments.scoring.sentences import ScoreInWords, figures_in_words, in_words
from broadsheet.comments.stories import story_titles, story_url
from broadsheet.comments.text import paragraphs

PAGE_SIZE = 30
MAX_AT_ONCE = 200
REOPENED_FOR_DAYS = 14

View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comment as the queue shows it."""

    id: int
    story_id: int
    headline: str
    number: int | None
    name: str
    paragraphs: tuple[Markup, ...]
    created_at: datetime
    state: str
    state_label: str | Promise
    reason: str
    scores: tuple[ScoreInWords, ...]


def moderators_only(view: View) -> View:
    """Let through who may moderate; anybody else is refused as Wagtail refuses."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MODERATE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@moderators_only
def index(request: HttpRequest) -> HttpResponse:
    """Show the comments of one state, those that wait unless another is asked for; the longest waiting first."""
    chosen = QueueFilter(request.GET).chosen()
    state = Comment.State(chosen.get("state", Comment.State.HELD))
    page = Paginator(_found(state, chosen), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "state": state.value,
        "tabs": _tabs(chosen),
        "query": chosen.get("q", ""),
        "story": _story(chosen["story"]) if "story" in chosen else None,
        "back": _query(chosen, p=page.number),
        "earlier": _query(chosen, p=page.number - 1) if page.has_previous() else "",
        "later": _query(chosen, p=page.number + 1) if page.has_next() else "",
        "is_filtered": "q" in chosen or "story" in chosen,
        "scorer": LearntScorer.objects.defer("spam_weights", "incivility_weights").first(),
    }
    context["figures"] = () if context["scorer"] is None else figures_in_words(context["scorer"])
    return render(request, "comments/queue/index.html", context)


@require_GET
@moderators_only
def one(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show one comment with everything that was done with it: where a link in a mail or a message leads."""
    return _one(request, comment_id)


@require_POST
@sensitive_variables()
def address(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show one comment with its sender's e-mail address, after the look is logged."""
    if not request.user.has_perm(LOOK):
        raise PermissionDenied
    try:
        email = look_at_address(comment_id, by=_person(request), now=timezone.now())
    except MissingCommentError:
        raise Http404 from None
    except SealedAddressError as err:
        messages.error(request, str(err))
        return _to_one(comment_id)
    return _one(request, comment_id, email=email)


@require_POST
@moderators_only
def act(request: HttpRequest, comment_id: int, action: str) -> HttpResponse:
    """Do one thing with one comment, and go back to where the moderator was."""
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        messages.error(request, _("The reason is too long: 300 characters is the most."))
        return _to_one(comment_id)
    try:
        _perform(request, comment_id, action=action, reason=reason.cleaned_data["reason"])
    except MissingCommentError:
        raise Http404 from None
    except UnlawfulMoveError as err:
        messages.warning(request, _what_happened(err), buttons=[_see(comment_id)])
    return _back(request)


@require_POST
@moderators_only
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approve every ticked comment; those that a colleague took meanwhile are left as they are, and said so."""
    approved = 0
    ids = [int(text) for text in request.POST.getlist("comment") if text.isascii() and text.isdecimal()]
    for comment_id in ids[:MAX_AT_ONCE]:
        try:
            approve(comment_id, by=_person(request), now=timezone.now())
            approved += 1
        except (MissingCommentError, UnlawfulMoveError) as err:
            messages.warning(request, _what_happened(err) if isinstance(err, UnlawfulMoveError) else str(err))
    if approved:
        done = ngettext("%(count)s comment is published.", "%(count)s comments are published.", approved)
        messages.success(request, done % {"count": approved})
    return _back(request)


@require_POST
@moderators_only
def thread(request: HttpRequest, story_id: int, action: str) -> HttpResponse:
    """Close a story's discussion, or open it again for another two weeks."""
    try:
        if action == "close":
            close_thread(story_id, by=_person(request))
            messages.success(request, _("The discussion is closed."))
        else:
            closes_at = timezone.now() + timedelta(days=REOPENED_FOR_DAYS)
            reopen_thread(story_id, closes_at=closes_at, by=_person(request))
            messages.success(request, _("The discussion is open for another 14 days."))
    except NoThreadError:
        raise Http404 from None
    return _back(request)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def waiting() -> int:
    """Return how many comments wait for a moderator."""
    return Comment.objects.filter(state=Comment.State.HELD).count()


def _perform(request: HttpRequest, comment_id: int, *, action: str, reason: str) -> None:
    by, now = _person(request), timezone.now()
    match action:
        case "approve":
            approve(comment_id, by=by, now=now)
            done = _("The comment is published.")
        case "reject":
            reject(comment_id, by=by, now=now, reason=reason)
            done = _("The comment is rejected. It can be put back in the queue.")
        case "reopen":
            reopen(comment_id, by=by, now=now)
            done = _("The comment waits again.")
        case "remove":
            remove(comment_id, by=by, now=now, reason=reason)
            done = _("The comment is removed; its number stays with the reason. It can be put back.")
        case "restore":
            restore(comment_id, by=by, now=now)
            done = _("The comment is on the page again.")
        case _unknown:
            raise Http404
    messages.success(request, done, buttons=[_see(comment_id)])


def _what_happened(err: UnlawfulMoveError) -> str:
    """Return who was there first, as finished HTML: Wagtail's messages are marked safe."""
    if err.last is None:
        return escape(_("Nothing was done: the comment is in another state now."))
    sentence = _("Nothing was done: %(person)s has already %(action)s (%(time)s).")
    at = timezone.localtime(err.last.at)
    facts = {"person": err.last.actor_name, "action": _past(err.last.action), "time": f"{at:%H:%M}"}
    return escape(sentence % facts)


def _past(action: str) -> str:
    return str(ModerationEntry.Action(action).label)


def _see(comment_id: int) -> Any:
    return messages.button(reverse("comments_queue:one", args=[comment_id]), _("See the comment"))


def _to_one(comment_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("comments_queue:one", args=[comment_id]))


def _back(request: HttpRequest) -> HttpResponse:
    """Go to the queue as it was filtered. The filter is read and written anew, so the answer stays on this site."""
    sent = QueryDict(request.POST.get("back", ""))
    page = sent.get("p", "")
    query = _query(QueueFilter(sent).chosen(), p=int(page) if page.isascii() and page.isdecimal() else 1)
    return HttpResponseRedirect(f"{reverse('comments_queue:index')}?{query}")


def _query(chosen: dict[str, Any], *, p: int) -> str:
    return urlencode({**chosen, "p": p})


def _found(state: Comment.State, chosen: dict[str, Any]) -> QuerySet[Comment]:
    order = ("created_at", "pk") if state == Comment.State.HELD else ("-created_at", "-pk")
    return _narrowed(chosen).filter(state=state).select_related("thread", "score").order_by(*order)


def _narrowed(chosen: dict[str, Any]) -> QuerySet[Comment]:
    """Return the comments of the chosen story with the chosen words in them."""
    found = Comment.objects.all()
    if "story" in chosen:
        found = found.filter(thread__story_id=chosen["story"])
    if "q" in chosen:
        found = found.filter(Q(name__icontains=chosen["q"]) | Q(body__icontains=chosen["q"]))
    return found


def _rows(comments: list[Comment]) -> list[Row]:
    titles = story_titles({comment.thread.story_id for comment in comments}) if comments else {}
    return [_row(comment, titles) for comment in comments]


def _row(comment: Comment, titles: dict[int, str]) -> Row:
    story_id = comment.thread.story_id
    return Row(
        id=comment.pk,
        story_id=story_id,
        headline=titles.get(story_id) or _("Story %(number)s") % {"number": story_id},
        number=comment.number,
        name=comment.name,
        paragraphs=paragraphs(comment.body),
        created_at=comment.created_at,
        state=comment.state,
        state_label=Comment.State(comment.state).label,
        reason=comment.reason,
        scores=_scores(comment),
    )


def _scores(comment: Comment) -> tuple[ScoreInWords, ...]:
    """Return what the scorer said of a comment: nothing of one that came before there was a scorer."""
    try:
        return in_words(comment.score)
    except Score.DoesNotExist:
        return ()


def _tabs(chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the four states with how many comments each has under the present filter."""
    kept = {name: value for name, value in chosen.items() if name != "state"}
    counted = dict(_narrowed(kept).values_list("state").annotate(Count("pk")).order_by("state"))
    shown = chosen.get("state", Comment.State.HELD)
    return [
        {
            "label": state.label,
            "count": counted.get(state.value, 0),
            "query": urlencode({**kept, "state": state.value}),
            "is_current": state == shown,
        }
        for state in Comment.State
    ]


def _story(story_id: int) -> dict[str, Any]:
    discussion = Thread.objects.filter(story_id=story_id).first() if story_id < 2**63 else None
    return {
        "id": story_id,
        "headline": story_titles([story_id]).get(story_id) or story_id,
        "has_thread": discussion is not None,
        "is_open": discussion is not None and discussion.is_open(timezone.now()),
    }


def _one(request: HttpRequest, comment_id: int, *, email: str = "") -> HttpResponse:
    comment = Comment.objects.select_related("thread", "score").filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    (row,) = _rows([comment])
    url = story_url(row.story_id)
    context = {
        "row": row,
        "page_url": f"{url}#comment-{row.number}" if url and row.number else url,
        "entries": comment.entries.order_by("at", "pk"),
        "may_look": request.user.has_perm(LOOK),
        "email": email,
        "back": "",
    }
    return render(request, "comments/queue/one.html", context)
