"""How the machinery runs, on one screen: what waits, what failed, how fast pages go live, disk, backup, database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.operations.plot import plot_of
from broadsheet.desk.screens.operations.state import State
from broadsheet.desk.signals import operations_asked, page_asked_again

#: Administrators alone have it.
LOOK = "desk.view_auditentry"


@require_safe
@needs(LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """Show the screen."""
    now = timezone.now()
    state = _state()
    context = {"state": state, "plot": plot_of(state.moments, now) if state else None, "now": now}
    return render(request, "desk/operations/index.html", context)


@require_POST
@needs(LOOK)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Have a page that failed tried again at once."""
    if any(done for _listener, done in page_asked_again.send(sender=None, number=number)):
        messages.success(request, _("It is being tried again now."))
    else:
        messages.warning(request, _("Nothing was done: the page no longer waits."))
    return HttpResponseRedirect(reverse("operations:index"))


def _state() -> State | None:
    for _listener, state in operations_asked.send(sender=None):
        if isinstance(state, State):
            return state
    return None
