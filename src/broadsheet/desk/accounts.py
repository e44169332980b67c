"""Accounts by django-allauth: nobody signs up, an administrator makes every account.

What allauth leaves open is closed here: links that come from the settings and never from the request, redirects that
stay on this site, and codes of a second factor that work once whichever process is asked.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from broadsheet.desk.models import User

ONCE_SALT = "broadsheet.desk.once"
ONCE_MINUTES = 30


class DeskAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How the newsroom's accounts behave."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account is made by an administrator."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether a redirect may go there: this host and the public address, nothing else (criterion H6)."""
        hosts = {self.request.get_host(), urlsplit(settings.SITE_URL).netloc}
        begins_well = url.startswith(("/", "http://", "https://"))
        return begins_well and bool(url_has_allowed_host_and_scheme(url, hosts, require_https=settings.SECURE))

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Return whether the person must say again who they are; not right after signing in."""
        if not super().is_reauthentication_required(app=app, **options):
            return False
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whom the page server talks to; on the app's own socket nobody else does."""
        return request.headers.get(settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER) or "127.0.0.1"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail; its host is the settings' and never the request's (criterion H7)."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.SITE_URL + path.replace("UID-KEY", key))

    def format_email_subject(self, subject: str) -> str:
        """Return the subject with the paper's name in front."""
        return f"[{settings.SITE_NAME}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, with the paper's name and public address for the text."""
        super().send_mail(
            template_prefix, email, {**context, "paper": settings.SITE_NAME, "paper_url": settings.SITE_URL}
        )


class CodeOnceMixin:
    """A code of the authenticator app works once; allauth's own memory of it is shorter than the code's life."""

    def clean_code(self) -> str:
        """Return the code.

        Raises:
            ValidationError: it is wrong, or it was used before.
        """
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not use_code(self.authenticator, code):  # type: ignore[attr-defined]
            raise ValidationError(_("This code was used already. Wait for the next one."), code="used_code")
        return code


class CodeForm(CodeOnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(CodeOnceMixin, ReauthenticateForm):  # type: ignore[misc]
    """The code asked for again, before something delicate."""


def use_code(authenticator: Authenticator, code: str, *, now: float | None = None) -> bool:
    """Remember durably that the code was used; return False if it was used before."""
    now = time.time() if now is None else now
    life_seconds = (2 * settings.MFA_TOTP_TOLERANCE + 1) * 30
    digest = salted_hmac("broadsheet.desk.code", "".join(code.split())).hexdigest()
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        used = {mark: at for mark, at in row.data.get("used", {}).items() if now - at < life_seconds}
        is_new = digest not in used
        row.data["used"] = {**used, digest: used.get(digest, now)}
        row.save(update_fields=["data"])
    return is_new


def has_shown_factor(request: HttpRequest) -> bool:
    """Return whether this session was opened, or confirmed since, with the second factor."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def one_time_link(person: User) -> str:
    """Return a path that signs the person in once, within half an hour."""
    token = signing.dumps([person.pk, _mark(person)], salt=ONCE_SALT)
    return reverse("desk_once", args=[token])


def person_of(token: str) -> User | None:
    """Return whom a one-time link is for, or None where it is forged, old or used."""
    try:
        number, mark = signing.loads(token, salt=ONCE_SALT, max_age=ONCE_MINUTES * 60)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=number, is_active=True).first()
    return person if person and constant_time_compare(mark, _mark(person)) else None


def use_link(token: str) -> User | None:
    """Use a one-time link up and return whom it is for; of two at the same moment one gets None."""
    person = person_of(token)
    if person is None:
        return None
    same = User.objects.filter(pk=person.pk, last_login=person.last_login, password=person.password)
    return person if same.update(last_login=timezone.now()) else None


def _mark(person: User) -> str:
    """Return what changes whenever the person signs in, or gets another password or role."""
    state = f"{person.last_login}:{person.password}:{person.session_epoch}"
    return salted_hmac(ONCE_SALT, state).hexdigest()[:32]
