"""Accounts by django-allauth: nobody signs up, an administrator makes every account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class DeskAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How the newsroom's accounts behave."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Return False: an account is made by an administrator."""
        return False
