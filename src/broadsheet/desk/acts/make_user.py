"""Make an account at the desk. The audit entry is written by who listens to accounts (``account_receivers``)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from wagtail.log_actions import LogContext

from broadsheet.desk.errors import (
    NameTakenError,
    UnknownRoleError,
    WeakPasswordError,
    WrongAddressError,
    WrongNameError,
)
from broadsheet.desk.models import User
from broadsheet.desk.roles import BY_NAME


def make_user(name: str, role: str, *, password: str | None = None, email: str = "", by: Any = None) -> User:
    """Return a new account with that role; without a password it is entered by a one-time link alone.

    Raises:
        UnknownRoleError: there is no such role.
        WrongAddressError: the e-mail address is none.
        WrongNameError: the name has characters that an account's name cannot have.
        NameTakenError: there is an account of that name, in whatever case.
        WeakPasswordError: the password is too short, too common or too like the name.
    """
    if role not in BY_NAME:
        raise UnknownRoleError(role)
    person = User(username=name, email=email)
    _check(person, password)
    with transaction.atomic(), LogContext(user=by):
        if User.objects.filter(username__iexact=name).exists():
            raise NameTakenError(name)
        person.set_password(password)
        person.save()
        person.groups.set([Group.objects.get(name=role)])
    return User.objects.get(pk=person.pk)


def _check(person: User, password: str | None) -> None:
    try:
        User._meta.get_field("username").clean(person.username, person)
    except ValidationError as err:
        raise WrongNameError(person.username) from err
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError as err:
            raise WrongAddressError(person.email) from err
    if password is not None:
        try:
            validate_password(password, person)
        except ValidationError as err:
            raise WeakPasswordError(" ".join(err.messages)) from err
