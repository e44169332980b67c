"""Take a lost second factor from an account, so that its owner sets up a new one at the next sign-in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User


def drop_factor(person: User, *, by: Any = None) -> None:
    """Remove the account's authenticator and recovery codes, and end its sessions."""
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
        audit(who=by, what="user.factor-dropped", subject=person.username)
