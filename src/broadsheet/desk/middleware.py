"""What holds for every answer of the desk: no cache keeps it, sessions end in time, and a second factor is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

Answer = Callable[[HttpRequest], HttpResponse]
#: Addresses that somebody without a second factor may still use: to set one up, to leave, and to draw the page.
OPEN_WITHOUT_FACTOR = ("/desk/accounts/", "/desk/jsi18n/", "/desk/sprite")


def no_store(get_response: Answer) -> Answer:
    """Let no cache keep what the app says, unless the answer itself says otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def session_limits(get_response: Answer) -> Answer:
    """End a session after so many hours, or so many idle minutes (ASVS 7.3.1, 7.3.2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            if now - began > settings.DESK_SESSION_HOURS * 3600 or now - seen > settings.DESK_IDLE_MINUTES * 60:
                logout(request)
            elif now - seen >= 60 or "seen" not in request.session:
                request.session["seen"] = now
        return get_response(request)

    return middleware


def second_factor(get_response: Answer) -> Answer:
    """Send a signed-in person without a second factor to where it is set up, before any page of the desk (criterion P5)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        wanted = settings.DESK_SECOND_FACTOR == "required" and path.startswith("/desk/")
        if wanted and request.user.is_authenticated and not path.startswith(OPEN_WITHOUT_FACTOR):
            if not is_mfa_enabled(request.user):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return middleware
