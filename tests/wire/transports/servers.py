"""Real servers on loopback that the tests of the transports start: web, FTP, SFTP, IMAP, and a certificate for them."""

from __future__ import annotations

import asyncio
import getpass
import socket
import ssl
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack, suppress
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
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

USER, PASSWORD = "desk", "a quiet harbour"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that vouches for itself, and its key; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
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
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]),
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
    """pyftpdlib over a folder. Its FTPS wants pyOpenSSL, which lags behind cryptography; `FtpsServer` stands in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        authorizer = DummyAuthorizer()
        authorizer.add_user(USER, PASSWORD, str(folder), perm="elr")
        handler: Any = type("Handler", (FTPHandler,), {})
        handler.authorizer = authorizer
        handler.auth_failed_timeout = 0
        handler.use_sendfile = False
        self.handler = handler
        self._server = FTPServer(("127.0.0.1", 0), handler)
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


class FtpsServer:
    """The part of FTP over TLS that a client needs, on the standard library's own `ssl`.

    `cut_after` breaks a transfer off after so many bytes; `hangs` makes it say nothing to RETR.
    """

    def __init__(self, folder: Path, certificate: tuple[Path, Path], *, implicit: bool = False) -> None:
        self.folder, self._implicit = folder, implicit
        folder.mkdir(parents=True, exist_ok=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certificate)
        self.cut_after: int | None = None
        self.hangs = False
        self.in_clear: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._stop = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                talk, _peer = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(talk,), daemon=True).start()

    def _talk(self, talk: socket.socket) -> None:
        with suppress(OSError), ExitStack() as held:
            held.enter_context(talk)
            if self._implicit:
                talk = held.enter_context(self._context.wrap_socket(talk, server_side=True))
            self._speak(talk, held, is_safe=self._implicit)

    def _speak(self, talk: socket.socket, held: ExitStack, *, is_safe: bool) -> None:
        data = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        lines = talk.makefile("rb")

        def say(text: str) -> None:
            talk.sendall(f"{text}\r\n".encode())

        def send(whole: bytes) -> None:
            bare, _peer = data.accept()
            with self._context.wrap_socket(bare, server_side=True) as safe:
                safe.sendall(whole)
                if self.cut_after is None:
                    with suppress(OSError):
                        safe.unwrap().close()

        say("220 ready")
        while line := lines.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if not is_safe:
                self.in_clear.append(line)
            match verb.upper():
                case "AUTH":
                    say("234 go on")
                    talk = held.enter_context(self._context.wrap_socket(talk, server_side=True))
                    lines, is_safe = talk.makefile("rb"), True
                case "PASS":
                    say("230 in" if rest == PASSWORD else "530 no")
                case "USER":
                    say("331 and?")
                case "PASV":
                    port = data.getsockname()[1]
                    say(f"227 (10,66,66,66,{port >> 8},{port & 255})")
                case "MLSD":
                    rows = (
                        f"type=file;size={f.stat().st_size};modify={f.stat().st_mtime_ns}; {f.name}\r\n"
                        for f in self.folder.iterdir()
                    )
                    say("150 here")
                    send("".join(rows).encode())
                    say("226 done")
                case "RETR":
                    if self.hangs:
                        self._stop.wait(30)
                        return
                    say("150 here")
                    send((self.folder / rest).read_bytes()[: self.cut_after])
                    if self.cut_after is not None:
                        return
                    say("226 done")
                case _:
                    say("200 fine")

    def close(self) -> None:
        self._stop.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class SftpServer:
    """asyncssh over a folder, with a host key of its own."""

    def __init__(self, folder: Path, *, key: asyncssh.SSHKey | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.key = key or asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = self.key.export_public_key().decode().strip()
        self.cut_after: int | None = None
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
