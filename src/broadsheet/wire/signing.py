"""How a push is signed: HMAC-SHA256 over the time stamp, a full stop, and the body, as others do it too.

A signature is good for five minutes. Sent again within them it brings the same bytes, which end as a duplicate.

Source: RFC 2104 (HMAC); the form is that of GitHub's and Stripe's webhooks.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
PREFIX = "sha256="
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"sha256=[0-9a-f]{64}")


def signature_of(secret: str, stamp: str, body: bytes) -> str:
    """Return `sha256=` and 64 hex digits. `stamp` is whole seconds since 1970 in decimal digits."""
    mac = hmac.new(secret.encode(), stamp.encode("ascii") + b"." + body, hashlib.sha256)
    return PREFIX + mac.hexdigest()


def is_signed(secret: str, *, stamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """Return whether a body was signed with the secret within five minutes of `now`.

    It takes as long whether the feed has a secret or not.
    """
    is_formed = bool(_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature))
    expected = signature_of(secret or "nobody's", stamp if is_formed else "0", body)
    matches = hmac.compare_digest(expected, signature if is_formed else PREFIX)
    is_fresh = is_formed and abs(now.timestamp() - int(stamp)) <= TOLERANCE.total_seconds()
    return matches and is_fresh and bool(secret)
