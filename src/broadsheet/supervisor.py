"""Keeps the newsroom's processes running as one tree: starts, watches, restarts and stops them.

Why not Granian's own supervision or a process manager: the page server has to be up before migrations run and whatever
becomes of the rest, `broadsheet up` has to work on a laptop with nothing else installed, and after `kill -9` of any
process no orphan may sit on the port. The kernel sees to the last: each child asks to be killed when its parent ends.

One thread, one loop. That request to the kernel is tied to the thread that forked, so children are started from the
main thread alone.
"""

from __future__ import annotations

import errno
import fcntl
import http.client
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final, Self

from broadsheet.press.server.config import CONFIG_VARIABLE
from broadsheet.press.server.launch import die_with_parent

FIRST_DELAY_SECONDS: Final = 0.2
LONGEST_DELAY_SECONDS: Final = 10.0
HEALTHY_AFTER_SECONDS: Final = 30.0
STEP_ATTEMPTS: Final = 5
READY_SECONDS: Final = 15.0
DRAIN_SECONDS: Final = 10.0
TURN_SECONDS: Final = 0.1
PORT_WAIT_SECONDS: Final = 2.0
STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class SupervisorError(Exception):
    """The newsroom cannot be started; the text says what to do.

    SupervisorError
    ├── AlreadyRunningError   another `up` works on this folder
    └── PortTakenError        the address to listen on cannot be had
    """


class AlreadyRunningError(SupervisorError):
    """Another `broadsheet up` works on this folder; `pid` is its process, None if it did not say."""

    def __init__(self, lock_file: Path, pid: int | None) -> None:
        whose = f"process {pid}" if pid is not None else "another process"
        super().__init__(f"This newsroom is already running ({whose} holds {lock_file}). Stop it first.")
        self.pid = pid


class PortTakenError(SupervisorError):
    """The address to listen on cannot be had."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Cannot listen on {host} port {port}: {reason}")
        self.host = host
        self.port = port


@dataclass(frozen=True)
class ChildSpec:
    """A process to keep running, or a step to run once."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to this process's environment."""
    ready: Callable[[], bool] | None = None
    """Says at once, without waiting, whether it can do its work; None for ready when started."""


@dataclass
class _Child:
    spec: ChildSpec
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0
    is_ready: bool = False
    rest: bytes = b""


class Supervisor:
    """A process tree. The first child is started alone; then each step of `before` runs; then the other children.

    `write` gets the children's output and our own words, a line each, with the child's name in front.
    """

    def __init__(
        self,
        children: Sequence[ChildSpec],
        *,
        before: Sequence[ChildSpec] = (),
        write: Callable[[str], None] | None = None,
        on_ready: Callable[[], None] | None = None,
    ) -> None:
        self._first = _Child(children[0])
        self._others = [_Child(spec) for spec in children[1:]]
        self._before = [_Child(spec) for spec in before]
        self._write = write or _print_line
        self._on_ready = on_ready
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._hurried = False

    @property
    def pids(self) -> dict[str, int]:
        """The process of each child that runs, by name."""
        everyone = [self._first, *self._before, *self._others]
        return {child.spec.name: child.process.pid for child in everyone if child.process is not None}

    def run(self) -> int:
        """Run until a signal stops it; return the exit status: 0 stopped as told, 1 a step before the start failed.

        SIGTERM, SIGINT and SIGHUP drain and stop; a second one stops at once.
        """
        previous = {number: signal.signal(number, self._on_signal) for number in _signals_to_take()}
        try:
            self._keep(self._first)
            if self._until_ready([self._first]) and all(self._complete(step) for step in self._before):
                self._serve()
            return 0 if self._stopping else 1
        finally:
            self._stop()
            self._selector.close()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _serve(self) -> None:
        for child in self._others:
            self._keep(child)
        if self._until_ready([self._first, *self._others]) and self._on_ready is not None:
            self._on_ready()
        while not self._stopping:
            self._turn()

    def _until_ready(self, children: Sequence[_Child]) -> bool:
        """Wait until these can do their work, or for so long that waiting makes nothing better; False when stopped."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._stopping:
            for child in children:
                child.is_ready = child.is_ready or _is_ready(child)
            if all(child.is_ready for child in children):
                return True
            if time.monotonic() > deadline:
                late = ", ".join(child.spec.name for child in children if not child.is_ready)
                self._write(f"up | not ready after {READY_SECONDS:.0f} s, going on without waiting: {late}")
                return True
            self._turn()
        return False

    def _complete(self, step: _Child) -> bool:
        """Run a step to its end, again if it fails; the children that run already are kept running meanwhile."""
        for attempt in range(1, STEP_ATTEMPTS + 1):
            self._start(step)
            while step.process is not None and step.process.poll() is None and not self._stopping:
                self._turn()
            if self._stopping:
                return False
            status = self._bury(step)
            if status == 0:
                return True
            self._write(f"up | {step.spec.name} failed with status {status} (attempt {attempt} of {STEP_ATTEMPTS})")
            self._wait(restart_delay(attempt - 1) if attempt < STEP_ATTEMPTS else 0)
        return False

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self._stopping:
            self._turn()

    def _keep(self, child: _Child) -> None:
        """Take a child into care: it is started now and whenever it has ended."""
        child.start_at = time.monotonic()
        self._start(child)

    def _turn(self) -> None:
        """Pass output on, and start again what has ended and has waited long enough."""
        self._pass_output(TURN_SECONDS)
        now = time.monotonic()
        for child in [self._first, *self._others]:
            if child.process is None:
                if child.start_at and now >= child.start_at and not self._stopping:
                    self._start(child)
                continue
            if child.process.poll() is not None:
                self._reschedule(child, now)

    def _reschedule(self, child: _Child, now: float) -> None:
        if now - child.started_at >= HEALTHY_AFTER_SECONDS:
            child.failures = 0
        status = self._bury(child)
        delay = restart_delay(child.failures)
        child.failures += 1
        child.start_at = now + delay
        if not self._stopping:
            self._write(f"up | {child.spec.name} ended with status {status}; starting it again in {delay:.1f} s")

    def _start(self, child: _Child) -> None:
        parent = os.getpid()
        child.started_at = time.monotonic()
        try:
            child.process = subprocess.Popen(
                list(child.spec.argv),
                env={**os.environ, **child.spec.env},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 (this process has one thread)
            )
        except OSError as err:
            delay = restart_delay(child.failures)
            child.failures += 1
            child.start_at = child.started_at + delay
            self._write(f"up | {child.spec.name} cannot be started: {err}; trying again in {delay:.1f} s")
            return
        if child.process.stdout is not None:
            os.set_blocking(child.process.stdout.fileno(), False)
            self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _bury(self, child: _Child) -> int:
        """Take leave of a child: its last words, its pipe. Return its status, -1 if it never ran.

        One that has not ended is killed with everything that it started.
        """
        process = child.process
        if process is None:
            return -1
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
        if process.stdout is not None:
            self._pass_lines(child)
            if child.rest:
                self._write(f"{child.spec.name} | {child.rest.decode(errors='replace')}")
                child.rest = b""
            with suppress(KeyError):
                self._selector.unregister(process.stdout)
            process.stdout.close()
        child.process = None
        return status

    def _pass_output(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _events in self._selector.select(seconds):
            if not self._pass_lines(key.data):
                self._selector.unregister(key.fileobj)

    def _pass_lines(self, child: _Child) -> bool:
        """Pass on what a child has said; return False when it will say no more."""
        if child.process is None or child.process.stdout is None:
            return False
        try:
            said = os.read(child.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return True
        *lines, child.rest = (child.rest + said).split(b"\n")
        for line in lines:
            self._write(f"{child.spec.name} | {line.decode(errors='replace')}")
        return bool(said)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._hurried = self._stopping
        self._stopping = True

    def _stop(self) -> None:
        """Stop the first child, which lets readers in, then the rest; what has not ended in time is killed."""
        self._stopping = True
        for group in ([self._first], [*self._before, *self._others]):
            for child in group:
                if child.process is not None:
                    child.process.terminate()
            self._drain(group)
            for child in group:
                self._bury(child)

    def _drain(self, group: Sequence[_Child]) -> None:
        deadline = time.monotonic() + DRAIN_SECONDS / 2
        while time.monotonic() < deadline and not self._hurried:
            if all(child.process is None or child.process.poll() is not None for child in group):
                return
            self._pass_output(TURN_SECONDS / 4)


class UpLock:
    """The right to run one newsroom folder. The kernel gives it back when the process ends, however it ends."""

    def __init__(self, lock_file: Path) -> None:
        self._lock_file = lock_file
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the right and leave our process id in the file.

        Raises:
            AlreadyRunningError: somebody has it.
        """
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as err:
            said = os.read(descriptor, 32).decode(errors="replace").strip()
            os.close(descriptor)
            raise AlreadyRunningError(self._lock_file, int(said) if said.isdigit() else None) from err
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor

    def give_back(self) -> None:
        """Give the right back; once is enough, twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, *_details: object) -> None:
        self.give_back()


def port_free(host: str, port: int) -> None:
    """Make sure that somebody can listen there; processes of a killed `up` get a moment to go.

    Raises:
        PortTakenError: nobody can.
    """
    deadline = time.monotonic() + PORT_WAIT_SECONDS
    while True:
        try:
            _try_listening(host, port)
        except OSError as err:
            if err.errno != errno.EADDRINUSE:
                raise PortTakenError(host, port, err.strerror or str(err)) from err
            if time.monotonic() > deadline:
                reason = "another program uses it. Stop that program, or choose another port with --port."
                raise PortTakenError(host, port, reason) from err
            time.sleep(TURN_SECONDS)
        else:
            return


def answers(host: str, port: int, path: str = "/healthz") -> Callable[[], bool]:
    """Return a check whether a server answers 200 there; it asks by a loopback name where the host is a wildcard."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)

    def check() -> bool:
        connection = http.client.HTTPConnection(address, port, timeout=1)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return check


def accepts(socket_file: Path) -> Callable[[], bool]:
    """Return a check whether somebody takes connections on a Unix socket."""

    def check() -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(socket_file))
            except OSError:
                return False
            return True

    return check


def page_server_child(config_file: Path, *, host: str, port: int, workers: int) -> ChildSpec:
    """Return the page server as a child."""
    return ChildSpec(
        "pages",
        page_server_argv(host=host, port=port, workers=workers),
        env={CONFIG_VARIABLE: str(config_file)},
        ready=answers(host, port),
    )


def app_child(socket_file: Path, *, workers: int, env: Mapping[str, str]) -> ChildSpec:
    """Return the Django app as a child; `env` says which newsroom it is."""
    return ChildSpec("app", app_argv(socket_file, workers=workers), env=env, ready=accepts(socket_file))


def page_server_argv(*, host: str, port: int, workers: int) -> list[str]:
    """Return the page server's command. Its configuration comes in the environment.

    The buffer bounds the headers of a request: Granian answers 431 where more comes.
    """
    return [
        *_granian("rsgi", workers),
        *("--host", host, "--port", str(port), "--loop", "uvloop"),
        *("--http1-header-read-timeout", "10000", "--http1-buffer-size", "16384"),
        *("--backlog", "4096", "--backpressure", "4096"),
        *("--factory", "broadsheet.press.server.app:app"),
    ]


def app_argv(socket_file: Path, *, workers: int) -> list[str]:
    """Return the app's command: Django on a Unix socket that its owner alone may use."""
    return [
        *_granian("asginl", workers),
        *("--uds", str(socket_file), "--uds-permissions", "0600", "--loop", "uvloop"),
        "broadsheet.asgi:application",
    ]


def _granian(interface: str, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "broadsheet.press.server.launch"),
        *("--interface", interface, "--http", "1", "--no-ws", "--workers", str(workers)),
        *("--respawn-failed-workers", "--respawn-interval", "0.1", "--workers-kill-timeout", "5"),
        *("--log-level", "warning"),
    ]


def _try_listening(host: str, port: int) -> None:
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)


def restart_delay(failures: int) -> float:
    """Return how long to wait after so many failures in a row, in seconds."""
    return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** min(failures, 16))


def _is_ready(child: _Child) -> bool:
    return child.process is not None and (child.spec.ready is None or child.spec.ready())


def _signals_to_take() -> list[signal.Signals]:
    """Return the signals that stop us; a hang-up that is ignored (nohup) stays ignored."""
    return [
        number for number in STOP_SIGNALS if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN
    ]


def _print_line(line: str) -> None:
    """Print a line; a log that cannot be written (a full disk, a reader gone) must not take the newsroom down."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
