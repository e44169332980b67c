import json
import os
import subprocess
import sys

import pytest

from broadsheet.commands.up import names_of_presses
from tests.running import RunningNewsroom


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return RunningNewsroom(tmp_path_factory.mktemp("commands") / "n")


def run(*arguments, **environment):
    argv = [sys.executable, "-m", "broadsheet", *arguments]
    return subprocess.run(argv, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def test_init_makes_a_newsroom_that_the_doctor_finds_whole(newsroom):
    checks = [json.loads(line) for line in newsroom.command("doctor", "--json").stdout.splitlines()]
    assert {check["check"] for check in checks} >= {"database", "migrations", "folders", "keys", "press"}
    assert [check for check in checks if check["state"] == "broken"] == []


def test_init_twice_keeps_the_first(newsroom):
    before = (newsroom.folder / "data" / "keys" / "secret").read_bytes()
    newsroom.command("init", str(newsroom.folder))
    assert (newsroom.folder / "data" / "keys" / "secret").read_bytes() == before


def test_p9_keys_are_for_their_owner_alone_and_no_account_is_made(newsroom):
    keys = newsroom.folder / "data" / "keys"
    assert [oct(path.stat().st_mode & 0o777) for path in sorted(keys.iterdir())] == ["0o600", "0o600"]
    assert newsroom.python("from broadsheet.desk.models import User\nprint(json.dumps(User.objects.count()))") == 0


def test_p9_a_newsroom_without_its_key_does_not_start(tmp_path):
    made = RunningNewsroom(tmp_path / "n")
    (made.folder / "data" / "keys" / "secret").unlink()
    done = made.command("up", "--port", str(made.port), check=False)
    assert (done.returncode, "not a newsroom" in done.stderr) == (1, True)


def test_the_doctor_says_that_the_call_for_tips_is_hidden(newsroom):
    assert "call for tips is hidden" in newsroom.command("doctor").stdout


def test_an_account_is_made_once(newsroom, tmp_path):
    (tmp_path / "password").write_text("a horse on a battery staple")
    made = newsroom.command("user", "add", "ola", "--role", "reporter", "--password-file", str(tmp_path / "password"))
    assert "horse" not in made.stdout
    again = newsroom.command("user", "add", "ola", "--role", "reporter", check=False)
    assert (again.returncode, again.stderr.startswith("Error: ")) == (1, True)


def test_a_reset_prints_a_new_password(newsroom):
    newsroom.command("user", "add", "liv", "--role", "editor")
    assert "new password" in newsroom.command("user", "reset", "liv").stdout


def test_the_press_says_how_it_is(newsroom):
    newsroom.publish("A story for the press")
    newsroom.command("press", "run")
    now = json.loads(newsroom.command("press", "status", "--json").stdout)
    assert (now["stale_keys"], now["last_error"], now["pages"] > 3) == (0, None, True)


def test_d9_a_new_newsroom_that_is_pressed_is_what_its_database_says(tmp_path):
    made = RunningNewsroom(tmp_path / "n")
    made.command("press", "run")
    assert made.command("press", "verify").stdout == "Every page is what the database says.\n"


def test_up_names_its_presses():
    assert names_of_presses(1) == ["press"]
    assert names_of_presses(3) == ["press", "press-2", "press-3"]


def test_comments_are_listed_as_the_contract_says(newsroom):
    assert newsroom.command("comments", "list", "--json").stdout == ""
    assert newsroom.command("comments", "approve", "99", check=False).returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("user", "add", "x"),
        ("user", "add", "x", "--role", "king"),
        ("wire", "ingest", "x"),
        ("up", "--port", "0"),
        ("up", "--presses", "0"),
        ("press", "run", "--workers", "0"),
    ],
    ids=" ".join,
)
def test_misuse_ends_with_2(arguments):
    assert run(*arguments).returncode == 2


@pytest.mark.parametrize("command", [("up",), ("doctor",), ("press", "status"), ("comments", "list")], ids=" ".join)
def test_a_folder_that_is_no_newsroom_is_refused_in_one_sentence(command, tmp_path):
    done = run("--dir", str(tmp_path), *command)
    assert (done.returncode, "is not a newsroom" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_a_wrong_setting_stops_the_start_with_its_name(newsroom):
    done = run("--dir", str(newsroom.folder), "up", BROADSHEET_SERVER_PORT="eighty")
    assert (done.returncode, "server.port" in done.stderr) == (1, True)


def test_wire_read_needs_no_newsroom_and_says_what_it_cannot_read(tmp_path):
    good = tmp_path / "good.json"
    good.write_text(
        json.dumps({"guid": "urn:x:1", "version": "1", "type": "text", "headline": "Ferry", "body_text": "It left."})
    )
    bad = tmp_path / "bad.xml"
    bad.write_text("<nitf><head>")
    done = run("wire", "read", str(bad), str(good))
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, set(first), second["headline"]) == (1, {"file", "error", "detail"}, "Ferry")


def test_ingest_prints_a_line_a_dispatch_and_a_duplicate_as_one(newsroom, tmp_path):
    item = tmp_path / "item.json"
    item.write_text(
        json.dumps(
            {"uri": "urn:x:2", "version": "1", "type": "text", "headline": "Ferry back", "body_text": "It came."}
        )
    )
    results = []
    for _ in range(2):
        line = newsroom.command("wire", "ingest", str(item), "--feed", "test", "--publish").stdout
        results.append(json.loads(line))
    assert [row["result"] for row in results] == ["new", "duplicate"]
    assert results[0]["url"] == "/news/ferry-back/"
    assert set(results[0]) == {"guid", "version", "result", "story", "url"}
