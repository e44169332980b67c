"""Copy that is pushed to us: the signature, the answer, and the limits."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from broadsheet.wire import views
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined
from broadsheet.wire.secret import seal
from broadsheet.wire.signing import is_signed, signature_of
from tests.wire.conftest import FIXTURES

pytestmark = pytest.mark.django_db
KEY = "a key of more than sixteen"
BODY = (FIXTURES / "story.nitf.xml").read_bytes()


@pytest.fixture
def feed(newsroom: Any) -> Feed:
    made = Feed.objects.create(name="afp", transport="push")
    made.secret = seal(KEY, made.pk)
    made.save()
    return made


def push(name: str = "afp", body: bytes = BODY, *, key: str = KEY, age: int = 0, **headers: str) -> Any:
    stamp = str(int(time.time()) - age)
    signed = {"Wire-Timestamp": stamp, "Wire-Signature": signature_of(key, stamp, body), **headers}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/wire/push/{name}/", body, content_type="application/xml", headers=signed)


def test_a_signed_file_is_received(feed: Feed) -> None:
    answer = push()
    assert (answer.status_code, answer.json()["items"][0]["result"]) == (202, "new")
    assert DispatchRecord.objects.get().feed == feed
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "no-store"


def test_the_same_push_again_is_a_duplicate(feed: Feed) -> None:
    push()
    assert push().json()["items"][0]["result"] == "duplicate"


def test_a_file_that_cannot_be_read_is_kept_and_said(feed: Feed) -> None:
    answer = push(body=b"<nitf>")
    assert (answer.status_code, answer.json()["items"][0]["result"]) == (202, "quarantined")
    assert Quarantined.objects.count() == 1


def test_an_empty_body_is_refused(feed: Feed) -> None:
    assert push(body=b" ").status_code == 400


def test_w8_a_packed_body_is_refused_and_one_that_says_it_is_not_packed_is_taken(feed: Feed) -> None:
    assert push(**{"Content-Encoding": "gzip"}).status_code == 415
    assert push(**{"Content-Encoding": "identity"}).status_code == 202


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("another key", {"key": "another key altogether"}),
    ("no such feed", {"name": "nobody"}),
    ("too old", {"age": 301}),
    ("from the future", {"age": -302}),
    ("no signature", {"Wire-Signature": ""}),
    ("another form", {"Wire-Signature": "sha1=" + "0" * 40}),
    ("not a letter", {"Wire-Signature": "sha256=" + "g" * 64}),
    ("no stamp", {"Wire-Timestamp": ""}),
    ("odd stamp", {"Wire-Timestamp": "1e9"}),
]


@pytest.mark.parametrize("values", [values for _name, values in REFUSED], ids=[name for name, _values in REFUSED])
def test_a_push_that_is_not_signed_right_gets_one_and_the_same_answer(values: dict[str, Any], feed: Feed) -> None:
    answer = push(**values)
    assert answer.status_code == 401
    assert answer.content == push(name="nobody").content
    assert DispatchRecord.objects.count() == 0


@pytest.mark.parametrize("values", [{"is_active": False}, {"transport": "http"}, {"secret": None}])
def test_a_feed_that_takes_no_push_answers_like_one_that_there_is_not(values: dict[str, Any], feed: Feed) -> None:
    Feed.objects.update(**values)
    assert push().status_code == 401


def test_a_changed_body_is_refused_and_would_be_taken_without_the_check(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = str(int(time.time()))
    headers = {"Wire-Timestamp": stamp, "Wire-Signature": signature_of(KEY, stamp, BODY + b" ")}
    assert push(**headers).status_code == 401
    monkeypatch.setattr(views, "is_signed", lambda *_args, **_named: True)
    assert push(**headers).status_code == 202


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_a_post_is_taken(method: str, feed: Feed) -> None:
    assert getattr(Client(), method)("/wire/push/afp/").status_code == 405


def test_d1_nothing_is_acknowledged_that_was_not_stored(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(views, "receive_many", away)
    answer = push()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_w8_a_body_too_large_is_refused_as_it_comes(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MAX_FILE_BYTES", 1000)
    assert push(body=b"x" * 1001).status_code == 413
    assert push(body=b"x" * 1001, CONTENT_LENGTH="7").status_code in (401, 413)


@pytest.mark.parametrize(("sent", "kept"), [("../../a.jpg", "a.jpg"), ("b%C3%A5t.jpg", "båt.jpg"), ("", "pushed")])
def test_a_files_name_names_no_place(sent: str, kept: str, feed: Feed) -> None:
    from broadsheet.wire.models import Delivery

    push(**{"Wire-Filename": sent})
    assert Delivery.objects.get().filename == kept


def test_a_signature_is_what_the_documentation_says() -> None:
    now = datetime(2026, 5, 16, 8, tzinfo=UTC)
    stamp = str(int(now.timestamp()))
    ours = "sha256=" + hmac.new(b"key", stamp.encode() + b".body", hashlib.sha256).hexdigest()
    assert is_signed("key", stamp=stamp, signature=ours, body=b"body", now=now)
    assert not is_signed("", stamp=stamp, signature=signature_of("nobody's", stamp, b"body"), body=b"body", now=now)
