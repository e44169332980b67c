"""Why a file lies in quarantine, in a plain sentence that says what to do; what the reader found is shown below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.wire.models import Quarantined

#: By the name of the error that the wire's readers raised.
WHY: dict[str, str | Promise] = {
    "UnknownFormatError": _("This is none of the formats that we read. Put it away, or ask the agency what it is."),
    "MalformedDispatchError": _("The file is damaged or a part of it is missing. Ask the agency to send it again."),
    "EmptyFeedError": _("There is no item in the file where there should be some. Look at the feed's address."),
    "UnreadableEntityError": _(
        "A sign in the text is written in a way that nobody has explained: the text would have had a hole."
    ),
    "OversizedError": _("The file is larger than what is read. Ask the agency to send it in parts."),
    "ExhaustingFileError": _(
        "Reading this file costs more time or memory than one file may. Ask the agency to send it in parts."
    ),
}
OTHERWISE = _(
    "The file could not be read. Try again; if it fails once more, show it to whoever looks after the system."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """One file: why it could not be read, and what the reader found, word by word."""

    id: int
    name: str
    feed: str
    received_at: datetime
    why: str | Promise
    found: str
    has_bytes: bool


def files_of(rows: Iterable[Quarantined]) -> list[RefusedFile]:
    """Return the files as the list shows them."""
    return [
        RefusedFile(
            id=row.pk,
            name=row.filename or "?",
            feed=row.feed.name,
            received_at=row.received_at,
            why=WHY.get(row.error, OTHERWISE),
            found=row.detail,
            has_bytes=bool(row.delivery_id),
        )
        for row in rows
    ]
