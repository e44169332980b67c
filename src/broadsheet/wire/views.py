"""Copy that is pushed to us: one signed POST, one file, an answer only once it is on the disk.

No session, no cookie and no CSRF token: the signature is the proof. A feed that there is none of, one that is switched
off and a wrong signature get the same answer, so that nobody can ask which feeds a newsroom has.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.wire.acts.receive import MAX_FILE_BYTES, Incoming, Received, receive_many
from broadsheet.wire.errors import SealedSecretError
from broadsheet.wire.models import Feed
from broadsheet.wire.secret import unseal
from broadsheet.wire.signing import is_signed

RETRY_AFTER_SECONDS = 30
PIECE_BYTES = 64 * 1024
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")
log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
def push(request: HttpRequest, feed_name: str) -> HttpResponse:
    """Take one file through a feed.

    202 with what became of each item, after the commit; 400 for an empty body, 401 for a signature that is wrong or
    too old, 405 for another method, 413 for more than 20 MB, 415 for a packed body, 503 when it could not be stored and
    is to be sent again.
    """
    body = _body(request)
    if body is None:
        return _answer({"error": f"The most that is taken is {MAX_FILE_BYTES:,} bytes."}, status=413)
    feed = Feed.objects.filter(name=feed_name, transport=Feed.Transport.PUSH, is_active=True).first()
    if not _is_signed(request, feed, body) or feed is None:
        return _answer(
            {"error": "The signature is not right, or its time stamp is more than five minutes off."}, status=401
        )
    if not body.strip():
        return _answer({"error": "The body is empty."}, status=400)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return _answer({"error": "The body has a Content-Encoding; send the file as it is."}, status=415)
    try:
        received = receive_many([Incoming(body, _filename(request))], feed=feed, now=timezone.now())
    except (DatabaseError, OSError) as err:
        log.warning("wire.push_not_stored", feed=feed.name, error=type(err).__name__)
        answer = _answer({"error": "It could not be stored just now; send it again."}, status=503)
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    for one in received:
        log.info("wire.received", feed=feed.name, guid=one.guid, result=one.result, file=one.file, error=one.error)
    return _answer({"items": [_row(one) for one in received]}, status=202)


def _body(request: HttpRequest) -> bytes | None:
    """Return the body, read in pieces with a count; None if it is too large, whatever its length was said to be."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > MAX_FILE_BYTES:
        return None
    whole = bytearray()
    while piece := request.read(PIECE_BYTES):
        whole += piece
        if len(whole) > MAX_FILE_BYTES:
            return None
    return bytes(whole)


def _is_signed(request: HttpRequest, feed: Feed | None, body: bytes) -> bool:
    try:
        secret = unseal(feed) if feed is not None else ""
    except SealedSecretError as err:
        log.warning("wire.push_secret", feed=feed.name if feed else "", error=str(err))
        secret = ""
    stamp, signature = request.headers.get("Wire-Timestamp", ""), request.headers.get("Wire-Signature", "")
    return is_signed(secret, stamp=stamp, signature=signature, body=body, now=timezone.now())


def _filename(request: HttpRequest) -> str:
    """Return the name that the sender gives the file, by which items find their pictures; it names no place here."""
    name = _UNFIT.sub("", unquote(request.headers.get("Wire-Filename", "")))[:200]
    return name.lstrip(".") or "pushed"


def _row(one: Received) -> dict[str, str | None]:
    row = {"guid": one.guid, "version": one.version, "result": one.result}
    return row | {"error": one.error, "detail": one.detail} if one.error else row


def _answer(values: dict[str, object], *, status: int) -> JsonResponse:
    answer = JsonResponse(values, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
