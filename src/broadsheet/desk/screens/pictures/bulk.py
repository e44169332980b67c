"""Changing many pictures at once: choose, say what, see what will differ, do it, and put it back with one press."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as plain_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.pictures.access import KEEPS, pictures_of
from broadsheet.desk.screens.pictures.forms import BulkForm
from broadsheet.desk.screens.pictures.log import Change, changes_in, label_of, said
from broadsheet.desk.screens.pictures.rows import rows_of
from broadsheet.desk.screens.wire.listing import number_in
from broadsheet.photos.acts.change import TAGS, change_many, lines_of, put_back
from broadsheet.photos.models import Picture, PictureEvent

MAX_CHOSEN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What one field will become: its new value, how many pictures differ from it, and what those say now."""

    label: str
    after: str
    count: int
    before: tuple[tuple[str, int], ...]


@require_POST
@needs(KEEPS)
def choose(request: HttpRequest) -> HttpResponse:
    """Show what can be set on the chosen pictures; with a filled form, what will change; with a word for it, do it."""
    chosen = chosen_in(request)
    if not chosen:
        messages.warning(request, _("Choose pictures first: tick them in the list."))
        return HttpResponseRedirect(reverse("wagtailimages:index"))
    step = request.POST.get("step", "")
    form = BulkForm(request.POST) if step else BulkForm()
    is_ready = bool(step) and form.is_valid()
    if is_ready and step == "do":
        return _do(request, chosen, form)
    context: dict[str, Any] = {
        "rows": rows_of(chosen, timezone.now(), seen=pictures_of(request.user)),
        "form": form,
        "fields": [(field, not step or field.name in form.ticked) for field in form],
        "ticked": form.ticked if step else [],
        "coming": _coming(chosen, form) if is_ready else [],
        "is_ready": is_ready,
    }
    return render(request, "desk/pictures/bulk.html", context)


@require_safe
@needs(KEEPS)
def done(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show what a change did, with the way back."""
    event = get_object_or_404(PictureEvent, pk=event_id, kind=PictureEvent.Kind.CHANGED)
    lines = list(lines_of(event)[:MAX_CHOSEN])
    seen = set(
        pictures_of(request.user).filter(pk__in=[line.picture_id for line in lines]).values_list("pk", flat=True)
    )
    shown: list[tuple[Picture, list[Change]]] = [
        (line.picture, list(changes_in(line.detail))) for line in lines if line.picture_id in seen
    ]
    is_undone = all(line.detail.get("undone") for line in lines)
    return render(request, "desk/pictures/done.html", {"event": event, "shown": shown, "is_undone": is_undone})


@require_POST
@needs(KEEPS)
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Put the earlier values back."""
    event = get_object_or_404(PictureEvent, pk=event_id, kind=PictureEvent.Kind.CHANGED)
    lines = lines_of(event)
    mine = pictures_of(request.user).filter(pk__in=lines.order_by().values("picture_id")).count()
    if not lines.exists() or mine < lines.count():
        messages.error(request, _("This change cannot be put back."))
        return HttpResponseRedirect(reverse("wagtailimages:index"))
    went = put_back(event, who=request.user, now=timezone.now())
    if went.left:
        text = _("%(done)d pictures are as they were. %(left)d were changed again since and stay, in part or whole.")
        plain_messages.warning(request, text % {"done": went.done, "left": went.left})
    else:
        text = ngettext("%(done)d picture is as it was.", "%(done)d pictures are as they were.", went.done)
        plain_messages.success(request, text % {"done": went.done})
    return HttpResponseRedirect(reverse("wagtailimages:index"))


def chosen_in(request: HttpRequest) -> list[Picture]:
    """Return the pictures that were ticked, of those that the person may change, in the order of the list."""
    numbers = list(dict.fromkeys(number_in(text) for text in request.POST.getlist("id")))[:MAX_CHOSEN]
    found = pictures_of(request.user).in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _do(request: HttpRequest, chosen: list[Picture], form: BulkForm) -> HttpResponse:
    numbers = [picture.pk for picture in chosen]
    events = change_many(numbers, form.values, tags=form.added_tags, who=request.user, now=timezone.now())
    if not events:
        messages.warning(request, _("Nothing was changed: the pictures are so already."))
        return HttpResponseRedirect(reverse("wagtailimages:index"))
    return HttpResponseRedirect(reverse("pictures:done", args=[events[0].pk]))


def _coming(chosen: list[Picture], form: BulkForm) -> list[Coming]:
    made = []
    for name, value in form.values.items():
        differing = [picture for picture in chosen if getattr(picture, name) != value]
        before = Counter(said(getattr(picture, name)) for picture in differing)
        made.append(
            Coming(label=label_of(name), after=said(value), count=len(differing), before=tuple(before.most_common(5)))
        )
    if form.added_tags:
        added = set(form.added_tags)
        lacking = sum(not added <= set(picture.tags.names()) for picture in chosen)
        made.append(Coming(label=label_of(TAGS), after="+ " + said(form.added_tags), count=lacking, before=()))
    return made
