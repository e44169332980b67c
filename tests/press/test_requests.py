"""A request's id goes through every log, and no reader's word or address into any (V2, V3)."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.test import Client

from broadsheet.press.models import StaleKey
from broadsheet.press.server.logs import JsonLines
from broadsheet.press.server.request_id import request_id
from broadsheet.settings.logs import current_request, logging_for
from tests.factories import published_story

CANARY = "canarywordofareader"
IP = "203.0.113.99"
ID = "0123456789abcdef"


@pytest.fixture
def lines():
    """Return what is logged as the newsroom logs it, by a call."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    settings = logging_for()["formatters"]["line"]
    maker = settings.pop("()")
    handler.setFormatter(maker(**settings))
    root = logging.getLogger()
    level, root.level = root.level, logging.INFO
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    "said", [None, "", "short", "0123456789ABCDEF", "0" * 33, f"{ID}\n", "<script>", CANARY], ids=repr
)
def test_what_does_not_look_like_an_id_gets_a_new_one(said):
    made = request_id(said)
    assert made != said
    assert len(made) == 16
    assert made != request_id(said)


def test_a_trusted_proxys_id_is_kept():
    assert request_id(ID) == ID


@pytest.mark.django_db
def test_v2_v3_a_forced_500_is_logged_with_its_id_and_without_what_the_reader_sent(lines, monkeypatch):
    story = published_story()

    def fails(*_args, **_kwargs):
        raise ValueError(f"odd: {CANARY} of kari-{CANARY}@reader.example from {IP}")

    monkeypatch.setattr("broadsheet.comments.views.read_form", fails)
    fields = {"name": CANARY, "email": f"kari-{CANARY}@reader.example", "body": CANARY, "token": "0" * 64}
    headers = {"x-broadsheet-client": IP, "x-broadsheet-request": ID}
    answer = Client(raise_request_exception=False).post(f"/comments/{story.pk}/", fields, headers=headers)
    assert answer.status_code == 500
    [line] = [line for line in lines() if line.get("error")]
    assert (line["error"], line["request"], line["level"]) == ("ValueError", ID, "error")
    assert any("comments/views.py" in place for place in line["came_by"])
    assert CANARY not in json.dumps(lines())
    assert IP not in json.dumps(lines())


def test_the_control_an_ordinary_log_would_have_shown_it():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.getLogger("tests.requests.control")
    log.addHandler(handler)
    log.propagate = False
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("failed")
    assert CANARY in stream.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_stale_key_carries_the_id_of_the_request_that_made_it(client):
    from broadsheet.press.acts.mark_stale import mark_stale

    with structlog.contextvars.bound_contextvars(request=ID):
        mark_stale(["story:1"])
    mark_stale(["story:2"])
    assert list(StaleKey.objects.order_by("key").values_list("key", "request")) == [("story:1", ID), ("story:2", "")]


@pytest.mark.django_db
def test_the_id_ends_with_its_request(client):
    client.get("/healthz", headers={"x-broadsheet-request": ID})
    assert current_request() == ""


@pytest.mark.django_db
def test_a_queued_task_is_named_in_the_line_that_queues_it_and_in_its_own_lines(lines, settings):
    from wagtail.tasks import update_reference_index_task

    with structlog.contextvars.bound_contextvars(request=ID):
        result = update_reference_index_task.enqueue("desk", "story", "0")
    assert [(line["request"], line["task"]) for line in lines() if line["event"] == "task.enqueued"] == [
        (ID, str(result.id))
    ]


def test_the_page_servers_lines_are_json_and_tell_no_errors_text():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("tests.requests.pages")
    log.addHandler(handler)
    log.propagate = False
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("It could not be answered\n: %s", "ValueError", extra={"request": ID})
    [line] = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (line["error"], line["request"], line["level"]) == ("ValueError", ID, "error")
    assert CANARY not in stream.getvalue()
