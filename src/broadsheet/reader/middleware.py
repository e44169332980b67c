"""What the app answers to readers is the same for everybody: no session, no language of the browser's, no cookie (H3)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Set for the desk by middleware further in; the page server puts the readers' own in their place.
OF_THE_DESK = ("Vary", "Content-Security-Policy", "X-Frame-Options", "Content-Language")


def same_for_everybody(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outside the desk, take away what could make two readers' answers differ, going in and coming out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_desk = request.path_info.startswith("/desk/")
        if not is_desk:
            for name in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE"):
                request.META.pop(name, None)
        response = get_response(request)
        if not is_desk:
            for name in OF_THE_DESK:
                response.headers.pop(name, None)
        return response

    return middleware
