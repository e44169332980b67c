"""The preview that makes no other sizes than those on the list; the photo desk's screens are upstairs, at the desk."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.permissions import policy_registry

from broadsheet.photos.checks import check_upload
from broadsheet.photos.models import Picture, check_filter


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """Return a picture in one of the sizes that the desk's screens ask for; 400 for any other, before it is opened.

    In place of Wagtail's, which decodes in the web process (I3) and keeps nothing of what it made.
    """
    try:
        check_filter(filter_spec)
    except InvalidFilterSpecError as err:
        return HttpResponseBadRequest(str(err), content_type="text/plain")
    picture = get_object_or_404(Picture, pk=image_id)
    policy = policy_registry.get_by_type(Picture)
    if not policy.user_has_permission_for_instance(request.user, "change", picture):
        raise PermissionDenied
    try:
        with picture.get_rendition(filter_spec).file.open() as file:
            data = file.read()
    except (SourceImageIOError, FileNotFoundError) as err:
        raise Http404 from err
    return HttpResponse(data, content_type=f"image/{check_upload(data).format}")
