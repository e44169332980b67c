"""What ``broadsheet doctor`` looks at in a store that machines share: whether it keeps, gives and forgets as it must."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from broadsheet.commands.check import Check

if TYPE_CHECKING:
    from broadsheet.core.bucket import BucketAddress

NAME: Final = "store.url"
FOLDER: Final = "doctor/"
MAX_SECONDS: Final = 2.0
"""Five requests; a store in the same city takes a tenth of it, and each page that is published waits for one."""


def store_checks() -> Iterator[Check]:
    """Yield the check of the shared store; none where the store is a folder of this machine."""
    from django.conf import settings

    if settings.STORE_ADDRESS is not None:
        yield _shared_store(settings.STORE_ADDRESS)


def _shared_store(address: BucketAddress) -> Check:
    """Put an object, and ask of it all that pages and pictures are asked; nothing is left of it."""
    from broadsheet.core.bucket import Bucket, BucketError

    bucket, name, content = Bucket(address), f"{FOLDER}{secrets.token_hex(8)}", secrets.token_bytes(4096)
    steps = {
        "put": lambda: bucket.put(name, content, content_type="application/octet-stream") is None,
        "get": lambda: bucket.get(name) == content,
        "copy": lambda: bucket.copy(name, f"{name}-2", content_type="text/plain", cache_control="no-store"),
        "list": lambda: set(bucket.names(name)) == {name, f"{name}-2"},
        "delete": lambda: bucket.delete([name, f"{name}-2"]) is None and bucket.get(name) is None,
    }
    began = time.monotonic()
    for step, is_done in steps.items():
        try:
            if not is_done():
                return Check(NAME, "broken", f"{address.words}: what was put does not come back ({step}).")
        except BucketError as err:
            advice = "Readers keep their pages and nothing new appears. Is the address right, and what may the key do?"
            return Check(NAME, "broken", f"{address.words} refuses to {step} ({err.reason}). {advice}")
    seconds = time.monotonic() - began
    if seconds > MAX_SECONDS:
        return Check(
            NAME, "warning", f"{address.words} took {seconds:.1f} s for five requests; publishing waits for it."
        )
    return Check(NAME)
