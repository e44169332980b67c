"""A whole newsroom that runs: the real command, in a folder of its own, on a free port of loopback."""

from __future__ import annotations

import atexit
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html

LIMITS = """
[comments]
rate_limits = { network = "100000/600", email = "100000/600", story = "100000/600", overall = "100000/600" }
"""


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(check: Callable[[], Any], max_seconds: float = 30) -> Any:
    """Return what ``check`` returns once it is true; fail when it is not by then."""
    deadline = time.monotonic() + max_seconds
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {max_seconds} s: {check}")


def form_fields(page: bytes) -> dict[str, str]:
    """Return what a browser would send of a story's editor; the body, which a script would fill, is left empty."""
    form = next(form for form in html.fromstring(page).forms if "headline" in form.fields)
    return {"body-count": "0", **dict(form.form_values())}


@cache
def _bare_newsroom() -> Path:
    """Return a folder as ``broadsheet init`` leaves it, made once a process: its migrations take longer than most tests."""
    kept = Path(tempfile.mkdtemp(prefix="broadsheet-bare-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    argv = [sys.executable, "-m", "broadsheet", "init", str(kept / "n")]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{done.stdout}{done.stderr}")
    return kept / "n"


class RunningNewsroom:
    """``broadsheet init`` and ``up`` in a folder; ``request`` asks it something, ``command`` runs another command on it."""

    def __init__(self, folder: Path, *options: str, second_factor: str = "optional") -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {**os.environ, "BROADSHEET_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if options or "BROADSHEET_DATABASE_URL" in self.environment:
            self.command("init", str(folder), *options)
        else:
            shutil.copytree(_bare_newsroom(), folder, dirs_exist_ok=True)
        toml = folder / "broadsheet.toml"
        changed = toml.read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        changed = changed.replace('second_factor = "required"', f'second_factor = "{second_factor}"')
        toml.write_text(changed + LIMITS, "utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str, check: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run ``broadsheet`` with these arguments."""
        argv = [sys.executable, "-m", "broadsheet", *arguments]
        done = subprocess.run(argv, env=self.environment, capture_output=True, text=True, check=False, **options)
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.stdout}{done.stderr}")
        return done

    def start(self) -> None:
        """Start everything and wait until the desk answers."""
        argv = [sys.executable, "-m", "broadsheet", "up", "--port", str(self.port)]
        with (self.folder / "up.log").open("ab") as log:
            self.process = subprocess.Popen(argv, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        wait_until(lambda: self.status("/desk/accounts/login/") == 200, 240)

    def stop(self) -> int:
        """Ask the supervisor to stop, and return its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.process = None
        return status

    def request(
        self, method: str, path: str, body: str | bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (lower case; cookies joined by a newline) and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in answer.getheaders():
                key = name.lower()
                found[key] = f"{found[key]}\n{value}" if key in found else value
            return answer.status, found, answer.read()
        finally:
            connection.close()

    def status(self, path: str) -> int:
        """Return the status of a page, 0 where nobody answers."""
        try:
            return self.request("GET", path)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def python(self, code: str) -> Any:
        """Run a piece of Python inside the newsroom, with Django started, and return the JSON that it prints last."""
        preamble = "import json, django; django.setup()\n"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
        done = subprocess.run(
            [sys.executable, "-c", preamble + code], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(done.stderr)
        return json.loads(done.stdout.strip().splitlines()[-1])

    def publish(self, headline: str, **values: str) -> tuple[int, str]:
        """Publish a story with one paragraph, and return its number and address."""
        code = (
            "from broadsheet.desk.models import Story, Section\n"
            f"s = Story(headline={headline!r}, home_section=Section.objects.first(), **{values!r})\n"
            "s.body = [('text', '<p>The ferry left the quay at six.</p>')]\n"
            "s.full_clean(); s.save(); s.save_revision().publish()\n"
            "from broadsheet.desk.addresses import story_url\n"
            "print(json.dumps([s.pk, story_url(s.pk)]))"
        )
        number, path = self.python(code)
        return number, path

    def session(self, name: str) -> str:
        """Return the cookie header of a new session of that account, without going through the sign-in."""
        code = (
            "from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY\n"
            "from django.contrib.sessions.backends.db import SessionStore\n"
            "from django.conf import settings\n"
            "from broadsheet.desk.models import User\n"
            f"u = User.objects.get(username={name!r})\n"
            "s = SessionStore(); s[SESSION_KEY] = str(u.pk); s[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]\n"
            "s[HASH_SESSION_KEY] = u.get_session_auth_hash(); s.save()\n"
            "print(json.dumps(settings.SESSION_COOKIE_NAME + '=' + s.session_key))"
        )
        return str(self.python(code))
