"""The guard before every screen of one story."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path

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
