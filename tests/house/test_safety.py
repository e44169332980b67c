"""Sessions, forgery, headers and hosts over the whole app, each with a control that fails with the defence off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import DatabaseError, connection, transaction
from django.test import Client

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.models import AuditEntry, User
from tests.house.role_walk import World, cases

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
#: What is done without a token of a session: a reader's form has the comment room's own, an agency's push is signed.
FOR_READERS = ("comments/<int:story_id>/", "wire/push/")
PASSWORD = "quiet harbour at six"
ODD = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "6.6.6.6",
    "X-Original-URL": "/desk/users/",
    "X-Rewrite-URL": "/desk/users/",
    "X-HTTP-Method-Override": "DELETE",
}


def dump() -> str:
    """Return everything that the database holds, save who is signed in since when."""
    models = [model for model in apps.get_models() if model is not Session and model._meta.managed]
    return "\n".join(serializers.serialize("json", model._base_manager.order_by("pk")) for model in models)


def signed_in(person: User, *, checks: bool) -> Client:
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    client.force_login(person)
    client.get("/desk/account/")
    return client


def test_h1_no_state_changes_without_a_token() -> None:
    world = World()
    client = signed_in(world.people["admin"], checks=True)
    before = dump()
    refused = 0
    for pattern, story in cases():
        path = world.fill(pattern, "shared" if story == "-" else story)
        for method in UNSAFE if not pattern.startswith(FOR_READERS) else ():
            answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in (302, 403, 404, 405), f"{method} {path} is answered {answer.status_code}"
            refused += answer.status_code == 403
    assert dump() == before
    assert refused > 300


def test_h1_control_with_the_check_off_the_same_requests_change_something() -> None:
    world = World()
    client = signed_in(world.people["admin"], checks=False)
    before = dump()
    client.post(f"/desk/redirects/{world.numbers['redirects']}/delete/")
    assert dump() != before


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_h1_a_form_on_another_site_is_refused_even_with_a_token(origin: str) -> None:
    set_up()
    client = signed_in(make_user("chief", "admin", password=PASSWORD), checks=True)
    client.get("/desk/accounts/password/change/")
    token = client.cookies["csrftoken"].value
    sent = {"csrfmiddlewaretoken": token}
    assert client.post("/desk/accounts/logout/", sent, headers={"Origin": origin}).status_code == 403
    assert client.post("/desk/accounts/logout/", sent).status_code == 302


def settings_with(url: str, folder: Path, code: str) -> Any:
    """Return what ``code`` prints as JSON in a fresh process whose newsroom has that address."""
    (folder / "data/keys").mkdir(parents=True, exist_ok=True)
    for name in ("secret", "comment-addresses"):
        (folder / "data/keys" / name).write_text("".join(chr(97 + n % 26) for n in range(60)))
    environment = {"PATH": os.environ["PATH"], "BROADSHEET_DIR": str(folder), "BROADSHEET_SITE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


COOKIES = """
import json
from django.conf import settings as s
print(json.dumps([[s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,
    s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH], [s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY,
    s.CSRF_COOKIE_SAMESITE, s.CSRF_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH]]))
"""


def test_h2_cookies_are_bound_to_the_host_where_the_site_is_https(tmp_path: Path) -> None:
    found = json.loads(settings_with("https://paper.example", tmp_path, COOKIES).stdout)
    for name, secure, http_only, same_site, domain, path in found:
        assert (
            name.startswith("__Host-")
            and secure
            and http_only
            and same_site == "Lax"
            and domain is None
            and path == "/"
        )


def test_h2_control_a_plain_http_site_has_no_secure_cookies(tmp_path: Path) -> None:
    for name, secure, *_ in json.loads(settings_with("http://127.0.0.1:8000", tmp_path, COOKIES).stdout):
        assert not name.startswith("__Host-") and not secure


def test_p9_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    code = "import sys; from django.core.management import execute_from_command_line as run; "
    code += "run(['manage', 'check', '--deploy', '--fail-level', 'WARNING'])"
    done = settings_with("https://paper.example", tmp_path, code)
    assert done.returncode == 0, done.stdout + done.stderr


def test_p9_the_app_does_not_start_without_its_key(tmp_path: Path) -> None:
    code = "import pathlib, os; (pathlib.Path(os.environ['BROADSHEET_DIR']) / 'data/keys/secret').unlink(); "
    code += "import django; django.setup(); from django.conf import settings; settings.SECRET_KEY"
    done = settings_with("https://paper.example", tmp_path, code)
    assert done.returncode != 0 and "SECRET_KEY" in done.stderr


def test_p9_debug_is_off(settings: Any) -> None:
    from broadsheet.settings import django as ours

    assert ours.DEBUG is False


ANSWERS = [
    "/",
    "/search/",
    "/healthz",
    "/desk/",
    "/desk/accounts/login/",
    "/desk/media/x.jpg",
    "/no-such-page/",
    "/desk/logout/",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_h5_every_answer_carries_the_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "charset=utf-8" in answer.headers["Content-Type"] or answer.headers["Content-Type"].startswith(
        "application/json"
    )
    if path.startswith("/desk/"):
        assert "no-store" in answer.headers["Cache-Control"]


def test_h5_control_without_the_middleware_the_headers_are_gone(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecurityMiddleware" not in name]
    assert "X-Content-Type-Options" not in client.get("/desk/accounts/login/").headers


def test_h5_a_refused_form_carries_the_headers() -> None:
    answer = Client(enforce_csrf_checks=True).post("/desk/accounts/login/", {})
    assert answer.status_code == 403 and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_h7_an_unknown_host_is_refused(client: Client) -> None:
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "localhost:80:80"):
        assert client.get("/desk/accounts/login/", headers={"Host": host}).status_code == 400, host


def test_h7_control_with_every_host_allowed_it_is_not(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/desk/accounts/login/", headers={"Host": "evil.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/desk/accounts/login/", "/desk/accounts/password/reset/", "/search/?q=x", "/desk/"])
def test_h7_forwarding_headers_from_outside_have_no_effect(client: Client, path: str) -> None:
    plain, odd = client.get(path), client.get(path, headers=ODD)
    assert plain.status_code == odd.status_code
    assert plain.headers.get("Location") == odd.headers.get("Location")
    assert b"evil.example" not in odd.content


# P10: the audit log


@pytest.mark.parametrize("statement", ["UPDATE desk_auditentry SET who = 'x'", "DELETE FROM desk_auditentry"])
def test_p10_the_database_refuses_to_change_the_log(statement: str) -> None:
    audit(who=None, what="test", subject="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_p10_control_without_the_trigger_the_log_could_be_changed() -> None:
    audit(who=None, what="test", subject="x")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER desk_audit_no_delete")
        else:
            cursor.execute("DROP TRIGGER desk_audit_refuse ON desk_auditentry")
        cursor.execute("DELETE FROM desk_auditentry")
    assert not AuditEntry.objects.exists()


def test_p10_the_model_refuses_as_well() -> None:
    entry = audit(who=None, what="test", subject="x")
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_p10_accounts_leave_their_trace() -> None:
    set_up()
    first = AuditEntry.objects.order_by("-id").first()
    chief = make_user("chief", "admin", password=PASSWORD)
    ada = make_user("ada", "reporter", password=PASSWORD, by=chief)
    ada.is_active = False
    ada.save()
    client = Client()
    client.post("/desk/accounts/login/", {"login": "chief", "password": PASSWORD})
    client.post("/desk/accounts/login/", {"login": "chief", "password": "wrong one"})
    Client().post("/desk/accounts/login/", {"login": "chief", "password": "wrong one"})
    client.post("/desk/accounts/logout/")
    entries = AuditEntry.objects.filter(pk__gt=first.pk if first else 0).order_by("id")
    assert [(entry.who, entry.what, entry.subject, entry.after) for entry in entries] == [
        ("system", "user.made", "chief", ""),
        ("system", "user.role", "chief", "admin"),
        ("chief", "user.made", "ada", ""),
        ("chief", "user.role", "ada", "reporter"),
        ("system", "user.is-active", "ada", "False"),
        ("chief", "signed-in", "chief", ""),
        ("system", "sign-in.refused", "chief", ""),
        ("chief", "signed-out", "chief", ""),
    ]


@pytest.mark.shared
def test_p10_control_characters_are_written_as_escapes(shared_dir: Path) -> None:
    lines = (shared_dir / "security/strings/crlf_header_injection.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        text = json.loads(line)["payload"]
        entry = audit(who=None, what="test", subject=text + "\r\n\x1b[31m\u2028\u202e", before=text, after=text)
        assert entry.subject.isprintable() and entry.before.isprintable() and entry.after.isprintable()
    assert lines
