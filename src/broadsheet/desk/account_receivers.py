"""What happens to accounts goes into the audit log, and a change of role ends the account's sessions (P8, P10)."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.log_actions import get_active_log_context

from broadsheet.desk.accounts import use_code
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User


def connect() -> None:
    """Listen; called once, when Django is ready."""
    m2m_changed.connect(_roles, sender=User.groups.through, dispatch_uid="desk.roles")
    m2m_changed.connect(_rights, sender=Group.permissions.through, dispatch_uid="desk.rights")
    pre_save.connect(_before, sender=User, dispatch_uid="desk.user.before")
    post_save.connect(_after, sender=User, dispatch_uid="desk.user.after")
    post_delete.connect(_deleted, sender=User, dispatch_uid="desk.user.deleted")
    user_logged_in.connect(_signed_in, dispatch_uid="desk.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="desk.signed-out")
    user_login_failed.connect(_refused, dispatch_uid="desk.refused")
    for name in ("password_changed", "password_set", "password_reset"):
        getattr(account, name).connect(_password, dispatch_uid=f"desk.{name}")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="desk.factor.added")
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid="desk.factor.removed")
    mfa.authentication_failed.connect(_factor_refused, dispatch_uid="desk.factor.refused")


def _who() -> Any:
    return get_active_log_context().user


def _roles(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    """Note the change; end the sessions of those whose roles changed, before the rows of a clearing are gone."""
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    if not reverse:
        people = User.objects.filter(pk=instance.pk)
        groups = Group.objects.filter(pk__in=pk_set or instance.groups.values("pk"))
    else:
        groups = Group.objects.filter(pk=instance.pk)
        people = User.objects.filter(pk__in=pk_set or instance.user_set.values("pk"))
    names = ", ".join(groups.order_by("name").values_list("name", flat=True))
    for person in people:
        before, after = ("", names) if action == "post_add" else (names, "")
        audit(who=_who(), what="user.role", subject=person.username, before=before, after=after)
    people.update(session_epoch=F("session_epoch") + 1)


def _rights(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if action in ("post_add", "post_remove", "pre_clear") and not reverse:
        verb = "before" if action != "post_add" else "after"
        changed = instance.permissions.all() if pk_set is None else Permission.objects.filter(pk__in=pk_set)
        names = ", ".join(sorted(changed.values_list("codename", flat=True)))
        if names:
            audit(who=_who(), what="role.rights", subject=instance.name, **{verb: names})


def _before(instance: User, update_fields: Any, **_: Any) -> None:
    """End the sessions where somebody is made or unmade all-powerful; keep what the account was for the log."""
    if update_fields is None:
        instance.was = User.objects.filter(pk=instance.pk).first()  # type: ignore[attr-defined]
        if instance.was:  # type: ignore[attr-defined]
            is_other = instance.was.is_superuser != instance.is_superuser  # type: ignore[attr-defined]
            instance.session_epoch = max(instance.was.session_epoch, instance.session_epoch) + is_other  # type: ignore[attr-defined]


def _after(instance: User, created: bool, update_fields: Any, **_: Any) -> None:
    if created:
        audit(who=_who(), what="user.made", subject=instance.username)
        return
    was = getattr(instance, "was", None) if update_fields is None else None
    if was is None:
        return
    for name in ("username", "email", "is_active", "is_superuser"):
        before, after = str(getattr(was, name)), str(getattr(instance, name))
        if before != after:
            audit(who=_who(), what=f"user.{name.replace('_', '-')}", subject=was.username, before=before, after=after)
    if was.password != instance.password:
        audit(who=_who(), what="user.password", subject=instance.username)


def _deleted(instance: User, **_: Any) -> None:
    audit(who=_who(), what="user.deleted", subject=instance.username)


def _signed_in(user: Any, **_: Any) -> None:
    audit(who=user, what="signed-in", subject=user.username)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        audit(who=user, what="signed-out", subject=user.username)


def _refused(credentials: Any, **_: Any) -> None:
    audit(who=None, what="sign-in.refused", subject=str(credentials.get("username") or credentials.get("email") or ""))


def _password(user: Any, signal: Any, **_: Any) -> None:
    how = {id(account.password_changed): "changed", id(account.password_set): "set"}.get(id(signal), "reset by mail")
    audit(who=user, what="user.password-chosen", subject=user.username, after=how)


def _factor_added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """Note it; the session that set the factor up has shown it, and the code that proved it is used up."""
    audit(who=user, what="user.factor-added", subject=user.username, after=authenticator.type)
    if authenticator.type == authenticator.Type.TOTP:
        use_code(authenticator, request.POST.get("code", ""))
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    audit(who=user, what="user.factor-removed", subject=user.username, before=authenticator.type)


def _factor_refused(user: Any, **_: Any) -> None:
    audit(who=None, what="factor.refused", subject=user.username)
