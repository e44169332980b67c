"""Ritzau's own XML: one `RBNews` with the fields of the Danish agency's system, the body as HTML in a text.

Source: the files that Ritzau sends; the format has no public description. Names are the agency's, in Danish and
English: `Annuleret` cancelled, `Korrektion` correction, `TilRedaktionen` to the newsroom, `strapline` the slug. What they print
as the byline is the `origin`, “/ritzau/”; the writer is a creator.
"""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from lxml import etree

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.notes import Notes, squeeze

ROOT = "RBNews"
IPTC_DIGITS = 8
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_SAYS_SO = ("InfoFlash", "NyVersion", "Korrektion", "Annuleret")


def read(root: etree._Element, notes: Notes) -> list[Dispatch]:
    """Return the one item. Times are Danish: the file gives no offset."""
    fields = {etree.QName(part).localname: part for part in root if isinstance(part.tag, str)}
    said = {name: squeeze(part.text) for name, part in fields.items()}
    content = markup.clean(said.get("content"))
    created = Notes(COPENHAGEN, notes.warnings).time(said.get("PublishDate"), "PublishDate")
    created = created.astimezone(UTC) if created else None
    origin = said.get("origin")
    return [
        Dispatch(
            format="ritzau",
            guid=said.get("NewsID"),
            version=said.get("version"),
            pubstatus="canceled" if _is_true(said.get("Annuleret")) else "usable",
            version_created=created,
            first_created=created,
            language="da",
            urgency=notes.urgency(said.get("Priority")),
            headline=said.get("headline"),
            slugline=said.get("strapline"),
            byline=origin or said.get("byLine"),
            located=said.get("town"),
            abstract=said.get("subtitle"),
            body_html=content,
            body_text=markup.text_of(content),
            keywords=tuple(_listed(fields.get("SubjectKeyword"))),
            subjects=tuple(Term(code.zfill(IPTC_DIGITS), None, "subj") for code in _listed(fields.get("IPTCList"))),
            genres=(Term(said.get("formatID"), name),) if (name := said.get("format")) else (),
            creators=(Creator(name),) if (name := said.get("byLine")) else (),
            ednote=squeeze(markup.text_of(markup.clean(said.get("TilRedaktionen")))),
            provider=(origin or "").strip("/ ").capitalize() or "Ritzau",
            signals=tuple(name for name in _SAYS_SO if _is_true(said.get(name))),
            links=tuple(Link("replaces", uri) for name in ("Replaces", "replacedID") if (uri := said.get(name))),
            warnings=tuple(notes.warnings),
        )
    ]


def _is_true(value: str | None) -> bool:
    return (value or "").lower() in {"true", "1"}


def _listed(element: etree._Element | None) -> list[str]:
    if element is None:
        return []
    return [text for part in element.iter() if part is not element and (text := squeeze(part.text))]
