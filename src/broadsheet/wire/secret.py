"""A feed's password or key: sealed for storing, opened by its transport alone, shown on no screen.

Its key is derived from the newsroom's secret key, and each sealed secret is bound to its feed: moved to another row it
does not open.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from broadsheet.wire.errors import SealedSecretError
from broadsheet.wire.models import Feed

NONCE_BYTES = 12


def seal(secret: str, feed_id: int) -> bytes:
    """Return the secret encrypted for one feed: a random nonce, then AES-256-GCM's output.

    Source: NIST SP 800-38D; a 96-bit random nonce is good for 2**32 messages under one key.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, secret.encode(), _bound_to(feed_id))


def unseal(feed: Feed) -> str:
    """Return the feed's secret, "" where it has none.

    Raises:
        SealedSecretError: the newsroom's key is another than when it was sealed.
    """
    if not feed.secret:
        return ""
    sealed = bytes(feed.secret)
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(_key(settings.SECRET_KEY)).decrypt(nonce, ciphertext, _bound_to(feed.pk)).decode()
    except (InvalidTag, ValueError):
        raise SealedSecretError("The feed's password does not open with this newsroom's key; set it again.") from None


@lru_cache(maxsize=4)
def _key(secret_key: str) -> bytes:
    """Source: RFC 5869 (HKDF), the purpose as `info`."""
    info = b"broadsheet.wire.feed-secret"
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret_key.encode())


def _bound_to(feed_id: int) -> bytes:
    return f"feed:{feed_id}".encode()
