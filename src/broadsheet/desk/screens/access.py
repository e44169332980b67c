"""The guards before the desk's screens: of one story, and of whatever asks for permissions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path

from broadsheet.desk.models import User
from broadsheet.desk.visibility import visible_to

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Answer 404 for a story that the person does not see, whatever the screen."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "pk" in kwargs:
            number = unquote(str(kwargs["pk"]))
            if (
                not number.isascii()
                or not number.isdecimal()
                or not visible_to(request.user).filter(pk=number).exists()
            ):
                raise Http404
        return view(request, *args, **kwargs)

    return guard


def guarded_path(route: str, view: View, name: str) -> Any:
    """Return the address of a screen of one story, guarded."""
    return path(route, guarded(view), name=name)


def needs(*permissions: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let through who has all the permissions; anybody else is refused as Wagtail refuses."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def let_through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return let_through

    return decorate


def person(request: HttpRequest) -> User:
    """Return who asks; `needs` lets nobody through who is not signed in."""
    return cast(User, request.user)
