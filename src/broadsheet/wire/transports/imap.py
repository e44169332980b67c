"""A mailbox: `imaps://` with TLS from the start, `imap://` that must turn to it. Looked at without a trace.

The folder is opened for reading alone, so nothing is marked as seen and nothing is deleted. How far we have come is the
highest UID, under the folder's UIDVALIDITY; when the server says that its numbers mean something new, all of it is
looked at again, and what is known already ends as a duplicate.

Source: RFC 3501, 2.3.1.1 (UID, UIDVALIDITY), 6.3.2 (EXAMINE).
"""

from __future__ import annotations

import imaplib
import ssl
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any
from urllib.parse import unquote

import structlog
from django.conf import settings
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from broadsheet.wire.acts.attachments import is_picture
from broadsheet.wire.acts.receive import MAX_FILE_BYTES, Incoming
from broadsheet.wire.addresses import Address, read_address
from broadsheet.wire.errors import RefusedSignInError, UnreachableFeedError
from broadsheet.wire.models import Feed
from broadsheet.wire.reach import CONNECT_SECONDS, Reach
from broadsheet.wire.secret import unseal
from broadsheet.wire.transports.batches import MAX_BYTES, MAX_FILES, Batch, Looking, cursor_of

SCHEMES = ("imaps", "imap")
SILENCE_SECONDS = 20.0
MAX_MESSAGES_A_LOOK = 500
MAX_PARTS = 100
MAX_MESSAGE_BYTES = MAX_FILE_BYTES * 3 // 2
"""A file of the largest size grows by a third on its way through the mail (RFC 2045, base64), and has company."""

MAX_EXTRA_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 2 * MAX_MESSAGE_BYTES
MAX_ANSWER_SECONDS = 300.0
"""Of one command's answer: a server that goes on and on, or drips, is cut."""

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
log = structlog.get_logger(__name__)


class Imap:
    """Takes the files out of new messages of a mailbox."""

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Sign in, read what is new, and leave everything as it lies."""
        address = read_address(feed.address, SCHEMES)
        secret = unseal(feed)
        mailbox: IMAPClient | None = None
        try:
            mailbox = _signed_in(address, feed.username, secret)
            yield from _Look(mailbox, feed, stop).over(unquote(address.path).strip("/") or "INBOX")
        except (IMAPClientError, imaplib.IMAP4.error, ssl.SSLError, TimeoutError, ConnectionError) as err:
            raise UnreachableFeedError(f"{address.place}: {str(err) or 'the connection broke off'}") from err
        finally:
            if mailbox is not None:
                _leave(mailbox)


class _Checked(IMAPClient):
    """A client whose connection was opened, and checked, elsewhere."""

    def __init__(self, address: Address) -> None:
        self._address = address
        super().__init__(
            address.host,
            address.port,
            use_uid=True,
            ssl=address.scheme == "imaps",
            ssl_context=ssl.create_default_context(),
            timeout=SocketTimeout(CONNECT_SECONDS, SILENCE_SECONDS),
        )

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 (its name over there)
        return _Stream(self._address, self.ssl_context if self.ssl else None)


class _Stream(imaplib.IMAP4):
    def __init__(self, address: Address, context: ssl.SSLContext | None) -> None:
        self._address = address
        self._context = context
        self._left, self._ends = MAX_ANSWER_BYTES, time.monotonic() + MAX_ANSWER_SECONDS
        super().__init__(address.host, address.port, timeout=SILENCE_SECONDS)

    def read(self, size: int) -> bytes:
        """Read a literal. Its size is what the server says, so it is believed only so far."""
        if size > MAX_MESSAGE_BYTES + MAX_EXTRA_BYTES:
            raise imaplib.IMAP4.abort(f"an answer of {size:,} bytes, which is more than any message has")
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line; what one command brings in all is counted."""
        line = super().readline()
        self._spend(len(line))
        return line

    def _command(self, name: str, *args: Any) -> bytes:
        self._left, self._ends = MAX_ANSWER_BYTES, time.monotonic() + MAX_ANSWER_SECONDS
        return super()._command(name, *args)  # type: ignore[misc, no-any-return]

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0 or time.monotonic() > self._ends:
            raise imaplib.IMAP4.abort("an answer without an end")

    def _create_socket(self, timeout: float | None) -> Any:
        opened = Reach(settings.WIRE_PRIVATE_HOSTS).connect(self._address)
        opened.settimeout(SILENCE_SECONDS)
        return self._context.wrap_socket(opened, server_hostname=self._address.host) if self._context else opened


class _Look:
    def __init__(self, mailbox: IMAPClient, feed: Feed, stop: Event) -> None:
        self._mailbox = mailbox
        self._stop = stop
        self._cursor = cursor_of(feed)
        self._takes_text = bool(feed.format)

    def over(self, folder: str) -> Looking:
        validity = int(self._mailbox.select_folder(folder, readonly=True)[b"UIDVALIDITY"])
        if self._cursor.get("uidvalidity") != validity:
            self._cursor |= {"uidvalidity": validity, "uid": 0}
        batch: list[tuple[int, list[Incoming]]] = []
        for uid in self._new():
            if self._stop.is_set():
                return
            batch.append((uid, self._files(uid)))
            files = [one for _uid, incoming in batch for one in incoming]
            if len(files) >= MAX_FILES or sum(len(one.data) for one in files) >= MAX_BYTES:
                yield from self._hand_over(batch)
                batch = []
        if batch:
            yield from self._hand_over(batch)

    def _new(self) -> list[int]:
        last = self._cursor["uid"]
        found = self._mailbox.search(["UID", f"{last + 1}:*"])
        return sorted(uid for uid in found if uid > last)[:MAX_MESSAGES_A_LOOK]

    def _files(self, uid: int) -> list[Incoming]:
        size = self._mailbox.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE")
        if size is None:
            return []
        if size > MAX_MESSAGE_BYTES:
            part = f"BODY.PEEK[]<0.{MAX_FILE_BYTES + 1}>"
            answer = self._mailbox.fetch([uid], [part])[uid]
            whole = next(value for key, value in answer.items() if key.startswith(b"BODY[]"))
            return [Incoming(whole, f"message-{uid}.eml")]
        whole = self._mailbox.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
        files = list(files_in(whole, uid, takes_text=self._takes_text))
        if not files:
            log.info("wire.mail_without_copy", uid=uid)
        return files

    def _hand_over(self, batch: Sequence[tuple[int, list[Incoming]]]) -> Looking:
        files = [one for _uid, incoming in batch for one in incoming]
        files.sort(key=lambda one: not is_picture(one.data))
        cursor = {**self._cursor, "uid": max(uid for uid, _files in batch)}
        yield Batch(files, cursor)
        self._cursor = cursor


def files_in(whole: bytes, uid: int, *, takes_text: bool) -> Iterator[Incoming]:
    """Yield what a message carries: attachments, XML, JSON and pictures; its plain text if that is how copy comes."""
    message = message_from_bytes(whole, policy=policy.default)
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            return
        if part.is_multipart() or not isinstance(part, EmailMessage):
            continue
        kind = part.get_content_type()
        name = part.get_filename()
        is_text = kind in ("text/plain", "text/html")
        if not name and (is_text and not (takes_text and kind == "text/plain")):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.strip() and (name or is_text or _is_copy(kind)):
            yield Incoming(data, _plain(name) or f"message-{uid}-{number}")


def _is_copy(kind: str) -> bool:
    return kind.endswith(("xml", "json")) or kind in PICTURES


def _plain(name: str | None) -> str:
    return (name or "").replace("\\", "/").rpartition("/")[2].strip()[:200]


def _signed_in(address: Address, username: str, secret: str) -> IMAPClient:
    mailbox = _Checked(address)
    try:
        if address.scheme == "imap":
            mailbox.starttls(ssl.create_default_context())
        mailbox.login(username, secret)
    except LoginError as err:
        _leave(mailbox)
        if "[UNAVAILABLE]" in str(err):
            raise UnreachableFeedError(f"{address.place} cannot check user names just now.") from err
        raise RefusedSignInError(f"{address.place} does not take the user name and password: {err}") from err
    except BaseException:
        _leave(mailbox)
        raise
    return mailbox


def _leave(mailbox: IMAPClient) -> None:
    try:
        mailbox.logout()
    except Exception:
        try:
            mailbox.shutdown()
        except OSError:
            return
