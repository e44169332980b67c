"""Signing in: password, second factor, one-time link, and what ends a session."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from broadsheet.desk import accounts, middleware
from broadsheet.desk.accounts import one_time_link, person_of, use_code
from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.reset_user import reset_user
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.errors import NameTakenError, NoSuchUserError, UnknownRoleError, WeakPasswordError, WrongNameError
from broadsheet.desk.models import AuditEntry, User

pytestmark = pytest.mark.django_db
PASSWORD = "quiet harbour at six"
LOGIN = "/desk/accounts/login/"


@pytest.fixture(autouse=True)
def newsroom(db: None) -> None:
    """Give each test the roles and a cache without guesses."""
    set_up()
    cache.clear()


@pytest.fixture
def ada() -> User:
    """Return an editor with a password."""
    return make_user("ada", "editor", password=PASSWORD)


def sign_in(client: Client, name: str = "ada", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def give_factor(person: User) -> str:
    """Give the person an authenticator and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def is_in(client: Client) -> bool:
    return bool(client.get("/desk/account/").status_code == 200)


def test_an_editor_signs_in_with_a_password(client: Client, ada: User) -> None:
    assert sign_in(client).headers["Location"] == "/desk/"
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, ada: User) -> None:
    wrong, unknown = sign_in(client, password="not the one at all"), sign_in(client, name="eve")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_wagtails_own_sign_in_leads_to_ours(client: Client) -> None:
    assert client.get("/desk/login/?next=/desk/x/").headers["Location"] == LOGIN + "?next=/desk/x/"
    assert client.post("/desk/login/", {}).status_code == 302


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"]
)
def test_nobody_signs_up(client: Client, address: str) -> None:
    assert client.get("/desk/accounts/" + address).status_code == 404
    assert client.post("/desk/accounts/" + address, {}).status_code == 404


def test_the_sign_in_page_has_no_inline_script_or_style(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "<script" not in page and "<style" not in page and "style=" not in page and "onclick" not in page


def test_the_sign_in_page_speaks_norwegian(client: Client) -> None:
    page = client.get(LOGIN, headers={"Accept-Language": "nb"}).content.decode()
    assert 'lang="nb"' in page and "Logg inn" in page and "Sign in" not in page


def test_guessing_a_password_is_limited(client: Client, ada: User) -> None:
    for number in range(10):
        sign_in(client, password=f"wrong guess {number}")
    assert "Too many" in sign_in(client).content.decode()
    assert not is_in(client)


def test_guessing_is_not_limited_where_the_limit_is_off(client: Client, ada: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    for number in range(10):
        sign_in(client, password=f"wrong guess {number}")
    assert sign_in(client).status_code == 302


def test_guesses_are_counted_in_what_processes_share(settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


# One-time links


def test_a_one_time_link_signs_in_once(client: Client) -> None:
    link = one_time_link(make_user("nina", "editor"))
    assert client.get(link).status_code == 200 and not is_in(client)
    assert client.post(link).status_code == 302 and is_in(client)
    other = Client()
    assert other.get(link).status_code == 410
    assert other.post(link).status_code == 410 and not is_in(other)


def test_a_one_time_link_ends_after_half_an_hour(client: Client, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    link, now = one_time_link(ada), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 1799)
    assert person_of(link.split("/")[-2]) == ada
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 1802)
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("change", ["password", "role", "disabled"])
def test_a_one_time_link_ends_when_the_account_changes(client: Client, ada: User, change: str) -> None:
    link = one_time_link(ada)
    {
        "password": lambda: reset_user("ada"),
        "role": lambda: ada.groups.set([Group.objects.get(name="reporter")]),
        "disabled": lambda: User.objects.filter(pk=ada.pk).update(is_active=False),
    }[change]()
    assert client.post(link).status_code == 410


def test_a_forged_link_is_refused(client: Client) -> None:
    assert client.get("/desk/accounts/once/WzEsIjAiXQ:1:x/").status_code == 410


def test_a_one_time_link_does_not_skip_a_second_factor(client: Client, ada: User) -> None:
    give_factor(ada)
    assert client.post(one_time_link(ada)).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_one_time_link_leads_to_the_set_up_of_a_required_second_factor(client: Client, settings: Any) -> None:
    settings.DESK_SECOND_FACTOR = "required"
    client.post(one_time_link(make_user("nina", "editor")))
    assert client.get("/desk/").headers["Location"] == reverse("mfa_activate_totp")


# P5: the second factor


@pytest.mark.parametrize("address", ["/desk/", "/desk/pages/", "/desk/images/", "/desk/account/", "/desk/media/x.jpg"])
def test_p5_no_desk_page_before_a_second_factor(client: Client, ada: User, settings: Any, address: str) -> None:
    settings.DESK_SECOND_FACTOR = "required"
    sign_in(client)
    assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")


def test_p5_control_without_the_rule_the_desk_opens(client: Client, ada: User, settings: Any) -> None:
    settings.DESK_SECOND_FACTOR = "optional"
    sign_in(client)
    assert client.get("/desk/").status_code == 200


def test_p5_who_has_a_factor_is_asked_for_it(client: Client, ada: User) -> None:
    secret = give_factor(ada)
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).headers["Location"] == "/desk/"
    assert is_in(client)


def test_p5_a_session_of_before_the_factor_is_asked_for_it(client: Client, ada: User) -> None:
    sign_in(client)
    give_factor(ada)
    assert client.get("/desk/").headers["Location"] == reverse("mfa_reauthenticate") + "?next=%2Fdesk%2F"
    assert client.get("/desk/accounts/2fa/totp/deactivate/").status_code == 302
    assert client.get("/desk/accounts/2fa/recovery-codes/").status_code == 302


def test_p5_setting_a_factor_up_in_the_browser(
    client: Client, ada: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())  # as outside of a test's transaction
    settings.DESK_SECOND_FACTOR = "required"
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    code = code_of(page.context["form"].secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get("/desk/").status_code == 200
    fresh = Client()
    sign_in(fresh)
    assert fresh.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200, (
        "the code of the set-up is used up"
    )


def test_p5_a_code_works_once(client: Client, ada: User) -> None:
    secret = give_factor(ada)
    code = code_of(secret)
    for browser, expected in ((client, 302), (Client(), 200)):
        sign_in(browser)
        cache.clear()  # another process, or the short memory of allauth
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_p5_control_without_our_form_a_code_works_twice(client: Client, ada: User, settings: Any) -> None:
    settings.MFA_FORMS = {}
    code = code_of(give_factor(ada))
    for browser in (client, Client()):
        sign_in(browser)
        cache.clear()
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302


def test_p5_a_code_works_once_also_after_a_failure(client: Client, ada: User) -> None:
    secret = give_factor(ada)
    code = code_of(secret)
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    other = Client()
    sign_in(other)
    cache.clear()
    for _ in range(2):
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_p5_a_used_code_is_forgotten_when_it_could_not_work_anyway(ada: User) -> None:
    give_factor(ada)
    row = Authenticator.objects.get(user=ada)
    assert use_code(row, "123 456", now=1000.0)
    assert not use_code(row, "123456", now=1089.0)
    assert use_code(row, "123456", now=1091.0)


def test_p5_a_recovery_code_signs_in_once(client: Client, ada: User) -> None:
    give_factor(ada)
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    for browser, expected in ((client, 302), (Client(), 200)):
        sign_in(browser)
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_p5_a_reset_does_not_skip_the_second_factor(client: Client, ada: User) -> None:
    give_factor(ada)
    sign_in(client, password=reset_user("ada"))
    assert not is_in(client)
    assert client.get("/desk/").headers["Location"].startswith(LOGIN)


def test_p5_a_reset_by_mail_does_not_skip_the_second_factor(
    client: Client, ada: User, mailoutbox: Any, settings: Any
) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@paper.example")
    give_factor(ada)
    client.post("/desk/accounts/password/reset/", {"email": "ada@paper.example"}, headers={"host": "localhost"})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/password/reset/key/" in line)
    assert link.startswith(settings.SITE_URL), "the address comes from the settings, never from the request (H7)"
    form = client.get(link.removeprefix(settings.SITE_URL), follow=True).redirect_chain[-1][0]
    new = "another quiet harbour"
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(client)
    assert sign_in(client, password=new).headers["Location"] == reverse("mfa_authenticate")


def test_a_reset_by_mail_does_not_tell_who_has_an_account(client: Client, ada: User, mailoutbox: Any) -> None:
    answers = [
        client.post("/desk/accounts/password/reset/", {"email": f"{name}@paper.example"}) for name in ("ada", "eve")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert not mailoutbox


def test_an_administrator_takes_a_lost_factor_away(client: Client, ada: User) -> None:
    give_factor(ada)
    make_user("chief", "admin", password=PASSWORD)
    sign_in(client, "chief")
    address = reverse("desk_user_factor", args=[ada.pk])
    assert client.get(address).status_code == 200 and Authenticator.objects.exists()
    assert client.post(address).status_code == 302 and not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(who="chief", what="user.factor-dropped", subject="ada").exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "moderator", "tips"])
def test_nobody_else_takes_a_factor_away(client: Client, ada: User, role: str) -> None:
    give_factor(ada)
    make_user("mallory", role, password=PASSWORD)
    sign_in(client, "mallory")
    client.post(reverse("desk_user_factor", args=[ada.pk]))
    assert Authenticator.objects.exists()


# P8: what ends a session


@pytest.mark.parametrize("change", ["disabled", "role", "role cleared", "password", "superuser", "reset"])
def test_p8_a_change_of_the_account_ends_its_sessions_and_no_other(ada: User, change: str) -> None:
    make_user("bo", "editor", password=PASSWORD)
    hers, his = Client(), Client()
    sign_in(hers)
    sign_in(his, "bo")
    assert is_in(hers) and is_in(his)
    change_account(User.objects.get(pk=ada.pk), change)
    assert not is_in(hers)
    assert is_in(his)


def change_account(person: User, change: str) -> None:
    match change:
        case "disabled":
            person.is_active = False
            person.save()
        case "role":
            Group.objects.get(name="admin").user_set.add(person)
        case "role cleared":
            person.groups.clear()
        case "password":
            person.set_password("another quiet harbour")
            person.save()
        case "superuser":
            person.is_superuser = True
            person.save()
        case "reset":
            reset_user(person.username)


def test_p8_control_a_session_lasts_when_nothing_changes(client: Client, ada: User) -> None:
    sign_in(client)
    ada.first_name = "Ada"
    User.objects.get(pk=ada.pk).save()
    assert is_in(client)


# H2: sessions


def test_h2_a_new_session_number_at_sign_in(client: Client, ada: User) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert client.session.session_key != before
    other = Client()
    other.cookies["sessionid"] = before
    assert not is_in(other)


@pytest.mark.parametrize(("later", "stays"), [(59 * 60, True), (60 * 60, False)], ids=["59 min", "60 min"])
def test_h2_an_idle_session_ends(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch, later: int, stays: bool
) -> None:
    sign_in(client)
    assert is_in(client)
    now = time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + later)
    assert is_in(client) is stays


def test_h2_control_without_the_limit_an_idle_session_stays(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DESK_IDLE_MINUTES = 10**6
    sign_in(client)
    is_in(client)
    now = time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + 3700)
    assert is_in(client)


def test_h2_a_busy_session_ends_after_twelve_hours(client: Client, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    assert is_in(client)
    now = time.time()
    for minutes in range(30, 12 * 60, 30):
        monkeypatch.setattr(middleware.time, "time", lambda later=minutes * 60: now + later)
        assert is_in(client)
    monkeypatch.setattr(middleware.time, "time", lambda: now + 12 * 3600)
    assert not is_in(client)


def test_h2_a_screen_that_asks_by_itself_keeps_no_session_alive(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    is_in(client)
    now = time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + 50 * 60)
    client.post("/desk/editing-sessions/ping/1/1/", {})
    monkeypatch.setattr(middleware.time, "time", lambda: now + 61 * 60)
    assert not is_in(client)


# H6: redirects


def test_h6_a_redirect_after_sign_in_stays_here(ada: User) -> None:
    hostile = [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://127.0.0.1:9999/",
    ]
    for target in hostile:
        client = Client()
        assert sign_in(client, next=target).headers["Location"] == "/desk/", target
    assert sign_in(Client(), next="/desk/account/").headers["Location"] == "/desk/account/"


def test_h6_control_without_the_check_a_redirect_leaves(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts.DeskAccountAdapter, "is_safe_url", lambda self, url: True)
    assert sign_in(Client(), next="https://evil.example/").headers["Location"] == "https://evil.example/"


@pytest.mark.shared
def test_h6_none_of_the_known_tricks_leads_away(ada: User, shared_dir: Path) -> None:
    lines = (shared_dir / "security/strings/open_redirect.jsonl").read_text("utf-8").splitlines()
    client = Client()
    sign_in(client)
    for line in lines:
        where = client.get(LOGIN, {"next": json.loads(line)["payload"]}).headers["Location"]
        assert as_browsers_read_it(where) == "localhost:8000", line
    assert len(lines) > 100


def as_browsers_read_it(where: str) -> str:
    """Return the host that a browser goes to: tabs and line breaks dropped, backslashes taken for slashes."""
    plain = "".join(c for c in where if c not in "\t\r\n").strip().replace("\\", "/")
    return urlsplit(urljoin("http://localhost:8000/desk/", plain)).netloc


# Accounts from a shell


def test_an_account_has_one_role_and_no_other_power() -> None:
    person = make_user("rita", "reporter")
    assert [group.name for group in person.groups.all()] == ["reporter"]
    assert not person.is_superuser and not person.is_staff and not person.has_usable_password()


@pytest.mark.parametrize(
    ("name", "role", "password", "error"),
    [
        ("ADA", "editor", None, NameTakenError),
        ("rita", "owner", None, UnknownRoleError),
        ("rita\nroot", "editor", None, WrongNameError),
        ("rita", "editor", "short", WeakPasswordError),
        ("rita", "editor", "password1234", WeakPasswordError),
    ],
    ids=["taken in another case", "no such role", "line break", "short", "common"],
)
def test_an_account_that_cannot_be_made(
    ada: User, name: str, role: str, password: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_user(name, role, password=password)
    assert User.objects.count() == 1


def test_a_reset_of_nobody_is_refused() -> None:
    with pytest.raises(NoSuchUserError):
        reset_user("nobody")


def test_a_reset_gives_a_password_that_works(client: Client, ada: User) -> None:
    assert sign_in(client, password=reset_user("ada")).status_code == 302


# P9


def test_p9_there_is_no_account_that_nobody_made() -> None:
    assert not User.objects.exists()


# P3: who looks after accounts


def test_p3_an_administrator_makes_an_account_on_the_screen(client: Client) -> None:
    make_user("chief", "admin", password=PASSWORD)
    sign_in(client, "chief")
    role = Group.objects.get(name="reporter")
    sent = {"username": "rita", "email": "rita@paper.example", "first_name": "Rita", "last_name": "Ruud"}
    answer = client.post(
        "/desk/users/new/", {**sent, "password1": PASSWORD, "password2": PASSWORD, "groups": [role.pk]}
    )
    assert answer.status_code == 302
    assert [group.name for group in User.objects.get(username="rita").groups.all()] == ["reporter"]
    assert AuditEntry.objects.filter(who="chief", what="user.role", subject="rita", after="reporter").exists()


def test_p3_accounts_and_roles_ask_for_a_fresh_sign_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_user("chief", "admin", password=PASSWORD)
    sign_in(client, "chief")
    assert client.get("/desk/users/").status_code == client.get("/desk/groups/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
    for address in ("/desk/users/", "/desk/groups/", "/desk/bulk/desk/user/assign_role/"):
        assert client.get(address).headers["Location"].startswith(reverse("account_reauthenticate")), address
    assert client.get("/desk/account/").status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get("/desk/users/").status_code == 200


def test_p3_control_with_a_longer_limit_nobody_is_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 10**6
    make_user("chief", "admin", password=PASSWORD)
    sign_in(client, "chief")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
    assert client.get("/desk/users/").status_code == 200


def test_p8_an_account_disabled_on_the_screen_is_out_at_once(client: Client, ada: User) -> None:
    make_user("chief", "admin", password=PASSWORD)
    hers = Client()
    sign_in(hers)
    sign_in(client, "chief")
    role = Group.objects.get(name="editor").pk
    sent = {"username": "ada", "email": "ada@paper.example", "first_name": "Ada", "last_name": "Aas", "groups": [role]}
    assert is_in(hers)
    assert client.post(f"/desk/users/edit/{ada.pk}/", {**sent, "password1": "", "password2": ""}).status_code == 302
    assert not User.objects.get(pk=ada.pk).is_active
    assert not is_in(hers)
    assert is_in(client)
