"""Accounts of the newsroom, and the writers whose names stand on the page: two different things."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account at the desk."""

    #: Raised whenever roles change, so that sessions of before end at the next request (criterion P8).
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    def get_session_auth_hash(self) -> str:
        """Return the mark that a session must carry: it changes with the password and with the roles."""
        return self._epoch_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the marks under former secret keys."""
        from django.conf import settings

        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._epoch_hash(key)

    def _epoch_hash(self, secret: str | bytes | None) -> str:
        mark = f"{self.password}:{self.session_epoch}"
        return salted_hmac("broadsheet.desk.session", mark, secret=secret, algorithm="sha256").hexdigest()


class Author(models.Model):
    """A writer or photographer with a name on the page."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Such as: political editor."))
    bio = models.TextField(_("about"), blank=True)
    picture = models.ForeignKey(
        "photos.Picture", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    account = models.OneToOneField(
        User, verbose_name=_("account"), null=True, blank=True, on_delete=models.SET_NULL, related_name="author"
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name
