"""FTP, and FTPS in both of its forms: `ftp://` in clear, `ftpes://` that turns to TLS, `ftps://` that begins with it.

Why `ftplib` is bent a little: it looks the host up itself, it cannot begin with TLS, and many servers want the data
connection to go on with the TLS session of the first one (RFC 4217, 10.2). A server's certificate is always checked.
"""

from __future__ import annotations

import ftplib
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from threading import Event
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from broadsheet.wire.addresses import Address, read_address
from broadsheet.wire.errors import CrowdedFolderError, MissedFileError, RefusedSignInError, UnreachableFeedError
from broadsheet.wire.models import Feed
from broadsheet.wire.reach import Reach
from broadsheet.wire.secret import unseal
from broadsheet.wire.transports.batches import Looking
from broadsheet.wire.transports.files import MAX_LINES, MAX_TAKEN_BYTES, TOO_MANY, Listed, Pace, take_new

SCHEMES = ("ftp", "ftpes", "ftps")
SILENCE_SECONDS = 20.0
PIECE_BYTES = 64 * 1024
_UNIX = re.compile(r"-\S{9,10}\s+\d+\s+\S+\s+\S+\s+(\d+)\s+(\S+\s+\S+\s+\S+)\s(.+)")
_DOS = re.compile(r"(\d\d-\d\d-\d{2,4}\s+\d\d:\d\d[AP]?M?)\s+(\d+)\s+(.+)")


class Ftp:
    """Takes what is new in a folder of an FTP server."""

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Sign in, take what is new, and leave everything as it lies."""
        address = read_address(feed.address, SCHEMES)
        secret = unseal(feed)
        try:
            opened = Reach(settings.WIRE_PRIVATE_HOSTS).connect(address)
            with _Connection(address, opened) as connection:
                connection.sign_in(feed.username or "anonymous", secret, unquote(address.path).strip("/"))
                yield from take_new(connection, feed, stop=stop)
        except (ftplib.Error, EOFError, ssl.SSLError, TimeoutError, ConnectionError) as err:
            said = _without(secret, str(err)) or "the connection broke off"
            raise UnreachableFeedError(f"{address.place}: {said}") from err


def _without(secret: str, said: str) -> str:
    """Return what a server says without the password: there are servers that say back what they do not understand."""
    return said.replace(secret, "…") if secret else said


class _Client(ftplib.FTP_TLS):
    """An FTP client on a connection that was opened, and checked, elsewhere."""

    def take(self, address: Address, opened: socket.socket) -> None:
        opened.settimeout(SILENCE_SECONDS)
        self.host, self.port, self.timeout = address.host, address.port, SILENCE_SECONDS
        self.sock, self.af = opened, opened.family
        if address.scheme == "ftps":
            self.sock = self.context.wrap_socket(opened, server_hostname=address.host)
        self.reopen()
        self.welcome = self.getresp()
        if address.scheme == "ftpes":
            self.auth()

    def reopen(self) -> None:
        """Read what the server says in `encoding` from here on."""
        assert self.sock is not None  # noqa: S101
        self.file = self.sock.makefile("r", encoding=self.encoding)

    def retrlines(self, cmd: str, callback: Callable[[str], Any] | None = None) -> str:
        """Read a listing, but not one without an end: neither in lines nor in time."""
        pace, lines = Pace(), count(1)

        def take(line: str) -> None:
            pace.check()
            if next(lines) > MAX_LINES:
                raise CrowdedFolderError(TOO_MANY)
            if callback is not None:
                callback(line)

        return super().retrlines(cmd, take)

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321
        if self._prot_p:  # type: ignore[attr-defined]
            session = getattr(self.sock, "session", None)
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=session)
        return connection, size


class _Connection:
    def __init__(self, address: Address, opened: socket.socket) -> None:
        self._address = address
        self._opened = opened
        self._client = _Client(context=ssl.create_default_context(), timeout=SILENCE_SECONDS)

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_error: Any) -> None:
        with suppress(Exception):
            self._client.quit()
        with suppress(Exception):
            self._client.close()
        self._opened.close()

    def sign_in(self, username: str, secret: str, folder: str) -> None:
        self._client.take(self._address, self._opened)
        try:
            ftplib.FTP.login(self._client, username, secret)  # noqa: S321
        except ftplib.error_perm as err:
            said = _without(secret, str(err))
            raise RefusedSignInError(f"{self._address.place} does not take the user name and password: {said}") from err
        if self._address.scheme != "ftp":
            self._client.prot_p()
        if folder:
            self._client.cwd(folder)

    def listing(self) -> Sequence[Listed]:
        try:
            return self._listed()
        except UnicodeDecodeError:
            self._client.encoding = "latin-1"
            self._client.reopen()
            return self._listed()

    def _listed(self) -> Sequence[Listed]:
        try:
            found = list(self._client.mlsd(facts=["type", "size", "modify"]))
        except ftplib.error_perm:
            return self._listed_for_people()
        return [
            Listed(name, int(facts["size"]) if facts.get("size", "").isdigit() else None, facts.get("modify", ""))
            for name, facts in found
            if facts.get("type", "file").lower() == "file"
        ]

    def _listed_for_people(self) -> Sequence[Listed]:
        """Read LIST, which no standard describes, in the two ways in which it is written."""
        lines: list[str] = []
        self._client.retrlines("LIST", lines.append)
        found = []
        for line in lines:
            if match := _UNIX.fullmatch(line):
                found.append(Listed(match[3], int(match[1]), match[2]))
            elif match := _DOS.fullmatch(line):
                found.append(Listed(match[3], int(match[2]), match[1]))
        return found

    def fetch(self, listed: Listed) -> bytes:
        pace = Pace()
        whole = bytearray()
        try:
            self._client.voidcmd("TYPE I")
            with self._client.transfercmd(f"RETR {listed.name}") as data:
                while piece := data.recv(PIECE_BYTES):
                    whole += piece
                    pace.check()
                    if len(whole) >= MAX_TAKEN_BYTES:
                        break
                else:
                    _say_goodbye(data)
            try:
                self._client.voidresp()
            except ftplib.error_temp:
                if len(whole) < MAX_TAKEN_BYTES:
                    raise
        except (ftplib.error_perm, ValueError) as err:
            raise MissedFileError(str(err)) from err
        except (ftplib.Error, EOFError, OSError) as err:
            raise UnreachableFeedError(f"{listed.name}: {str(err) or 'the connection broke off'}") from err
        return bytes(whole[:MAX_TAKEN_BYTES])


def _say_goodbye(data: socket.socket) -> None:
    """End TLS on a data connection in order; servers wait for it before they say that all was sent."""
    if isinstance(data, ssl.SSLSocket):
        with suppress(OSError):
            data.unwrap()
