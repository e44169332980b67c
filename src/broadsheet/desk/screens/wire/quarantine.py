"""Files that could not be read: try again after a reader was improved, or put away. POST alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.wire.access import DISMISS, SEE_QUARANTINE
from broadsheet.desk.screens.wire.listing import Asked
from broadsheet.wire.acts.retry import retry
from broadsheet.wire.models import Quarantined


@require_POST
@needs(SEE_QUARANTINE, DISMISS)
def again(request: HttpRequest, file_id: int) -> HttpResponse:
    """Read the file's bytes once more with today's readers."""
    file = get_object_or_404(Quarantined.objects.select_related("feed", "delivery"), pk=file_id)
    received = retry(file, now=timezone.now())
    refused = next((one for one in received if one.result == "quarantined"), None)
    if refused is not None:
        messages.error(request, escape(refused.detail or refused.error or ""))
    else:
        number = len(received)
        words = ngettext("Read: %(number)d item.", "Read: %(number)d items.", number) % {"number": number}
        messages.success(request, words)
        audit(who=person(request), what="quarantine.read", subject=file.filename[:300])
    return _back()


@require_POST
@needs(SEE_QUARANTINE, DISMISS)
def settle(request: HttpRequest, file_id: int) -> HttpResponse:
    """Put a file away: nobody needs it. Its bytes are kept as long as any others."""
    if Quarantined.objects.filter(pk=file_id, settled_at__isnull=True).update(settled_at=timezone.now()):
        file = Quarantined.objects.get(pk=file_id)
        audit(who=person(request), what="quarantine.put-away", subject=file.filename[:300])
        messages.success(request, _("“%(file)s” is put away.") % {"file": escape(file.filename)})
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('wire:index')}?{Asked(tab='quarantine').query()}")
