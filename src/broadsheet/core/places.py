"""Names of folders that a writer and a reader in two processes have to agree on."""

from __future__ import annotations

from typing import Final

GONE: Final = ".gone"
"""Below the folder of the public pictures: markers of those that are gone. No address reaches a name with a dot first."""
