"""Views of the desk that are no screen of Wagtail's."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

KINDS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}


@require_safe
@permission_required("wagtailadmin.access_admin")
def media(request: HttpRequest, name: str) -> Any:
    """Answer with an original or a thumbnail, to the newsroom alone: originals carry what must not be published."""
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise Http404
    try:
        return FileResponse(default_storage.open(name, "rb"), content_type=kind)
    except (OSError, SuspiciousOperation) as err:
        raise Http404 from err
