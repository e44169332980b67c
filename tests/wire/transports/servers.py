"""Real servers on loopback that the tests of the transports start: web, FTP, SFTP, IMAP, and a certificate for them."""

from __future__ import annotations

import asyncio
import getpass
import socket
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import asyncssh
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.running import free_port, wait_until

with warnings.catch_warnings():  # it stands on asyncore, which Python itself calls old
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler, TLS_DTPHandler, TLS_FTPHandler
    from pyftpdlib.servers import FTPServer

USER, PASSWORD = "desk", "a quiet harbour"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_certificate(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """Write a certificate for an address that vouches for itself, and its key; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(host)), x509.DNSName("localhost")]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


class _Loop:
    """An event loop in a thread of its own, for servers that live in one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def close(self) -> None:
        async def cancel() -> None:
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.run(cancel())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


class WebServer:
    """Answers with what `answers` holds for a path: bytes, or a handler. Counts and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = free_port()
        self._loop = _Loop()
        self._loop.run(self._start())

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, {name.lower(): value for name, value in request.headers.items()}))
        answer = self.answers.get(request.path)
        if answer is None:
            return web.Response(status=404)
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="application/xml")
        return await answer(request)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._loop.run(self._runner.cleanup())
        self._loop.close()


class FtpServer:
    """pyftpdlib over a folder; `sent` counts the files that were fetched.

    Its handler's class, made anew for each server, is where tests bend it.
    """

    door: type[FTPHandler] = FTPHandler

    def __init__(self, folder: Path, **values: Any) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        authorizer = DummyAuthorizer()
        authorizer.add_user(USER, PASSWORD, str(folder), perm="elr")
        self.sent = 0

        def note(_handler: FTPHandler, _file: str) -> None:
            self.sent += 1

        values |= {"authorizer": authorizer, "auth_failed_timeout": 0, "use_sendfile": False, "on_file_sent": note}
        self.handler: Any = type("Handler", (self.door,), values)
        self._server = FTPServer(("127.0.0.1", 0), self.handler)
        self.port = self._server.socket.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._server.serve_forever(timeout=0.02, blocking=False)
        self._server.close_all()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(10)


class _SafeData(TLS_DTPHandler):
    """Breaks a transfer off, and the connection with it, after `cut_after` bytes of a file."""

    def send(self, data: Any) -> int:
        command = self.cmd_channel
        if command.outer.cut_after is None or not self.file_obj:
            return super().send(data)
        sent = super().send(data[: command.outer.cut_after])
        for connection in (self.socket, command.socket):  # as a cable does: no word of farewell on either
            connection.sock_shutdown(socket.SHUT_RDWR)
        return sent


class _SafeDoor(TLS_FTPHandler):
    """TLS or nothing, on both connections; says an address for data that it does not have."""

    outer: FtpsServer
    dtp_handler = _SafeData
    tls_control_required = tls_data_required = True
    masquerade_address = "10.66.66.66"

    def handle(self) -> None:
        if self.outer.implicit:
            self.secure_connection(self.ssl_context)
        else:
            super().handle()

    def handle_ssl_established(self) -> None:
        if self.outer.implicit:
            super().handle()

    def process_command(self, cmd: str, *words: Any, **named: Any) -> None:
        if not self._ssl_established:
            self.outer.in_clear.append(cmd)
        super().process_command(cmd, *words, **named)

    def ftp_RETR(self, file: str) -> Any:
        return None if self.outer.hangs else super().ftp_RETR(file)


class FtpsServer(FtpServer):
    """pyftpdlib with TLS: from the beginning, or from AUTH on.

    `cut_after` breaks a transfer off after so many bytes; `hangs` makes it say nothing to RETR.
    """

    door = _SafeDoor

    def __init__(self, folder: Path, certificate: tuple[Path, Path], *, implicit: bool = False) -> None:
        self.implicit = implicit
        self.cut_after: int | None = None
        self.hangs = False
        self.in_clear: list[str] = []
        super().__init__(folder, outer=self, certfile=str(certificate[0]), keyfile=str(certificate[1]))


class SftpServer:
    """asyncssh over a folder, with a host key of its own; `sent` counts the files that were fetched."""

    def __init__(self, folder: Path, *, key: asyncssh.SSHKey | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.key = key or asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = self.key.export_public_key().decode().strip()
        self.cut_after: int | None = None
        self.sent = 0
        self.passwords_seen: list[str] = []
        self._loop = _Loop()
        self.port = self._loop.run(self._start())

    async def _start(self) -> int:
        outer = self

        class Door(asyncssh.SSHServer):
            def begin_auth(self, username: str) -> bool:
                return True

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                outer.passwords_seen.append(password)
                return (username, password) == (USER, PASSWORD)

        class Files(asyncssh.SFTPServer):
            def __init__(self, chan: Any) -> None:
                super().__init__(chan, chroot=str(outer.folder).encode())
                self._connection = chan.get_connection()

            def read(self, file_obj: Any, offset: int, size: int) -> Any:
                if outer.cut_after is not None and offset + size > outer.cut_after:
                    self._connection.abort()
                return super().read(file_obj, offset, size)

            def close(self, file_obj: Any) -> Any:
                outer.sent += 1
                return super().close(file_obj)

        self._server = await asyncssh.create_server(
            Door, "127.0.0.1", 0, server_host_keys=[self.key], sftp_factory=Files, allow_scp=False
        )
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        async def stop() -> None:
            self._server.close()
            await self._server.wait_closed()

        self._loop.run(stop())
        self._loop.close()


class ImapServer:
    """Debian's dovecot, with one mailbox in a Maildir; `deliver` puts a message into it as a mail server would."""

    def __init__(self, folder: Path, certificate: tuple[Path, Path]) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.port, self.plain_port = free_port(), free_port()
        self._number = 0
        user = getpass.getuser()
        config = folder / "dovecot.conf"
        config.write_text(
            _DOVECOT.format(
                folder=folder,
                user=user,
                port=self.port,
                plain=self.plain_port,
                certificate=certificate[0],
                key=certificate[1],
            )
        )
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:vmail:vmail::{folder}/home::\n")
        for name in ("cur", "new", "tmp"):
            (folder / "home/Maildir" / name).mkdir(parents=True)
        subprocess.run(["id", "-u", "vmail"], capture_output=True, check=False).returncode and subprocess.run(
            ["useradd", "--system", "--no-create-home", "vmail"], check=True, capture_output=True
        )
        subprocess.run(["chown", "-R", "vmail:vmail", str(folder / "home")], check=True)
        for place in (folder, *folder.parents):  # dovecot looks people up as a user of its own
            if place == Path(tempfile.gettempdir()):
                break
            place.chmod(0o755)
        self._process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            wait_until(lambda: _accepts(self.port), 60)
        except AssertionError:
            self.close()
            raise

    def deliver(self, message: bytes) -> None:
        self._number += 1
        box = self.folder / "home/Maildir"
        held = box / "tmp" / f"{self._number:08}.test"
        held.write_bytes(message)
        held.chmod(0o644)
        held.rename(box / "new" / held.name)

    def empty(self) -> None:
        """Throw every message away."""
        for name in ("cur", "new"):
            for path in (self.folder / "home/Maildir" / name).iterdir():
                path.unlink()

    def count(self) -> int:
        """Return how many messages there are."""
        return sum(1 for name in ("cur", "new") for _path in (self.folder / "home/Maildir" / name).iterdir())

    def seen(self) -> list[str]:
        """Return the names of messages that somebody has marked."""
        box = self.folder / "home/Maildir"
        return [path.name for path in (box / "cur").iterdir() if path.name.partition(":2,")[2].strip()]

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


_DOVECOT = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
mail_location = maildir:~/Maildir
first_valid_uid = 1
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
listen = 127.0.0.1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
"""
