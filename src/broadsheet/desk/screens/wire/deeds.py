"""What somebody does with a dispatch: make a story, keep a picture, update, dismiss and put back. POST alone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.desk.acts.dismiss import dismiss
from broadsheet.desk.acts.kill_item import kill_item
from broadsheet.desk.acts.offer import open_offer
from broadsheet.desk.acts.put_back import put_back
from broadsheet.desk.acts.take import check_usable, story_built_from, take
from broadsheet.desk.acts.take_picture import take_picture
from broadsheet.desk.errors import DeskError
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.wire.access import DISMISS, KILL, MAKE, SEE, UPDATE
from broadsheet.desk.screens.wire.listing import Asked
from broadsheet.desk.visibility import visible_to
from broadsheet.wire.models import DispatchRecord


@require_POST
@needs(SEE, MAKE)
def make(request: HttpRequest, record_id: int) -> HttpResponse:
    """Make a story of a dispatch and open it; of a picture it is a picture story."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _make)


@require_POST
@needs(SEE, MAKE)
def keep(request: HttpRequest, record_id: int) -> HttpResponse:
    """Keep a picture in the library, without a story."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _keep_picture)


@require_POST
@needs(SEE, UPDATE)
def update(request: HttpRequest, record_id: int) -> HttpResponse:
    """Lay the dispatch beside the story of its earlier version: the comparison comes first, and somebody decides there."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _update)


@require_POST
@needs(SEE, DISMISS)
def put_away(request: HttpRequest, record_id: int) -> HttpResponse:
    """Dismiss a dispatch and go back to the list, where it can be put back."""
    record = get_object_or_404(DispatchRecord, pk=record_id)
    if dismiss(record, user=person(request)):
        undo = messages.button(reverse("wire:one", args=[record.pk]), _("Open it"))
        messages.success(request, _("“%(item)s” is dismissed.") % {"item": str(record)[:80]}, buttons=[undo])
    else:
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return _to_list(request)


@require_POST
@needs(SEE, DISMISS)
def bring_back(request: HttpRequest, record_id: int) -> HttpResponse:
    """Put a dismissed dispatch back among the new ones."""
    record = get_object_or_404(DispatchRecord, pk=record_id)
    if not put_back(record, user=person(request)):
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return HttpResponseRedirect(f"{reverse('wire:one', args=[record.pk])}?{Asked.of(request.GET).query()}")


@require_POST
@needs(SEE, KILL)
def kill(request: HttpRequest, record_id: int) -> HttpResponse:
    """Kill an item by hand, with the same effect as a kill that the agency sends; the form asks whether one is sure."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    if request.POST.get("sure") != "on":
        messages.warning(request, _("Nothing was killed: tick that you are sure."))
        return HttpResponseRedirect(reverse("wire:one", args=[record.pk]))
    return _act(request, record, _kill)


def _to_list(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('wire:index')}?{Asked.of(request.GET).query()}")


def _act(
    request: HttpRequest, record: DispatchRecord, act: Callable[[HttpRequest, DispatchRecord], str]
) -> HttpResponse:
    """Do it and go where it leads; a refusal is told on the dispatch."""
    try:
        return HttpResponseRedirect(act(request, record))
    except DeskError as err:
        messages.error(request, escape(str(err)))
        return HttpResponseRedirect(reverse("wire:one", args=[record.pk]))


def _kill(request: HttpRequest, record: DispatchRecord) -> str:
    stories = kill_item(record, user=person(request))
    text = ngettext(
        "The item is killed, and %(number)d story with it.",
        "The item is killed, and %(number)d stories with it.",
        len(stories),
    )
    messages.success(request, text % {"number": len(stories)})
    return reverse("wire:one", args=[record.pk])


def _make(request: HttpRequest, record: DispatchRecord) -> str:
    return reverse("stories:edit", args=[take(record, user=person(request)).pk])


def _keep_picture(request: HttpRequest, record: DispatchRecord) -> str:
    picture = take_picture(record, user=person(request))
    messages.success(request, _("The picture is in the library."))
    return reverse("wagtailimages:edit", args=[picture.pk])


def _update(request: HttpRequest, record: DispatchRecord) -> str:
    story = story_built_from(record.item_guid or record.guid)
    if story is None or not visible_to(request.user).filter(pk=story.pk).exists():
        raise Http404
    check_usable(record)
    return reverse("offers:one", args=[open_offer(record, story, now=timezone.now()).pk])
