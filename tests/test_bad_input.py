"""Bad input gets a clear answer and loses nothing, asked of a whole running newsroom."""

from __future__ import annotations

import json
import re
import socket
from urllib.parse import urlencode

import pytest

from tests.running import RunningNewsroom, wait_until

pytestmark = pytest.mark.xdist_group("journeys")

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT = "I wrote this for an hour, and the story was closed meanwhile."


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("bad") / "newsroom")
    newsroom.start()
    yield newsroom
    newsroom.stop()


@pytest.fixture(scope="module")
def story(running):
    number, path = running.publish("A story for bad input")
    wait_until(lambda: running.status(path) == 200)
    return number, path


def token_on(newsroom, path):
    return re.search(r'name="token" value="([0-9a-f]+)"', newsroom.request("GET", path)[2].decode())[1]


def comment(token, body):
    return urlencode({"name": "Kari", "email": "kari@reader.example", "body": body, "token": token})


def test_a_broken_wire_file_is_put_aside_with_its_reason_and_the_next_one_arrives(running):
    feed = running.folder / "data" / "feeds" / "broken"
    running.command("wire", "ingest", str(running.folder / "broadsheet.toml"), "--feed", "broken", check=False)
    feed.mkdir(parents=True, exist_ok=True)
    (feed / "a-broken.xml").write_text("<nitf><body>cut off in the", "utf-8")
    (feed / "b-good.json").write_text(
        json.dumps({"uri": "urn:x:good", "version": "1", "type": "text", "headline": "Good", "body_text": "Good."}),
        "utf-8",
    )
    wait_until(lambda: (feed / "failed" / "a-broken.xml").exists() and (feed / "done" / "b-good.json").exists(), 20)
    reason = (feed / "failed" / "a-broken.xml.reason.txt").read_text("utf-8")
    assert re.fullmatch(r"\w+Error: .+\n", reason)
    assert (feed / "failed" / "a-broken.xml").read_text("utf-8") == "<nitf><body>cut off in the"


def test_a_picture_that_is_none_is_told_to_the_desk_and_the_text_arrives(running, tmp_path):
    (tmp_path / "fake.jpg").write_bytes(b"\xff\xd8\xff" + b"not a picture at all" * 50)
    item = {
        "guid": "urn:x:fake-picture",
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "headline": "The text arrives",
        "body_html": "<p>All of it.</p>",
        "associations": {
            "featuremedia": {
                "guid": "urn:x:fake",
                "version": "1",
                "type": "picture",
                "headline": "Fake",
                "renditions": {"original": {"href": "https://pictures.example/fake.jpg", "mimetype": "image/jpeg"}},
            }
        },
    }
    (tmp_path / "item.json").write_text(json.dumps(item), "utf-8")
    said = running.command("wire", "ingest", str(tmp_path), "--feed", "fakes", "--publish", "--json", check=False)
    [row] = [row for row in map(json.loads, said.stdout.splitlines()) if row["guid"] == "urn:x:fake-picture"]
    assert running.request("GET", row["url"])[2].count(b"All of it.") >= 1
    note = running.python(
        f"from broadsheet.desk.models import Story\nprint(json.dumps(Story.objects.get(pk={row['story']}).ednote))"
    )
    assert "Fake" in note


def test_a_comment_of_ten_megabytes_is_refused_in_words(running, story):
    number, path = story
    status, headers, body = running.request(
        "POST", f"/comments/{number}/", comment(token_on(running, path), "x" * 10_000_000), FORM
    )
    assert status == 413
    assert headers["content-type"].startswith("text/html")
    assert b"<h1" in body


def test_a_comment_on_a_closed_story_gives_the_text_back(running):
    number, path = running.publish("A story that closes", slug="closes")
    wait_until(lambda: running.status(path) == 200)
    token = token_on(running, path)
    running.python(
        f"from broadsheet.comments.acts.close_thread import close_thread\nclose_thread({number}, by=None)\nprint('1')"
    )
    status, _headers, body = running.request("POST", f"/comments/{number}/", comment(token, TEXT), FORM)
    assert status == 409
    assert TEXT in body.decode()


def test_a_wrong_address_gets_a_page_that_offers_the_search(running):
    status, headers, body = running.request("GET", "/news/there-is-no-such-story/")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b'action="/search/"' in body


def test_a_taken_port_is_said_in_one_sentence(tmp_path):
    newsroom = RunningNewsroom(tmp_path / "newsroom")
    with socket.create_server(("127.0.0.1", newsroom.port)):
        done = newsroom.command("up", "--port", str(newsroom.port), check=False, timeout=60)
    assert done.returncode == 1
    assert "--port" in done.stderr and str(newsroom.port) in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [("up",), ("press", "status"), ("doctor",)], ids=" ".join)
def test_a_half_made_newsroom_is_refused_in_one_sentence_and_init_finishes_it(running, tmp_path, command):
    folder = tmp_path / "half"
    folder.mkdir()
    (folder / "broadsheet.toml").write_text('[site]\nname = "Half"\n', "utf-8")
    done = running.command("--dir", str(folder), *command, check=False, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "not finished" in done.stdout + done.stderr
    running.command("init", str(folder), timeout=120)
    assert 'name = "Half"' in (folder / "broadsheet.toml").read_text("utf-8")
    assert (folder / "data" / "keys" / "secret").is_file()


@pytest.mark.parametrize(
    "arguments",
    [("no-such-command",), ("up", "--port", "ninety"), ("wire", "read"), ("comments", "approve", "x")],
    ids=" ".join,
)
def test_misuse_of_the_command_ends_with_two(running, arguments):
    done = running.command(*arguments, check=False)
    assert done.returncode == 2
    assert "Usage:" in done.stderr
