"""A commenter's e-mail address: sealed for storing, hashed for limits, opened for a moderator alone.

The address exists in clear in two places only: in the request that brought it, and on the screen of somebody with
the permission to see it. Each sealed address is bound to its comment: moved to another row it does not open.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from broadsheet.comments.errors import SealedAddressError
from broadsheet.comments.secret import key_for, keyed_hash

NONCE_BYTES = 12


def seal(email: str, comment_id: int) -> bytes:
    """Return the address encrypted for one comment: a random nonce, then AES-256-GCM's output.

    Source: NIST SP 800-38D; a 96-bit random nonce is good for 2**32 messages under one key.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key_for("address")).encrypt(nonce, email.encode(), _bound_to(comment_id))


def unseal(sealed: bytes, comment_id: int) -> str:
    """Return the address that was sealed for a comment.

    Raises:
        SealedAddressError: the key is another, or the bytes belong to another comment.
    """
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(key_for("address")).decrypt(nonce, ciphertext, _bound_to(comment_id)).decode()
    except (InvalidTag, ValueError):
        raise SealedAddressError("The e-mail address cannot be opened with this newsroom's key.") from None


def address_hash(email: str) -> str:
    """Return what limits compare in place of the address; case does not tell two addresses apart."""
    return keyed_hash("address limits", email.casefold())


def _bound_to(comment_id: int) -> bytes:
    return f"comment:{comment_id}".encode()
