"""Who may do what on the wire."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from broadsheet.desk.models import User

SEE = "wire.view_dispatchrecord"
SEE_QUARANTINE = "wire.view_quarantined"
MAKE = "desk.add_story"
UPDATE = "desk.change_story"
DISMISS = "wire.change_dispatchrecord"
KILL = "desk.kill_story"

View = Callable[..., HttpResponse]


def needs(*permissions: str) -> Callable[[View], View]:
    """Let through who has all the permissions; anybody else is refused as Wagtail refuses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def person(request: HttpRequest) -> User:
    """Return who asks; `needs` lets nobody through who is not signed in."""
    return cast(User, request.user)
