"""Give an account a new password: whoever knew the old one is out, and the second factor stays."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.errors import NoSuchUserError
from broadsheet.desk.models import User

RANDOM_BYTES = 15


def reset_user(name: str, *, by: Any = None) -> str:
    """Return the account's new random password; its sessions end at their next request.

    Raises:
        NoSuchUserError: there is no account of that name.
    """
    password = secrets.token_urlsafe(RANDOM_BYTES)
    with transaction.atomic():
        person = User.objects.select_for_update().filter(username=name).first()
        if person is None:
            raise NoSuchUserError(name)
        person.set_password(password)
        person.session_epoch += 1
        person.save(update_fields=["password", "session_epoch"])
        audit(who=by, what="user.password-reset", subject=name)
    return password
