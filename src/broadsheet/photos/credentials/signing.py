"""Signing a published copy with the newsroom's certificate, and with the history of what was done to it.

In the web process and not in the darkroom, because the key must not lie where strangers' bytes are parsed. What is
parsed here are our own copies, and originals whose manifest the darkroom has read to its end.

Source: C2PA 2.1, 6.8 (redaction), 10.3 (claims), 14 (signing), 18.15 (`c2pa.opened`, `c2pa.resized`, `c2pa.cropped`).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.utils import timezone

from broadsheet.photos.credentials.identity import Identity, configured
from broadsheet.photos.darkroom import manifests

if TYPE_CHECKING:
    from broadsheet.photos.models import Picture

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
PARENT = "original"
PRIVATE = "c2pa.PII.present"
MAX_REDACTIONS = 40
READ_TO_THE_END = frozenset({"trusted", "valid", "changed"})

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Copy:
    """A finished copy that is to be signed."""

    content: bytes
    media_type: str
    picture: Picture
    crop: str


def can_sign() -> bool:
    """Return whether copies are signed now: there is a certificate that holds, with its key, and the library."""
    identity = configured()
    return identity is not None and identity.holds_at(timezone.now())


def recipe_part() -> str:
    """Return what a copy's recipe says of the signing: a digest of the certificate; "" where none is signed."""
    identity = configured()
    return hashlib.sha256(identity.certificates).hexdigest()[:16] if identity else ""


def signed(content: bytes, *, format: str, picture: Picture, crop: str = "full") -> bytes:
    """Return a finished copy with a manifest; unchanged where the newsroom has no certificate, or cannot sign with it.

    `format` is "avif", "webp" or "jpeg"; a `crop` other than "full" is told as such. The record that the picture came
    with travels inside, without what may not be published (I4): where that cannot be taken out, the record stays behind. A
    copy that cannot be signed is published unsigned, with a line in the log: the picture is right all the same.
    """
    identity = configured()
    if identity is None or not identity.holds_at(timezone.now()) or format not in MEDIA_TYPES:
        return content
    import c2pa

    copy = Copy(content, MEDIA_TYPES[format], picture, crop)
    try:
        made = _signed(copy, identity, with_record=_can_travel(picture))
        return made if not _tells_private(made, copy.media_type) else _signed(copy, identity, with_record=False)
    except (c2pa.C2paError, OSError) as err:
        logger.error("credentials.not-signed", picture=picture.pk, format=format, error=str(err))
        return content


def _signed(copy: Copy, identity: Identity, *, with_record: bool) -> bytes:
    import c2pa

    source, made = io.BytesIO(copy.content), io.BytesIO()
    info = c2pa.C2paSignerInfo(identity.algorithm, identity.certificates, identity.key, None)
    chosen = {**manifests.settings(""), "builder": {"thumbnail": {"enabled": False}}}
    with (
        c2pa.Settings.from_dict(chosen) as options,
        c2pa.Context(options) as context,
        c2pa.Signer.from_info(info) as signer,
        c2pa.Builder(_manifest(copy, with_record=with_record), context=context) as builder,
    ):
        if with_record:
            with copy.picture.open_file() as original:
                builder.add_ingredient(_parent(copy.picture), _media_type_of(copy.picture), original)
        builder.sign(signer, copy.media_type, source, made)
    return made.getvalue()


def _manifest(copy: Copy, *, with_record: bool) -> dict[str, Any]:
    """Return the manifest: who made the copy, of what, what was done, and what of the original's record was taken out."""
    opened: dict[str, Any] = {"action": "c2pa.opened", "parameters": {"ingredientIds": [PARENT]}}
    if copy.picture.digital_source_type:
        opened["digitalSourceType"] = copy.picture.digital_source_type
    private = copy.picture.credentials.get("private", []) if with_record else []
    redacted = [{"action": "c2pa.redacted", "reason": PRIVATE, "parameters": {"redacted": one}} for one in private]
    cropped = [{"action": "c2pa.cropped"}] if copy.crop != "full" else []
    actions = [opened, *redacted, *cropped, {"action": "c2pa.resized"}, {"action": "c2pa.converted"}]
    return {
        "claim_generator_info": [{"name": f"Broadsheet for {settings.SITE_NAME}"}],
        "title": copy.picture.title,
        "format": copy.media_type,
        "ingredients": [] if with_record else [_parent(copy.picture)],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        **({"redactions": private} if private else {}),
    }


def _can_travel(picture: Picture) -> bool:
    told = picture.credentials
    return told.get("state") in READ_TO_THE_END and len(told.get("private", [])) <= MAX_REDACTIONS


def _tells_private(made: bytes, media_type: str) -> bool:
    """Return whether a signed copy of ours still says, in a record that came with the picture, what it must not."""
    return bool(manifests.told(made, format=media_type, anchors="").get("private", []))


def _parent(picture: Picture) -> dict[str, Any]:
    return {
        "title": picture.title,
        "format": _media_type_of(picture),
        "relationship": "parentOf",
        "label": PARENT,
        "instance_id": f"sha1:{picture.file_hash}",
    }


def _media_type_of(picture: Picture) -> str:
    ending = Path(picture.file.name).suffix.removeprefix(".").lower()
    return f"image/{'jpeg' if ending == 'jpg' else ending}"
