"""A picture file as an item of its own: what its IIM, XMP and EXIF say, in the words of the contract.

Nothing is decoded here: a broken picture with good metadata is still an item, and the photo room looks at its pixels.

Source: IPTC Photo Metadata Standard 2023.2; IIM 4.2, 1:100, 2:05 to 2:135; Media Working Group Guidelines 2.0.
"""

from __future__ import annotations

from broadsheet.core import metadata
from broadsheet.core.dispatch import Creator, Dispatch, Rendition, Term
from broadsheet.core.metadata import AgencyMetadata
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats.detect import Head
from broadsheet.wire.formats.notes import Notes, paragraphs, split_caption, squeeze

FORMAT = "picture"
_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
)


def matches(head: Head) -> bool:
    """Return whether the file begins as a picture that can carry metadata, or is an XMP file from beside one."""
    return _type_of(head.data) is not None or head.root == "xmpmeta" or head.start.startswith("<?xpacket")


def read(data: bytes, notes: Notes) -> list[Dispatch]:
    """Return the picture as one item; its file is its only rendition.

    Raises:
        MalformedDispatchError: neither a picture nor XMP.
    """
    mimetype = _type_of(data)
    facts = metadata.read_agency(data)
    if mimetype is None and facts == AgencyMetadata() and b"xmpmeta" not in data:
        raise MalformedDispatchError("The file is not a picture of a kind that is read here: JPEG, PNG, WebP or PSD.")
    if facts == AgencyMetadata():
        notes.warnings.append("The picture says nothing about itself.")
    rendition = Rendition("original", notes.file or "", mimetype, None, None, len(data))
    return [_item(facts, (rendition,) if mimetype else (), notes)]


def _item(facts: AgencyMetadata, renditions: tuple[Rendition, ...], notes: Notes) -> Dispatch:
    guid = facts.guid or facts.supplier_id or None
    if guid is None:
        notes.warnings.append("The item has no identifier of its own.")
    caption, tail_creators, tail_credit = split_caption(paragraphs(facts.caption))
    creators = tuple(Creator(name, "photographer") for one in facts.creators if (name := squeeze(one)))
    if not creators and facts.creator:
        creators = (Creator(facts.creator, "photographer"),)
    taken = notes.time(facts.taken.isoformat(), "The date of taking") if facts.taken else None
    return Dispatch(
        format=FORMAT,
        guid=guid,
        kind="picture",
        version_created=taken,
        first_created=taken,
        language=squeeze(facts.language),
        urgency=notes.urgency(facts.urgency) if facts.urgency not in {"", "0"} else None,
        headline=squeeze(facts.headline) or squeeze(facts.title),
        slugline=squeeze(facts.title),
        byline=", ".join(creator.name for creator in creators) or None,
        located=squeeze(facts.city),
        keywords=facts.keywords,
        places=_places(facts),
        creators=creators or tail_creators,
        credit_line=squeeze(facts.credit_line) or tail_credit,
        caption=caption,
        alt_text=squeeze(facts.alt_text),
        copyright_holder=squeeze(facts.copyright_holder),
        copyright_notice=squeeze(facts.copyright_notice),
        usage_terms=paragraphs(facts.usage_terms),
        ednote=paragraphs(facts.instructions),
        provider=squeeze(facts.source),
        renditions=renditions,
        warnings=tuple(notes.warnings),
    )


def _places(facts: AgencyMetadata) -> tuple[Term, ...]:
    """Return the parts of the place that it names, and of all that it shows, each once."""
    shown = (place.get(part) for part in ("city", "state", "country") for place in facts.shown)
    return tuple(Term(name=name) for name in dict.fromkeys((facts.city, facts.state, facts.country, *shown)) if name)


def _type_of(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((mimetype for start, mimetype in _TYPES if data.startswith(start)), None)
