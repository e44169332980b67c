"""An e-mail address is sealed, opens for its own comment alone, and shows in no text about it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from broadsheet.comments.address import address_hash, seal, unseal
from broadsheet.comments.errors import SealedAddressError

EMAIL = "canary.qwhzkpbnxmtrvljd@example.org"


def test_a_sealed_address_opens_again() -> None:
    assert unseal(seal(EMAIL, 4), 4) == EMAIL


def test_two_seals_of_one_address_are_different() -> None:
    assert seal(EMAIL, 4) != seal(EMAIL, 4)


@pytest.mark.parametrize("comment_id", [3, 44], ids=["another", "longer"])
def test_a_sealed_address_opens_for_no_other_comment(comment_id: int) -> None:
    with pytest.raises(SealedAddressError):
        unseal(seal(EMAIL, 4), comment_id)


def test_a_sealed_address_opens_with_no_other_newsrooms_key(comments_settings: Any) -> None:
    sealed = seal(EMAIL, 4)
    comments_settings.COMMENTS_EMAIL_KEY = b"another"
    with pytest.raises(SealedAddressError, match="newsroom's key"):
        unseal(sealed, 4)


def test_v3_neither_the_seal_nor_the_hash_is_the_address_or_a_plain_digest_of_it() -> None:
    kept = seal(EMAIL, 4) + address_hash(EMAIL).encode()
    guesses = [EMAIL.encode(), base64.b64encode(EMAIL.encode()), EMAIL.encode().hex().encode()]
    guesses += [hashlib.new(name, EMAIL.encode()).hexdigest().encode() for name in ("md5", "sha1", "sha256")]
    assert not [guess for guess in guesses if guess in kept]


def test_case_does_not_make_another_address() -> None:
    assert address_hash("Kari@Example.org") == address_hash("kari@example.ORG")
