"""Views of the list that somebody keeps under a name."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.desk.models import SavedView
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.wire.access import SEE
from broadsheet.desk.screens.wire.listing import Asked

#: Nobody finds anything among more.
MAX_VIEWS = 20
MAX_NAME = 60


def views_of(user: Any, asked: Asked) -> list[dict[str, Any]]:
    """Return the person's own views and those shared by others, each with whether it is the one that is looked at."""
    found = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).order_by("name", "pk")[: 2 * MAX_VIEWS]
    here = asked.query()
    return [
        {
            "id": view.pk,
            "name": view.name,
            "query": view.query,
            "here": view.query == here,
            "own": view.owner_id == user.pk,
        }
        for view in found
    ]


@require_POST
@needs(SEE)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the view that the form's address asks for, under a name; a name that is there already gets the new view."""
    asked, name = Asked.of(request.POST), " ".join(request.POST.get("name", "").split())[:MAX_NAME]
    own = SavedView.objects.filter(owner=person(request))
    if not name:
        messages.warning(request, _("Give the view a name."))
    elif own.exclude(name=name).count() >= MAX_VIEWS:
        messages.warning(request, _("You have %(number)d views. Delete one first.") % {"number": MAX_VIEWS})
    else:
        values = {"query": asked.query(), "is_shared": request.POST.get("shared") == "on"}
        SavedView.objects.update_or_create(owner=person(request), name=name, defaults=values)
    return HttpResponseRedirect(f"{reverse('wire:index')}?{asked.query()}")


@require_POST
@needs(SEE)
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a view of one's own."""
    view = get_object_or_404(SavedView, pk=view_id, owner=person(request))
    view.delete()
    return HttpResponseRedirect(f"{reverse('wire:index')}?{view.query}")
