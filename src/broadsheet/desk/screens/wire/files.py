"""What came over the wire, as files: the bytes as received, and the picture that a dispatch leads with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from broadsheet.desk.acts.take_picture import bytes_for, lead_item
from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.wire.access import SEE, SEE_QUARANTINE
from broadsheet.photos.checks import check_upload
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.wire import kept
from broadsheet.wire.models import Delivery, DispatchRecord, Quarantined


@require_safe
@needs(SEE)
def received(request: HttpRequest, record_id: int) -> HttpResponse:
    """Answer with the bytes as they came, as a file of text that no browser runs."""
    return _bytes(get_object_or_404(DispatchRecord.objects.select_related("delivery"), pk=record_id).delivery)


@require_safe
@needs(SEE)
def picture(request: HttpRequest, record_id: int) -> HttpResponse:
    """Answer with the picture that a dispatch leads with, as its bytes say what it is; 404 where none came or it is none."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    leading = lead_item(record.dispatch)
    found = bytes_for(leading, feed=record.feed) if leading else None
    if found is None:
        raise Http404
    try:
        kind = check_upload(found[0])
    except PictureRefusedError as err:
        raise Http404 from err
    return HttpResponse(found[0], content_type=f"image/{kind.format}")


@require_safe
@needs(SEE_QUARANTINE)
def quarantined(request: HttpRequest, file_id: int) -> HttpResponse:
    """Answer with the bytes of a file that could not be read."""
    return _bytes(get_object_or_404(Quarantined.objects.select_related("delivery"), pk=file_id).delivery)


def _bytes(delivery: Delivery | None) -> HttpResponse:
    if delivery is None:
        raise Http404
    try:
        data = kept.load(delivery.sha256)
    except FileNotFoundError as err:
        raise Http404 from err
    response = HttpResponse(data, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delivery.sha256[:16]}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
