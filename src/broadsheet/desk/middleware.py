"""What holds for every answer of the desk: no cache keeps it, sessions end in time, and a second factor is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.defaults import page_not_found

from broadsheet.desk.accounts import has_shown_factor
from broadsheet.desk.roles import may_enter

Answer = Callable[[HttpRequest], HttpResponse]
#: Addresses that somebody without a second factor may still use: to set one up, to leave, and to draw the page.
OPEN_WITHOUT_FACTOR = ("/desk/accounts/", "/desk/jsi18n/", "/desk/sprite")
#: The same for somebody who has a second factor and has not shown it in this session: to show it, and to leave.
OPEN_BEFORE_FACTOR = (
    *("/desk/accounts/2fa/reauthenticate/", "/desk/accounts/login/", "/desk/accounts/logout/", "/desk/accounts/once/"),
    *("/desk/accounts/password/reset/", "/desk/jsi18n/", "/desk/sprite"),
)
#: Accounts and roles are looked after by who has signed in a short while ago (criterion P3).
DELICATE = ("/desk/users/", "/desk/groups/", "/desk/bulk/desk/user/")
#: An open screen asks here by itself every few seconds: that is no sign of a person.
ASKED_BY_ITSELF = "/desk/editing-sessions/"


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
            seen = request.session.setdefault("seen", now)
            if now - began >= settings.DESK_SESSION_HOURS * 3600 or now - seen >= settings.DESK_IDLE_MINUTES * 60:
                logout(request)
            elif now - seen >= 60 and not request.path_info.startswith(ASKED_BY_ITSELF):
                request.session["seen"] = now
        return get_response(request)

    return middleware


def second_factor(get_response: Answer) -> Answer:
    """Let nobody to a page of the desk without the second factor, where one is required or has been set up (P5)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/desk/") and request.user.is_authenticated:
            if is_mfa_enabled(request.user):
                if not request.path_info.startswith(OPEN_BEFORE_FACTOR) and not has_shown_factor(request):
                    return _away(request, "mfa_reauthenticate")
            elif settings.DESK_SECOND_FACTOR == "required" and not request.path_info.startswith(OPEN_WITHOUT_FACTOR):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return middleware


def fresh_sign_in(get_response: Answer) -> Answer:
    """Ask who looks after accounts and roles to say again who they are, a quarter of an hour after signing in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_delicate = request.path_info.startswith(DELICATE) and request.user.has_perm("desk.change_user")
        if is_delicate and is_stale(request):
            method = get_adapter(request).get_reauthentication_methods(request.user)[0]
            return HttpResponseRedirect(f"{method['url']}?{urlencode({'next': request.get_full_path()})}")
        return get_response(request)

    return middleware


def gates(get_response: Answer) -> Answer:
    """Answer 404 where Wagtail would let everybody with an account in, and the table of roles does not (P1, P2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_inside = request.path_info.startswith("/desk/") and request.user.is_authenticated
        if is_inside and not may_enter(request.user, request.path_info):
            return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
        return get_response(request)

    return middleware


def is_stale(request: HttpRequest) -> bool:
    """Return whether the person has not said lately who they are, and has a password or a code to say it with."""
    from allauth.account.internal.flows.reauthentication import is_reauthentication_required

    return bool(is_reauthentication_required(request, app="broadsheet.desk"))


def _away(request: HttpRequest, name: str) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': wanted})}")
