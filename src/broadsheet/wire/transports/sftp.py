"""SFTP, with the server's key pinned: a server that shows another key is told nothing, not even the user name's password.

A first look at a server whose key nobody has entered fails with the key in the sentence, so that an administrator can
compare it with what the agency says and paste it in. Trust on first use would make that comparison never happen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime
from itertools import pairwise
from threading import Event
from typing import Any, TypeVar
from urllib.parse import unquote

import asyncssh
from django.conf import settings

from broadsheet.wire.addresses import Address, read_address
from broadsheet.wire.errors import (
    CrowdedFolderError,
    MissedFileError,
    RefusedSignInError,
    UnknownHostKeyError,
    UnreachableFeedError,
)
from broadsheet.wire.models import Feed
from broadsheet.wire.reach import Reach
from broadsheet.wire.secret import unseal
from broadsheet.wire.transports.batches import Looking
from broadsheet.wire.transports.files import MAX_LINES, MAX_TAKEN_BYTES, TOO_MANY, Listed, Pace, take_new

SCHEMES = ("sftp",)
SILENCE_SECONDS = 20.0
PIECE_BYTES = 256 * 1024

Answer = TypeVar("Answer")


class Sftp:
    """Takes what is new in a folder of an SFTP server."""

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Sign in, take what is new, and leave everything as it lies."""
        address = read_address(feed.address, SCHEMES)
        secret = unseal(feed)
        with asyncio.Runner() as runner:
            connection = _Connection(address, runner)
            try:
                connection.sign_in(feed, secret)
                yield from take_new(connection, feed, stop=stop)
            except (asyncssh.Error, TimeoutError, ConnectionError) as err:
                raise UnreachableFeedError(f"{address.place}: {str(err) or 'the connection broke off'}") from err
            finally:
                connection.close()


def pinned_keys(text: str) -> list[asyncssh.SSHKey]:
    """Return the keys in lines as `ssh-keyscan` prints them, with or without the host in front; others are left out."""
    found = []
    for line in text.splitlines():
        words = line.split()
        for kind, key in pairwise(words):
            if key.startswith("AAAA"):
                try:
                    found.append(asyncssh.import_public_key(f"{kind} {key}"))
                except asyncssh.KeyImportError:
                    break
    return found


class _Client(asyncssh.SSHClient):
    """Remembers a key that is not pinned, and takes none."""

    shown: asyncssh.SSHKey | None = None

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self.shown = key
        return False


class _Connection:
    def __init__(self, address: Address, runner: asyncio.Runner) -> None:
        self._address = address
        self._runner = runner
        self._ssh: asyncssh.SSHClientConnection | None = None
        self._sftp: Any = None
        path = unquote(address.path)
        self._folder = path[3:] if path.startswith("/~/") else path if path.strip("/") else "."

    def sign_in(self, feed: Feed, secret: str) -> None:
        keys = pinned_keys(feed.host_key)
        client = _Client()
        opened = Reach(settings.WIRE_PRIVATE_HOSTS).connect(self._address)
        try:
            self._ssh = self._wait(
                asyncssh.connect(
                    sock=opened,
                    config=None,
                    client_factory=lambda: client,
                    known_hosts=(keys, [], []),
                    server_host_key_algs=() if keys else "default",
                    x509_trusted_certs=None,
                    username=feed.username,
                    agent_path=None,
                    **_proof(secret),
                )
            )
            self._sftp = self._wait(self._ssh.start_sftp_client())
        except asyncssh.HostKeyNotVerifiable as err:
            raise self._unknown(client.shown, is_other=bool(keys)) from err
        except asyncssh.PermissionDenied as err:
            raise RefusedSignInError(f"{self._address.place} does not take the user name and password.") from err

    def _unknown(self, key: asyncssh.SSHKey | None, *, is_other: bool) -> UnknownHostKeyError:
        line = key.export_public_key().decode().strip() if key else ""
        shown = f"{key.get_fingerprint()} ({line})" if key else "of a kind that is not pinned"
        if is_other:
            sentence = (
                f"{self._address.place} shows another key than the one that this feed names: {shown}. "
                "Do not enter it before the agency has said that it has changed."
            )
        else:
            sentence = (
                f"{self._address.place} shows a key that nobody has confirmed: {shown}. "
                "Compare it with the agency, then enter it as the feed's host key."
            )
        return UnknownHostKeyError(sentence, line=line)

    def close(self) -> None:
        if self._ssh is not None:
            self._ssh.abort()
            try:
                self._wait(self._ssh.wait_closed())
            except (asyncssh.Error, OSError, TimeoutError):
                return

    def listing(self) -> Sequence[Listed]:
        return self._wait(self._listed())

    async def _listed(self) -> list[Listed]:
        found: list[Listed] = []
        async for entry in self._sftp.scandir(self._folder):
            if len(found) > MAX_LINES:
                raise CrowdedFolderError(TOO_MANY)
            if entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR:
                found.append(Listed(_text(entry.filename), entry.attrs.size, str(entry.attrs.mtime or "")))
        return found

    def fetch(self, listed: Listed) -> bytes:
        try:
            return self._runner.run(self._fetched(listed))
        except asyncssh.SFTPConnectionLost as err:
            raise UnreachableFeedError(f"{listed.name}: the connection broke off") from err
        except asyncssh.SFTPError as err:
            raise MissedFileError(str(err)) from err
        except (asyncssh.Error, TimeoutError, OSError) as err:
            raise UnreachableFeedError(f"{listed.name}: {str(err) or 'the connection broke off'}") from err

    async def _fetched(self, listed: Listed) -> bytes:
        pace = Pace()
        whole = bytearray()
        name = f"{self._folder.rstrip('/')}/{listed.name}"
        async with asyncio.timeout(SILENCE_SECONDS):
            file = await self._sftp.open(name.encode("utf-8", "surrogateescape"), "rb")
        try:
            while len(whole) < MAX_TAKEN_BYTES:
                async with asyncio.timeout(SILENCE_SECONDS):
                    piece = await file.read(PIECE_BYTES, len(whole))
                if not piece:
                    break
                whole += piece
                pace.check()
        finally:
            async with asyncio.timeout(SILENCE_SECONDS):
                await file.close()
        return bytes(whole[:MAX_TAKEN_BYTES])

    def _wait(self, work: Awaitable[Answer]) -> Answer:
        return self._runner.run(_within(work, SILENCE_SECONDS))


async def _within(work: Awaitable[Answer], seconds: float) -> Answer:
    async with asyncio.timeout(seconds):
        return await work


def _proof(secret: str) -> dict[str, Any]:
    """Return how we prove who we are: a private key if the secret is one, else a password."""
    if secret.lstrip().startswith("-----BEGIN"):
        try:
            return {"client_keys": [asyncssh.import_private_key(secret)], "password": None}
        except asyncssh.KeyImportError as err:
            raise RefusedSignInError("The private key cannot be read: it has a passphrase, or is cut short.") from err
    return {"client_keys": None, "password": secret}


def _text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode("utf-8", "surrogateescape")
