"""The facts that are written into a picture by name."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.core.metadata.text import clean
from broadsheet.photos.errors import UnknownFieldError

FIELDS = (
    "creator",
    "credit_line",
    "copyright_notice",
    "caption",
    "headline",
    "usage_terms",
    "alt_text",
    "source",
    "instructions",
    "digital_source_type",
    "license_url",
    "acquire_url",
)


def the_known(values: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that have a value, cleaned.

    Raises:
        UnknownFieldError: a name that is not in FIELDS.
    """
    for name in values:
        if name not in FIELDS:
            raise UnknownFieldError(name)
    cleaned = {name: clean(value) for name, value in values.items()}
    return {name: value for name, value in cleaned.items() if value}
