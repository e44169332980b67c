"""Sentences that are kept, and read by everybody in their own language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.apply_rules import apply_rules
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.errors import DeskError, NoBodyError, NoCreditError
from broadsheet.desk.models import Alarm, RuleHit, WireOffer, WireRule
from broadsheet.desk.said import Said, read, said
from broadsheet.wire.models import DispatchRecord
from tests.desk.conftest import NOW


def in_norwegian(kept: Any, otherwise: str = "") -> str:
    with override("nb"):
        return read(kept, otherwise)


@pytest.mark.parametrize(
    ("sentence", "english", "norwegian"),
    [
        (NoBodyError().said, "The item has no text.", "Meldingen mangler tekst."),
        (NoCreditError("100 % sikkert").said, "“100 % sikkert” has none", "«100 % sikkert»"),
        (
            said("“%(headline)s” was taken down: %(hold)s.", headline="Ferge", hold=(said("the agency withholds it"),)),
            "“Ferge” was taken down: the agency withholds it.",
            "byrået holder den tilbake",
        ),
        (said("embargo until %(end)s", end=datetime(2026, 12, 1, 11, 0, 5, tzinfo=UTC)), "12:00:05", "12:00:05"),
    ],
    ids=["plain", "with a value", "with sentences in it", "with an instant"],
)
def test_a_kept_sentence_is_read_in_either_language(sentence: Said, english: str, norwegian: str) -> None:
    kept = sentence.as_json()
    assert english in read(kept, "")
    assert norwegian in in_norwegian(kept)


@pytest.mark.parametrize("kept", [None, {}, {"values": {}}, {"text": "%(gone)s %(x)s", "values": {"x": 1}}, "?"])
def test_a_row_of_before_or_one_that_is_spoilt_is_read_as_it_stands(kept: Any) -> None:
    assert in_norwegian(kept, "As it was written.") == "As it was written."


def test_a_refusal_speaks_the_language_of_whoever_reads_it() -> None:
    err: DeskError = NoBodyError()
    before = str(err)
    with override("nb"):
        assert str(err) != before


@pytest.mark.django_db
def test_what_a_rule_refused_is_read_in_the_readers_language(send: Any) -> None:
    WireRule.objects.create(name="Alt", act="publish", is_active=True)
    apply_rules(send(body_xhtml=""), now=NOW)
    hit, alarm = RuleHit.objects.get(), Alarm.objects.get()
    assert "has no text" in hit.reason
    assert "was not published by the rule “Alt”: The item has no text." in alarm.words
    with override("nb"):
        assert "Meldingen mangler tekst." in hit.reason
        assert alarm.words.endswith(hit.reason)
        assert str(alarm) == alarm.words[:80]


@pytest.mark.django_db
def test_why_a_version_waits_is_read_in_the_readers_language(send: Any) -> None:
    WireRule.objects.create(name="Alt", act="publish", is_active=True)
    first = send()
    type(first.feed).objects.update(updates_by_itself=True)
    apply_rules(first, now=NOW)
    record = send(version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml="")
    offer(DispatchRecord.objects.get(pk=record.pk), now=NOW)
    waiting = WireOffer.objects.get()
    with override("nb"):
        assert "Meldingen mangler tekst." in waiting.reason


@pytest.mark.django_db
def test_an_alarm_of_before_is_read_as_it_was_written() -> None:
    alarm = raise_alarm(Alarm.Kind.SILENT, "feed:old", "The feed old is silent.")
    with override("nb"):
        assert Alarm.objects.get(pk=alarm.pk).words == "The feed old is silent."
