"""The room's keys, all derived from one secret of the newsroom (`settings.COMMENTS_EMAIL_KEY`).

Each use has a key of its own, so that a keyed hash that is compared says nothing about a key that opens addresses.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def key_for(purpose: str) -> bytes:
    """Return the 32-byte key of one purpose.

    Raises:
        ImproperlyConfigured: the newsroom has no secret to derive it from.

    Source: RFC 5869 (HKDF), the purpose as `info`.
    """
    if not settings.COMMENTS_EMAIL_KEY:
        raise ImproperlyConfigured("The newsroom has no key for comments: COMMENTS_EMAIL_KEY is empty.")
    return _derived(settings.COMMENTS_EMAIL_KEY, purpose)


def keyed_hash(purpose: str, *parts: str) -> str:
    """Return 64 hex digits that only this newsroom can make of these parts.

    Each part is preceded by its length, so that no two lists of parts read alike.
    """
    mac = hmac.new(key_for(purpose), digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        mac.update(len(data).to_bytes(8, "big") + data)
    return mac.hexdigest()


@lru_cache(maxsize=16)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"broadsheet.comments.{purpose}".encode()).derive(secret)
