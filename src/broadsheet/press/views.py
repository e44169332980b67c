"""An address that is not in the page store: rendered once on demand, and kept.

The press is the store's only writer, so that an older rendering never replaces a newer one; this view only asks for it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.core import keys
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.models import Page
from broadsheet.press.stores.layout import is_address
from broadsheet.reader.render import CONTENT_TYPES, not_found, render_path

MAX_PATH = 300


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Answer with the page at the request's path, a redirect to the same with a final slash, or a 404 that helps."""
    path = request.path_info
    if len(path) > MAX_PATH or not path.isprintable():
        return HttpResponse(not_found(), status=404)
    rendered = render_path(path, now=timezone.now())
    if rendered is None:
        if not path.endswith("/") and render_path(path + "/", now=timezone.now()) is not None:
            return HttpResponseRedirect(path + "/")
        return HttpResponse(not_found(), status=404)
    if is_address(path) and not Page.objects.filter(path=path).exists():
        mark_stale([keys.page(path)])
    if rendered.status == 301:
        response = HttpResponse(status=301)
        response["Location"] = rendered.location or "/"
        return response
    response = HttpResponse(rendered.body, status=rendered.status, content_type=CONTENT_TYPES[rendered.extension])
    response["Cache-Control"] = "public, max-age=5"
    return response
