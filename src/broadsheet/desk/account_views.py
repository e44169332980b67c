"""Views of accounts that allauth has none of: the one-time link, and an administrator's help with a lost second factor."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadsheet.desk.accounts import person_of, use_link
from broadsheet.desk.acts.drop_factor import drop_factor
from broadsheet.desk.models import User


def nothing(request: HttpRequest, **_: str) -> HttpResponse:
    """Answer 404 where allauth offers what a newsroom does not: signing up, a list of e-mail addresses."""
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a person in by a one-time link: first a page with a button, so that a mail program's look does not use it up."""
    if request.method != "POST":
        person = person_of(token)
        return render(request, "account/once.html", {"person": person}, status=200 if person else 410)
    person = use_link(token)
    if person is None:
        return render(request, "account/once.html", {"person": None}, status=410)
    target = settings.LOGIN_REDIRECT_URL
    if settings.DESK_SECOND_FACTOR == "required" and not person.has_usable_password():
        target = "account_set_password"
    return perform_login(request, person, redirect_url=reverse(target))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("desk.change_user", raise_exception=True)
def factor(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then take a lost second factor from an account; its owner sets up a new one at the next sign-in."""
    person = get_object_or_404(User, pk=number)
    if request.method == "POST":
        drop_factor(person, by=request.user)
        text = _("The second factor of %(name)s is gone. A new one is set up at the next sign-in.")
        messages.success(request, text % {"name": person.username})
        return HttpResponseRedirect(reverse("wagtailusers_users:edit", args=[number]))
    return render(request, "account/factor.html", {"person": person})
