"""A person's own account page: Wagtail's, which asks of everybody a name and an address before it saves anything.

An account without them is lawful here, and its owner may still choose a language. What an account has is not emptied.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel


class OwnNameForm(NameEmailForm):  # type: ignore[misc]
    """Name and address, each needed only where there is one already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = bool(getattr(self.instance, name))


def install() -> None:
    """Put our form in the place of Wagtail's; its page takes no other way."""
    NameEmailSettingsPanel.form_class = OwnNameForm
