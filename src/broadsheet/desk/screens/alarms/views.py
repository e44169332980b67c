"""The alarms that stand, and those cleared today, which can be brought back. Every act is a POST."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.acts.alarm import bring_back, clear_alarm
from broadsheet.desk.screens.access import person
from broadsheet.desk.screens.alarms.rows import rows_of
from broadsheet.desk.screens.alarms.seen import CLEAR, LOOK, alarms_for, standing_for

A_PAGE = 50
CLEARED_SHOWN = 20
#: How long a cleared alarm stays in sight.
SHOWN_FOR = timedelta(hours=24)


@require_safe
@permission_required(LOOK, raise_exception=True)
def index(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    page = Paginator(standing_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    since = timezone.now() - SHOWN_FOR
    cleared = alarms_for(request.user).filter(cleared_at__gte=since).select_related("cleared_by")
    context = {
        "rows": rows_of(page.object_list),
        "cleared": rows_of(cleared.order_by("-cleared_at")[:CLEARED_SHOWN]),
        "page": page,
        "may_clear": request.user.has_perm(CLEAR),
    }
    return render(request, "desk/alarms/index.html", context)


@require_POST
@permission_required(CLEAR, raise_exception=True)
def clear(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Clear an alarm, and go back to the list, where it can be brought back."""
    alarm = get_object_or_404(alarms_for(request.user), pk=alarm_id)
    if clear_alarm(alarm, user=person(request)):
        messages.success(request, _("Cleared. It stays at the end of the list for a day and can be brought back."))
    else:
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return HttpResponseRedirect(reverse("alarms:index"))


@require_POST
@permission_required(CLEAR, raise_exception=True)
def back(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Bring a cleared alarm back."""
    alarm = get_object_or_404(alarms_for(request.user), pk=alarm_id)
    if bring_back(alarm, user=person(request)):
        messages.success(request, _("The alarm is active again."))
    else:
        messages.warning(request, _("Nothing was done: the alarm is active already."))
    return HttpResponseRedirect(reverse("alarms:index"))
