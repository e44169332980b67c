"""Import a picture: check it, read what it says about itself, keep it in the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha1
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from slugify import slugify

from broadsheet.core.credit import chain_from, parse_caption_tail
from broadsheet.photos.acts.log import note
from broadsheet.photos.checks import check_upload
from broadsheet.photos.credentials import read as read_credentials
from broadsheet.photos.decoding import check_decodes
from broadsheet.photos.errors import UnknownFieldError
from broadsheet.photos.metadata import PhotoMetadata, read
from broadsheet.photos.models import CREDITED_BY, Picture, PictureEvent
from broadsheet.photos.source_types import declared

TEXTS = (
    "creator",
    "credit_line",
    "source",
    "copyright_notice",
    "caption",
    "alt_text",
    "usage_terms",
    "instructions",
    "license_url",
    "acquire_url",
    "digital_source_type",
)
ADDRESSES = ("license_url", "acquire_url")
OVERRIDABLE = frozenset({*TEXTS, "title", "guid"})


def import_picture(
    data: bytes, *, filename: str, provider: str = "", overrides: Mapping[str, str] | None = None
) -> Picture:
    """Return the picture as kept in the library: a new one, or the same that came before under the same guid.

    `overrides` are facts that an agency's item states beside the file (any of TEXTS, `title`, `guid`); where not empty
    they win over the file's own. Of `filename` only the stem is used. Published copies are made after the commit.

    Raises:
        PictureRefusedError: not a picture that is taken in; the children say why.
        UnknownFieldError: an override that a picture has no field for.
    """
    given = {name: value for name, value in (overrides or {}).items() if value}
    for name in given:
        if name not in OVERRIDABLE:
            raise UnknownFieldError(name)
    if (kept := _already_kept(given.get("guid", ""), data)) is not None:
        return kept
    kind = check_upload(data)
    check_decodes(data)
    facts = credited({**facts_for(data), "provider": provider, **given})
    stem = PurePath(filename.replace("\\", "/")).stem
    file = ContentFile(data, name=f"{slugify(stem)[:60] or 'picture'}.{kind.extension}")
    picture = Picture(file=file, **{name: _fitting(name, value) for name, value in facts.items()})
    picture.title = picture.title or _fitting("title", read(data).headline or stem or "picture")
    picture._set_image_file_metadata()
    with transaction.atomic():
        same = _already_kept(picture.guid, data)
        if same is None:
            picture.save()
            note(picture, PictureEvent.Kind.CAME, timezone.now(), provider=provider)
    return same or picture


def facts_for(data: bytes) -> dict[str, Any]:
    """Return what the file says about itself, as values of Picture's fields, cut to fit. Absent ones are left out.

    Raises:
        PictureRefusedError: not a picture that is taken in.
    """
    told = read(data)
    facts = {name: _fitting(name, getattr(told, name)) for name in TEXTS}
    facts["instructions"] = "\n".join(filter(None, (facts["instructions"], *_spans(told))))
    credentials = read_credentials(data, format=f"image/{check_upload(data).format}")
    facts["digital_source_type"] = declared(
        facts["digital_source_type"], by_credentials=credentials.get("digital_source_type", "")
    )
    for name in ADDRESSES:
        facts[name] = facts[name] if facts[name].startswith(("https://", "http://")) else ""
    more = {"taken_at": told.taken_at, "credentials": credentials}
    return credited({name: value for name, value in {**facts, **more}.items() if value})


def _spans(told: PhotoMetadata) -> Iterator[str]:
    """Yield the days that a file has in fields of their own, as lines that the rights are read from and the desk sees."""
    yield from (f"Embargo until {day}" for day in (told.released, told.license_start) if day)
    yield from (f"Licensed until {day}" for day in (told.expires, told.license_end) if day)


def credited(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with the credit at the caption's end taken off it, and kept in the fields that are for it.

    The page prints the credit under the caption; the fields stay as they came where they say all that the caption did.
    """
    caption, tail = parse_caption_tail(str(facts.get("caption", "")))
    if not tail:
        return dict(facts)
    names = {name: str(facts.get(name, "")) for name in CREDITED_BY if name != "caption"}
    whole = chain_from(**names, caption=str(facts["caption"]))
    kept = {**facts, "caption": caption}
    if chain_from(**names) != whole:
        kept |= {
            "creator": _fitting("creator", ", ".join(whole.creators)),
            "credit_line": _fitting("credit_line", whole.line),
        }
    return {name: value for name, value in kept.items() if value or name == "provider"}


def _already_kept(guid: str, data: bytes) -> Picture | None:
    """Return the picture that came before under the guid with the same bytes: nothing of it is decoded again."""
    if not guid:
        return None
    found = Picture.objects.filter(guid=_fitting("guid", guid), file_hash=sha1(data, usedforsecurity=False).hexdigest())
    same: Picture | None = found.first()
    return same


def _fitting(name: str, value: Any) -> Any:
    max_characters: int | None = getattr(Picture._meta.get_field(name), "max_length", None)
    if max_characters and isinstance(value, str) and len(value) > max_characters:
        return value[: max_characters - 1].rstrip() + "…"
    return value
