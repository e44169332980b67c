"""Who may do what with rules and subjects, and the guard before their screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from broadsheet.desk.models import User

View = Callable[..., HttpResponse]
SEE_RULES, ADD_RULE, CHANGE_RULE, DELETE_RULE = (
    f"desk.{verb}_wirerule" for verb in ("view", "add", "change", "delete")
)
SEE_SUBJECTS, ADD_SUBJECT, CHANGE_SUBJECT, DELETE_SUBJECT = (
    f"desk.{verb}_subjectmapping" for verb in ("view", "add", "change", "delete")
)


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
