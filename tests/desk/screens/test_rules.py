"""Rules and subjects at the desk: who may, what is logged, and that a trial changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from broadsheet.desk.acts.apply_rules import apply_rules
from broadsheet.desk.models import Alarm, AuditEntry, RuleHit, Story, SubjectMapping, User, WireRule
from broadsheet.desk.roles import install_roles
from broadsheet.wire.models import DispatchRecord, Feed
from tests.desk.conftest import NOW
from tests.factories import make_section, make_topic, make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
GETS = ("index", "new", "hits", "edit", "delete")
POSTS = ("new", "try_new", "edit", "try", "on", "off", "up", "down", "delete")
NUMBERED = frozenset({"edit", "try", "on", "off", "up", "down", "delete"})


@pytest.fixture
def rule(db: None) -> WireRule:
    return WireRule.objects.create(name="Sport by night", act="draft", position=10)


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(_with_role("editor"))
    return client


@pytest.fixture
def lately(send: Send, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Return what sends an item, with the desk's clock at its arrival."""
    monkeypatch.setattr("broadsheet.desk.screens.rules.views.timezone.now", lambda: NOW)
    return send


def _with_role(role: str) -> User:
    install_roles()
    person = make_user(role)
    person.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=person.pk)


def _at(name: str, rule: WireRule) -> str:
    return reverse(f"wire_rules:{name}", args=[rule.pk] if name in NUMBERED else [])


def _filled(**values: Any) -> dict[str, Any]:
    return {"name": "Sport", "act": "draft", **values}


@pytest.mark.parametrize(("method", "name"), [*(("get", n) for n in GETS), *(("post", n) for n in POSTS)])
@pytest.mark.parametrize("role", ["reporter", "photo", "moderator", "tips"])
def test_p1_who_does_not_keep_rules_is_refused(
    client: Client, rule: WireRule, role: str, method: str, name: str
) -> None:
    client.force_login(_with_role(role))
    answer = getattr(client, method)(_at(name, rule), _filled())
    assert answer.status_code in (302, 403)
    assert "wire-rules" not in answer.headers.get("Location", "")
    assert list(WireRule.objects.values_list("name", "is_active")) == [("Sport by night", False)]


@pytest.mark.parametrize("name", GETS)
def test_p1_control_an_editor_sees_every_screen(editor: Client, rule: WireRule, name: str) -> None:
    assert editor.get(_at(name, rule)).status_code == 200


@pytest.mark.parametrize("name", ["try_new", "try", "on", "off", "up", "down"])
def test_acts_are_posts_alone(editor: Client, rule: WireRule, name: str) -> None:
    assert editor.get(_at(name, rule)).status_code == 405


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_its_token_is_refused(rule: WireRule, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(_with_role("editor"))
    assert client.post(_at(name, rule), _filled()).status_code == 403
    assert not AuditEntry.objects.filter(what__startswith="rule.").exists()


@pytest.mark.parametrize("name", sorted(NUMBERED))
def test_a_rule_that_there_is_none_of_is_not_found(editor: Client, rule: WireRule, name: str) -> None:
    address = reverse(f"wire_rules:{name}", args=[rule.pk + 1])
    assert editor.post(address, _filled()).status_code == 404


def test_a_new_rule_comes_last_and_is_not_in_use(editor: Client, rule: WireRule) -> None:
    feed = Feed.objects.create(name="ntb")
    sent = _filled(feeds=[feed.pk], weekdays=["5", "6"], kinds=["text"], from_hour="22", to_hour="6", languages="nb,en")
    assert editor.post(reverse("wire_rules:new"), sent).status_code == 302
    made = WireRule.objects.get(name="Sport")
    assert (made.is_active, made.position > rule.position, list(made.feeds.all())) == (False, True, [feed])
    assert (made.weekdays, made.kinds, made.languages, made.from_hour, made.to_hour) == ("56", "text", "nb, en", 22, 6)


def test_nobody_switches_a_rule_on_by_the_form(editor: Client, rule: WireRule) -> None:
    editor.post(_at("edit", rule), _filled(is_active="on", position="1"))
    rule.refresh_from_db()
    assert (rule.name, rule.is_active, rule.position) == ("Sport", False, 10)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"act": "delete"}, "act", id="an act that there is none of"),
        pytest.param({"urgency_from": "5", "urgency_to": "2"}, "urgency_to", id="a range that ends before it begins"),
        pytest.param({"from_hour": "5"}, "to_hour", id="half a stretch of hours"),
        pytest.param({"weekdays": ["8"]}, "weekdays", id="a weekday that is none"),
        pytest.param({"kinds": ["tweet"]}, "kinds", id="a kind that is none"),
        pytest.param({"languages": "norsk bokmål"}, "languages", id="a language that is none"),
        pytest.param({"keywords": "x" * 5000}, "keywords", id="a list without end"),
        pytest.param({"feeds": ["999"]}, "feeds", id="a feed that there is none of"),
    ],
)
def test_what_is_not_right_is_told_and_nothing_is_saved(editor: Client, values: dict[str, Any], field: str) -> None:
    answer = editor.post(reverse("wire_rules:new"), _filled(**values))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not WireRule.objects.exists()


def test_every_change_of_a_rule_is_in_the_audit_log(editor: Client, rule: WireRule) -> None:
    other = WireRule.objects.create(name="Weather", position=20)
    editor.post(_at("edit", rule), _filled(name="Sport", subjects="15*", act="publish"))
    for name in ("on", "off", "down", "delete"):
        editor.post(_at(name, rule))
    entries = list(AuditEntry.objects.filter(what__startswith="rule.").order_by("pk"))
    assert [entry.what for entry in entries] == ["rule.saved", "rule.on", "rule.off", "rule.moved", "rule.deleted"]
    assert {entry.who for entry in entries} == {"editor"}
    saved = entries[0]
    assert saved.before == "Sport by night: everything → draft"
    assert saved.after == "Sport: Subject: 15* → publish"
    assert (entries[3].before, entries[3].after) == ("1", "2")
    assert list(WireRule.objects.all()) == [other]


def test_what_changes_nothing_is_not_logged(editor: Client, rule: WireRule) -> None:
    editor.post(_at("off", rule))
    editor.post(_at("up", rule))
    assert not AuditEntry.objects.filter(what__startswith="rule.").exists()


@pytest.mark.parametrize(
    ("name", "order"), [("up", ["B", "A", "C"]), ("down", ["A", "C", "B"])], ids=["earlier", "later"]
)
def test_a_rule_moves_by_one_place_without_a_script(editor: Client, name: str, order: list[str]) -> None:
    rules = {letter: WireRule.objects.create(name=letter) for letter in "ABC"}  # all at the same position
    editor.post(_at(name, rules["B"]))
    assert list(WireRule.objects.values_list("name", flat=True)) == order


def _state() -> list[Any]:
    counted = (Story, RuleHit, Alarm, AuditEntry, WireRule)
    return [model.objects.count() for model in counted] + list(
        DispatchRecord.objects.order_by("pk").values("state", "handled_at", "is_latest")
    )


@pytest.mark.parametrize("address", ["try_new", "try"])
def test_a_trial_tells_what_would_be_done_and_changes_nothing(
    editor: Client, lately: Send, rule: WireRule, address: str
) -> None:
    lately("Kamp vunnet")
    lately("", uri="urn:agency:2", slugline="sport")
    lately("Holdt tilbake", uri="urn:agency:3", pubstatus="withheld")
    lately("Senere", uri="urn:agency:4", embargoed="2999-01-01T00:00:00Z")
    before = _state()
    answer = editor.post(_at(address, rule), _filled(act="publish", days="7"))
    assert answer.status_code == 200
    trial = answer.context["trial"]
    assert [(row.tone, bool(row.reason)) for row in reversed(trial.rows)] == [
        ("published", False),
        ("refused", True),
        ("drafted", True),
        ("scheduled", False),
    ]
    assert (trial.matched, trial.looked_at) == (4, 4)
    assert _state() == before


def test_a_trial_keeps_what_was_written_in_the_form(editor: Client, lately: Send, rule: WireRule) -> None:
    answer = editor.post(_at("try", rule), _filled(name="Half written", keywords="ferge"))
    assert answer.context["form"]["name"].value() == "Half written"
    assert answer.context["name"] == "Sport by night"


def test_a_trial_of_what_is_not_right_says_so(editor: Client, rule: WireRule) -> None:
    answer = editor.post(_at("try", rule), _filled(name=""))
    assert (answer.status_code, answer.context["trial"]) == (422, None)


def test_a_trial_asks_only_what_the_rule_asks(editor: Client, lately: Send, rule: WireRule) -> None:
    lately("Ferge på grunn")
    lately("Vær", uri="urn:agency:2")
    answer = editor.post(_at("try", rule), _filled(keywords="ferge"))
    assert [row.headline for row in answer.context["trial"].rows] == ["Ferge på grunn"]


def test_a_trial_knows_the_rules_before_and_the_updates(editor: Client, lately: Send, rule: WireRule) -> None:
    WireRule.objects.create(name="Flash", act="queue", keywords="flash", position=5, is_active=True)
    lately("Flash: kamp")
    lately("Kamp", uri="urn:agency:2")
    lately("Kamp vunnet", uri="urn:agency:2", version="2", versioncreated="2026-11-22T11:30:00Z")
    DispatchRecord.objects.filter(guid="urn:agency:2").update(item_guid="urn:agency:2")
    rows = editor.post(_at("try", rule), _filled()).context["trial"].rows
    assert [(row.tone, row.reason) for row in reversed(rows)] == [("earlier", "Flash"), ("drafted", ""), ("update", "")]


@pytest.mark.parametrize("days", ["7", ""], ids=["a week", "not said"])
def test_a_trial_looks_no_further_back_than_it_is_asked(
    editor: Client, lately: Send, rule: WireRule, days: str
) -> None:
    lately()
    DispatchRecord.objects.update(received_at="2026-11-01T00:00:00Z")
    assert editor.post(_at("try", rule), _filled(days=days)).context["trial"].looked_at == 0
    assert editor.post(_at("try", rule), _filled(days="30")).context["trial"].looked_at == 1


def test_a_trial_is_bounded_and_its_queries_do_not_grow_with_the_items(
    editor: Client, lately: Send, rule: WireRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.desk.screens.rules.trial.MAX_LOOKED_AT", 3)
    monkeypatch.setattr("broadsheet.desk.screens.rules.trial.MAX_LISTED", 2)
    lately()
    editor.post(_at("try", rule), _filled(act="publish"))  # what is asked once and kept
    with CaptureQueriesContext(connection) as with_one:
        editor.post(_at("try", rule), _filled(act="publish"))
    for number in range(2, 6):
        lately(uri=f"urn:agency:{number}")
    with CaptureQueriesContext(connection) as with_more:
        trial = editor.post(_at("try", rule), _filled(act="publish")).context["trial"]
    assert (trial.looked_at, trial.is_cut, len(trial.rows), trial.not_listed) == (3, True, 2, 1)
    assert len(with_more) == len(with_one)


def test_what_the_rules_did_is_told_with_reason_and_story(editor: Client, send: Send, rule: WireRule) -> None:
    WireRule.objects.update(is_active=True, act="publish")
    apply_rules(DispatchRecord.objects.select_related("feed").get(pk=send(pubstatus="withheld").pk), now=NOW)
    page = editor.get(_at("hits", rule), {"rule": rule.pk}).content.decode()
    assert "withholds" in page
    assert reverse("stories:edit", args=[Story.objects.get().pk]) in page


def test_the_list_of_rules_costs_the_same_however_many(
    editor: Client, rule: WireRule, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get(_at("index", rule))
    with CaptureQueriesContext(connection) as with_one:
        editor.get(_at("index", rule))
    for number in range(8):
        WireRule.objects.create(name=f"Rule {number}")
    with django_assert_max_num_queries(len(with_one)):
        editor.get(_at("index", rule))


# Subjects


@pytest.fixture
def row(db: None) -> SubjectMapping:
    return SubjectMapping.objects.create(code="15000000", name="Sport")


def _table(row: SubjectMapping, section: Any = "", topic: str = "") -> dict[str, Any]:
    return {f"section-{row.pk}": section, f"topic-{row.pk}": topic}


@pytest.mark.parametrize(
    ("method", "name"),
    [
        *((method, name) for method in ("get", "post") for name in ("index", "new", "edit")),
        ("post", "delete"),
    ],
)
@pytest.mark.parametrize("role", ["reporter", "photo"])
def test_p1_who_does_not_keep_subjects_is_refused(
    client: Client, row: SubjectMapping, role: str, method: str, name: str
) -> None:
    client.force_login(_with_role(role))
    address = reverse(f"wire_subjects:{name}", args=[row.pk] if name in ("edit", "delete") else [])
    sent = {"code": "16000000", **_table(row, make_section("sport").pk)}
    answer = getattr(client, method)(address, sent)
    assert answer.status_code in (302, 403)
    assert "wire-subjects" not in answer.headers.get("Location", "")
    assert list(SubjectMapping.objects.values_list("code", "section")) == [("15000000", None)]


def test_sections_and_topics_are_chosen_in_the_list(editor: Client, row: SubjectMapping) -> None:
    sport, topic = make_section("sport"), make_topic("Ålesund")
    answer = editor.post(reverse("wire_subjects:index"), _table(row, sport.pk, "ålesund"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.section, row.topic) == (sport, topic)
    entry = AuditEntry.objects.get(what="subject.saved")
    assert entry.after == "15000000 Sport; section: Sport; topic: Ålesund"


def test_a_topic_that_there_is_none_of_is_told_and_nothing_is_saved(editor: Client, row: SubjectMapping) -> None:
    sent = _table(row, make_section("sport").pk, "Nowhere")
    answer = editor.post(reverse("wire_subjects:index"), sent)
    assert answer.status_code == 422
    assert 'value="Nowhere"' in answer.content.decode()
    row.refresh_from_db()
    assert row.section is None


def test_saving_what_is_there_already_writes_nothing(editor: Client, row: SubjectMapping) -> None:
    editor.post(reverse("wire_subjects:index"), _table(row))
    assert not AuditEntry.objects.filter(what__startswith="subject.").exists()


def test_a_row_that_came_meanwhile_is_left_alone(editor: Client, row: SubjectMapping) -> None:
    other = SubjectMapping.objects.create(code="16000000", section=make_section("world"))
    editor.post(reverse("wire_subjects:index"), _table(row, make_section("sport").pk))
    other.refresh_from_db()
    assert other.section == make_section("world")


def test_a_row_is_added_from_what_was_seen_and_deleted_again(editor: Client) -> None:
    page = editor.get(reverse("wire_subjects:new"), {"code": "SPO", "scheme": "mccl", "name": "Sports"})
    assert page.context["form"]["code"].value() == "SPO"
    editor.post(reverse("wire_subjects:new"), {"code": "SPO", "scheme": "mccl", "section": make_section("sport").pk})
    made = SubjectMapping.objects.get(code="SPO")
    editor.post(reverse("wire_subjects:delete", args=[made.pk]))
    assert not SubjectMapping.objects.filter(code="SPO").exists()
    assert AuditEntry.objects.filter(what="subject.deleted", who="editor").exists()


def test_two_rows_for_one_code_are_refused(editor: Client, row: SubjectMapping) -> None:
    answer = editor.post(reverse("wire_subjects:new"), {"code": "15000000", "scheme": ""})
    assert answer.status_code == 422
    assert SubjectMapping.objects.count() == 1


def test_subjects_that_lead_nowhere_are_counted(editor: Client, send: Send, row: SubjectMapping) -> None:
    football = {"code": "20001065", "scheme": "medtop", "name": "football"}
    own = {"code": "innenriks", "scheme": "", "name": "Innenriks"}
    send(subject=[football, own])
    send(uri="urn:agency:2", subject=[own, own])
    address = reverse("wire_subjects:index")
    seen = editor.get(address).context["seen"]
    assert [(one.code, one.count, one.under) for one in seen] == [("innenriks", 2, ""), ("20001065", 1, "Sport")]
    SubjectMapping.objects.filter(pk=row.pk).update(section=make_section("sport"))
    assert [one.code for one in editor.get(address).context["seen"]] == ["innenriks"]


def test_hostile_subjects_and_headlines_are_text(editor: Client, lately: Send, rule: WireRule) -> None:
    hostile = "<script>alert(1)</script>"
    lately(hostile, subject=[{"code": hostile, "name": hostile}])
    for page in (
        editor.get(reverse("wire_subjects:index")),
        editor.post(_at("try", rule), _filled(name=hostile, act="queue")),
    ):
        assert hostile not in page.content.decode()
