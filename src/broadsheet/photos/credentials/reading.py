"""Reading the manifest that a picture arrives with, in the darkroom and within its limits."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

import structlog
from django.conf import settings

from broadsheet.photos.darkroom.workshop import Limits, Workshop
from broadsheet.photos.errors import DecoderStoppedError
from broadsheet.photos.source_types import Ai, ai_part, normal

MARKS = (b"jumb", b"c2pa")
"""Both stand in every file that carries a manifest; a file without them is not looked at further."""

LIMITS = Limits(max_cpu_seconds=5, max_seconds=15.0)
PART_OF_AI = "compositeSynthetic"

logger = structlog.get_logger(__name__)


def read(data: bytes, *, format: str) -> dict[str, Any]:
    """Return what the manifest in a file says, as JSON for `Picture.credentials`; {} where there is none. Never raises.

    `format` is a media type. `state` is "trusted" (signed by somebody on the newsroom's list), "valid" (signed, by
    somebody who is not), "changed" (not the bytes that were signed), "invalid", or "unread" with the `reason`: "extra"
    where the library is not installed, "limits" where reading took more than the darkroom allows.
    """
    if not all(mark in data for mark in MARKS):
        return {}
    if not is_installed():
        return {"state": "unread", "reason": "extra"}
    try:
        told, _ = _workshop().ask("manifest", data, format=format, anchors=_anchors())
    except DecoderStoppedError as err:
        logger.warning("credentials.unread", reason=err.detail)
        return {"state": "unread", "reason": "limits"}
    return _with_source_type(told) if told else {}


def is_installed() -> bool:
    """Return whether the library of the extra `c2pa` is there."""
    return importlib.util.find_spec("c2pa") is not None


def _with_source_type(told: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with one digital source type: that which tells of AI, else the nearest to the file."""
    own, parts = told.pop("source_types", []), told.pop("source_types_of_parts", [])
    altered = [one for one in own if ai_part(one) == Ai.ALTERED]
    generated = [one for one in own if ai_part(one) == Ai.GENERATED]
    lent = [PART_OF_AI] if any(map(ai_part, parts)) else []
    found = next(iter([*generated, *altered, *lent, *own]), "")
    return {**told, "digital_source_type": normal(found)}


@cache
def _workshop() -> Workshop:
    return Workshop(LIMITS)


def _anchors() -> str:
    """Return the certificates that the newsroom trusts, PEM; "" for none, or where the file cannot be read."""
    path = settings.PICTURES_TRUST_ANCHORS
    if path is None:
        return ""
    try:
        return str(path.read_text("ascii"))
    except (OSError, ValueError) as err:
        logger.warning("credentials.anchors-unreadable", path=str(path), error=str(err))
        return ""
