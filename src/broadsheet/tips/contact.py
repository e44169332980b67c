"""Where a reader may send a tip: an address of the newsroom's own choice, shown as it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Contact:
    """An address to write to, and what a link to it is."""

    address: str

    @property
    def href(self) -> str:
        """Return what a mail program opens.

        Source: RFC 6068.
        """
        return f"mailto:{self.address}"


def contact() -> Contact | None:
    """Return `site.contact`, or None if it is unset: the call for tips is hidden then."""
    address = settings.SITE_CONTACT.strip()
    return Contact(address) if address else None
