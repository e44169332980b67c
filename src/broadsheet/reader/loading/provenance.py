"""Where a picture comes from, as a page says it: AI's part in it, and the content credentials that it came with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from broadsheet.core import keys
from broadsheet.photos.credentials import can_sign
from broadsheet.photos.source_types import ai_part, code_of
from broadsheet.reader.values import Credentials, CredentialsPage, Picture

TOLD = frozenset({"trusted", "valid", "changed", "invalid"})
"""The states that a reader is told of; a manifest that the newsroom could not read is none of them."""


def with_provenance(value: Picture, picture: Any) -> Picture:
    """Return the picture as a page shows it, with what the library's `picture` says of its origin."""
    told = picture.credentials
    state = told.get("state", "")
    credentials = Credentials(state, told.get("signer", ""), is_passed_on=can_sign()) if state in TOLD else None
    source_type = picture.digital_source_type
    return replace(value, ai=ai_part(source_type), source_type=code_of(source_type), credentials=credentials)


def load_explanation() -> tuple[CredentialsPage, frozenset[str]]:
    """Return the page that explains content credentials."""
    return CredentialsPage(is_signing=can_sign()), frozenset({keys.SITE, keys.LAYOUT})
