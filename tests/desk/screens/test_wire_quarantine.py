"""Files that could not be read: try again, or put away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import AuditEntry
from broadsheet.wire import opening
from broadsheet.wire.acts.receive import receive_bytes
from broadsheet.wire.formats import read
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined
from tests.desk.conftest import NOW
from tests.factories import make_user

GOOD = b'{"uri": "urn:agency:late", "type": "text", "headline": "Late", "body_text": "Late."}'


@pytest.fixture
def file(send: Callable[..., DispatchRecord]) -> Quarantined:
    """Return a file that cannot be read."""
    send()
    receive_bytes(b"<broken", feed=Feed.objects.get(), filename="broken.xml", now=NOW)
    return Quarantined.objects.get()


def test_a_file_that_still_cannot_be_read_stays_and_says_why(at_the_desk: Client, file: Quarantined) -> None:
    page = at_the_desk.post(reverse("wire:retry", args=[file.pk]), follow=True).content.decode()
    assert "which is not a format that is read here" in page
    assert Quarantined.objects.filter(settled_at__isnull=True).count() == 1


def test_a_file_that_can_be_read_now_becomes_dispatches(
    at_the_desk: Client, file: Quarantined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "read", lambda data, **options: read(GOOD, **options))
    page = at_the_desk.post(reverse("wire:retry", args=[file.pk]), follow=True).content.decode()
    assert "No file is in quarantine." in page
    assert DispatchRecord.objects.filter(guid="urn:agency:late").exists()


def test_a_file_that_nobody_needs_is_put_away_and_said_so_in_the_log(at_the_desk: Client, file: Quarantined) -> None:
    at_the_desk.post(reverse("wire:settle", args=[file.pk]))
    file.refresh_from_db()
    assert file.settled_at is not None
    assert AuditEntry.objects.filter(what="quarantine.put-away").count() == 1


@pytest.mark.parametrize("act", ["retry", "settle"])
def test_p1_a_moderator_does_neither(client: Client, file: Quarantined, act: str) -> None:
    client.force_login(make_user("mod"))
    assert client.post(reverse(f"wire:{act}", args=[file.pk])).status_code in (302, 403)
    file.refresh_from_db()
    assert file.settled_at is None


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("MalformedDispatchError", "The file is damaged or a part of it is missing."),
        ("UnknownFormatError", "This is none of the formats that we read."),
        ("RuntimeError", "The file could not be read. Try again;"),
    ],
)
def test_the_quarantine_says_in_a_plain_sentence_what_is_wrong(
    at_the_desk: Client, file: Quarantined, error: str, sentence: str
) -> None:
    Quarantined.objects.update(error=error)
    page = at_the_desk.get(reverse("wire:index"), {"tab": "quarantine"}).content.decode()
    assert sentence in page
    assert error not in page
    assert file.detail.split("“")[0] in page
