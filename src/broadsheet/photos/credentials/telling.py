"""What the desk is told of a picture's content credentials, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.credentials.signing import can_sign
from broadsheet.photos.source_types import CODES, Ai, ai_part, code_of

STATES: dict[str, Promise] = {
    "trusted": _(
        "Content credentials: signed by %(signer)s, who is on the newsroom's list. The file is as it was signed."
    ),
    "valid": _(
        "Content credentials: the file is as it was signed by “%(signer)s”, who is not on the newsroom's list. "
        "Anybody can write a name."
    ),
    "changed": _("Content credentials: the file was changed after %(signer)s signed it."),
    "invalid": _("Content credentials: they are damaged or wrongly signed. Do not rely on them."),
}
UNREAD: dict[str, Promise] = {
    "extra": _("The file carries content credentials. They are not read: install the extra “c2pa”."),
    "limits": _("The file carries content credentials. They are not read: reading them took too long."),
}
ACTIONS: dict[str, Promise] = {
    "c2pa.created": _("created"),
    "c2pa.opened": _("opened"),
    "c2pa.edited": _("edited"),
    "c2pa.cropped": _("cropped"),
    "c2pa.resized": _("resized"),
    "c2pa.converted": _("saved in another format"),
    "c2pa.transcoded": _("saved in another format"),
    "c2pa.color_adjustments": _("colours adjusted"),
    "c2pa.filtered": _("filtered"),
    "c2pa.placed": _("something placed in it"),
    "c2pa.drawing": _("drawn upon"),
    "c2pa.orientation": _("turned"),
    "c2pa.published": _("published"),
    "c2pa.redacted": _("parts of the history taken out"),
}


def sentences(credentials: Mapping[str, Any]) -> list[str]:
    """Return what a picture's credentials say, for the desk, in its language; what they name is a stranger's text."""
    state = credentials.get("state", "")
    if state == "unread":
        return [str(UNREAD.get(credentials.get("reason", ""), UNREAD["limits"]))]
    if state not in STATES:
        return [gettext("The file carries no content credentials.")]
    signer = credentials.get("signer") or gettext("somebody without a name")
    told = [str(STATES[state]) % {"signer": signer}]
    if state == "invalid":
        return [*told, *_of_codes(credentials)]
    return [*told, *(line for make in PARTS for line in make(credentials)), _of_copies()]


def _of_codes(credentials: Mapping[str, Any]) -> Iterator[str]:
    codes = credentials.get("codes") or []
    if codes:
        yield gettext("The reading says: %(codes)s") % {"codes": ", ".join(codes)}


def _of_time(credentials: Mapping[str, Any]) -> Iterator[str]:
    try:
        moment = parse_datetime(credentials.get("signed_at") or "")
    except ValueError:
        return
    if moment:
        shown = date_format(localtime(moment) if moment.tzinfo else moment, "j F Y H:i")
        yield gettext("Signed %(when)s.") % {"when": shown}


def _of_tool(credentials: Mapping[str, Any]) -> Iterator[str]:
    if tool := credentials.get("tool"):
        yield gettext("Made with: %(tool)s.") % {"tool": tool}


def _of_actions(credentials: Mapping[str, Any]) -> Iterator[str]:
    names = dict.fromkeys(one.get("action", "") for one in credentials.get("actions") or [])
    words = [str(ACTIONS.get(name, name)) for name in names if name]
    if words:
        yield gettext("What was done: %(actions)s.") % {"actions": ", ".join(dict.fromkeys(words))}


def _of_source_type(credentials: Mapping[str, Any]) -> Iterator[str]:
    value = credentials.get("digital_source_type") or ""
    if label := CODES.get(code_of(value)):
        yield gettext("How it came to be: %(type)s.") % {"type": label}
    if ai_part(value) != Ai.NONE:
        yield gettext("Readers are told so under the picture.")


def _of_ingredients(credentials: Mapping[str, Any]) -> Iterator[str]:
    if count := credentials.get("ingredients"):
        yield ngettext("It was made of %(count)d other file.", "It was made of %(count)d other files.", count) % {
            "count": count
        }


def _of_copies() -> str:
    if can_sign():
        return gettext("The published copies are signed by the newsroom, with this history.")
    return gettext("The published copies do not carry them: the newsroom has no certificate. Readers are told so.")


PARTS: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _of_time,
    _of_tool,
    _of_actions,
    _of_source_type,
    _of_ingredients,
)
