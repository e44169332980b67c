"""Views of the desk that are no screen of Wagtail's."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

KINDS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}


@require_safe
@permission_required("wagtailadmin.access_admin")
def media(request: HttpRequest, name: str) -> Any:
    """Answer with an original or a thumbnail, to the newsroom alone: originals carry what must not be published."""
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    try:
        path = safe_join(settings.MEDIA_ROOT, name)
    except SuspiciousFileOperation as err:
        raise Http404 from err
    if kind is None:
        raise Http404
    try:
        return FileResponse(Path(path).open("rb"), content_type=kind)
    except OSError as err:
        raise Http404 from err
