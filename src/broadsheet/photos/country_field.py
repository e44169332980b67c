"""A field for several countries: two letters each, with commas or blanks between them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from broadsheet.core.countries import CODES


class CountriesField(forms.CharField):
    """ISO 3166-1 alpha-2 codes as a person types them; its value is a sorted list of them in capitals."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Two letters each, such as NO, SE. The United Kingdom is GB."))
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the list as one types it."""
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other countries were typed than there are."""
        return _codes(self.prepare_value(initial) or "") != _codes(data or "")

    def clean(self, value: Any) -> Any:
        """Return the list.

        Raises:
            ValidationError: a code that no country has.
        """
        codes = _codes(super().clean(value))
        if unknown := sorted(set(codes) - CODES):
            text = gettext("There is no country %(code)s. Write two letters, such as NO or GB.")
            raise forms.ValidationError(text % {"code": unknown[0]})
        return codes


def _codes(text: str) -> list[str]:
    return sorted({code.upper() for code in re.split(r"[,;\s]+", text) if code})
