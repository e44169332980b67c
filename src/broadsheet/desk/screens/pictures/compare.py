"""Two pictures side by side, what differs between them marked, and the facts of one kept on both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.pictures.access import KEEPS, pictures_of
from broadsheet.desk.screens.pictures.bulk import chosen_in
from broadsheet.desk.screens.pictures.forms import RIGHTS
from broadsheet.desk.screens.pictures.log import label_of, said
from broadsheet.desk.screens.pictures.rows import Row, rows_of
from broadsheet.photos.acts.change import keep_facts
from broadsheet.photos.models import NearPair, Picture

SHOWN = (
    "title",
    "caption",
    "alt_text",
    "creator",
    "credit_line",
    "source",
    "provider",
    "copyright_notice",
    "usage_terms",
    *RIGHTS,
    "guid",
    "taken_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field of both pictures."""

    label: str
    first: str
    second: str
    differs: bool


@require_POST
@needs(KEEPS)
def chosen(request: HttpRequest) -> HttpResponse:
    """Go to the comparison of the two that were ticked in the list."""
    pictures = chosen_in(request)
    if len(pictures) != 2:
        messages.warning(request, _("Choose two pictures to compare them."))
        return HttpResponseRedirect(reverse("wagtailimages:index"))
    return HttpResponseRedirect(reverse("pictures:compare", args=[picture.pk for picture in pictures]))


@require_safe
@needs(KEEPS)
def show(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Show both."""
    first, second = _both(request, first_id, second_id)
    rows = {row.id: row for row in rows_of([first, second], timezone.now(), seen=pictures_of(request.user))}
    sides: list[tuple[Row, Picture, str]] = [
        (rows[one.pk], one, reverse("wagtailimages:preview", args=[one.pk, "max-800x600"])) for one in (first, second)
    ]
    context: dict[str, Any] = {
        "sides": sides,
        "fields": [_compared(name, first, second) for name in SHOWN],
        "pair": _pair(first, second).first(),
        "is_same_file": bool(first.file_hash) and first.file_hash == second.file_hash,
    }
    return render(request, "desk/pictures/compare.html", context)


@require_POST
@needs(KEEPS)
def keep(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Give the second picture the facts of the first; it can be put back."""
    kept, other = _both(request, first_id, second_id)
    events = keep_facts(kept, other, who=request.user, now=timezone.now())
    _pair(kept, other).update(settled_at=timezone.now())
    if not events:
        messages.success(request, _("Both say the same already."))
        return HttpResponseRedirect(reverse("pictures:compare", args=[kept.pk, other.pk]))
    return HttpResponseRedirect(reverse("pictures:done", args=[events[0].pk]))


@require_POST
@needs(KEEPS)
def settle(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Say that these are two pictures: they are no longer shown to each other."""
    first, second = _both(request, first_id, second_id)
    _pair(first, second).update(settled_at=timezone.now())
    messages.success(request, _("Noted: these are two pictures."))
    return HttpResponseRedirect(reverse("wagtailimages:edit", args=[first.pk]))


def _both(request: HttpRequest, first_id: int, second_id: int) -> tuple[Picture, Picture]:
    found = pictures_of(request.user).in_bulk([first_id, second_id])
    if len(found) != 2:
        raise Http404
    return found[first_id], found[second_id]


def _pair(first: Picture, second: Picture) -> Any:
    return NearPair.objects.filter(first=min(first.pk, second.pk), second=max(first.pk, second.pk))


def _compared(name: str, first: Picture, second: Picture) -> Compared:
    one, other = getattr(first, name), getattr(second, name)
    first_said, second_said = ("–" if value in (None, "", []) else said(value) for value in (one, other))
    return Compared(label=label_of(name), first=first_said, second=second_said, differs=one != other)
