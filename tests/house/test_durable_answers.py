"""What is acknowledged is on the disk: between a request and its answer the app has synced its database (D1)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.house.pictures import small_jpeg
from tests.running import RunningNewsroom, form_fields, wait_until

pytestmark = [
    pytest.mark.xdist_group("journeys"),
    pytest.mark.strace,
]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SYNCED = re.compile(r"(?:fsync|fdatasync)\(\d+<[^>]*broadsheet\.sqlite3(?:-wal)?>\) += 0|fdatasync resumed>.*= 0")
STRACE = ("strace", "-f", "-y", "-e", "trace=fsync,fdatasync")
#: By these the app hears a request, and answers it.
CALLS = "fsync,fdatasync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"
#: A newsroom whose database and files stay in memory: what no setting can do, and nothing would start on.
WORKS_IN_MEMORY = """
import os
import broadsheet.settings.durability as durability
import broadsheet.settings.links as links
links.SQLITE_START = "PRAGMA synchronous=OFF"
durability.fault_of = lambda *_: None
os.fsync = lambda descriptor: None
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("durable") / "newsroom")
    newsroom.start()
    yield newsroom
    newsroom.stop()


def app_pids(newsroom):
    found = subprocess.run(
        ["pgrep", "-f", "broadsheet.asgi"], capture_output=True, text=True, check=False
    ).stdout.split()
    return [pid for pid in found if belongs(newsroom, pid)]


def belongs(newsroom, pid):
    return str(newsroom.folder).encode() in Path(f"/proc/{pid}/environ").read_bytes()


@contextmanager
def traced(newsroom, log, calls="fsync,fdatasync"):
    """Write down every sync of the app's processes while the block runs, or every call of those named."""
    pids = app_pids(newsroom)
    command = [*STRACE[:-1], f"trace={calls}", "-o", str(log), *(word for pid in pids for word in ("-p", pid))]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert tracer.stderr
    try:
        for _ in pids:
            tracer.stderr.readline()
        yield
    finally:
        tracer.terminate()
        tracer.communicate(timeout=10)


def test_d1_a_comment_is_on_the_disk_before_it_is_acknowledged(running, tmp_path):
    number, path = running.publish("A story for the disk")
    wait_until(lambda: running.status(path) == 200)
    token = re.search(r'name="token" value="([0-9a-f]+)"', running.request("GET", path)[2].decode())[1]
    fields = {"name": "Kari", "email": "kari@reader.example", "body": "On the disk, please.", "token": token}
    with traced(running, tmp_path / "log"):
        status = running.request("POST", f"/comments/{number}/", urlencode(fields), FORM)[0]
    assert status == 303
    assert SYNCED.search((tmp_path / "log").read_text())


def test_d1_a_publication_at_the_desk_is_on_the_disk_before_it_is_shown_as_done(running, tmp_path):
    running.command("user", "add", "ingrid", "--role", "editor")
    number, _ = running.publish("A story to publish anew")
    cookie, edit = running.session("ingrid"), f"/desk/stories/edit/{number}/"
    _, headers, page = running.request("GET", edit, headers={"Cookie": cookie})
    fields = {**form_fields(page), "headline": "Published anew", "action-publish": "action-publish"}
    cookies = f"{cookie}; {headers['set-cookie'].partition(';')[0]}"
    sent = {**FORM, "Cookie": cookies, "Origin": f"http://127.0.0.1:{running.port}"}
    with traced(running, tmp_path / "log"):
        status = running.request("POST", edit, urlencode(fields, doseq=True), sent)[0]
    assert status == 302
    assert SYNCED.search((tmp_path / "log").read_text())


@pytest.mark.parametrize(("level", "is_durable"), [("FULL", True), ("OFF", False)], ids=["full", "off-the-control"])
def test_d1_a_transaction_is_synced_at_the_level_that_we_set_and_at_off_it_would_not_be(
    running, tmp_path, level, is_durable
):
    code = (
        "import django; django.setup()\nfrom django.db import connection\n"
        f"connection.cursor().execute('PRAGMA synchronous={level}')\n"
        "from broadsheet.wire.acts.receive import feed_named\n"
        f"feed_named('durable-{level.lower()}')\nimport os; os._exit(0)"
    )
    environment = {**running.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    python = [*STRACE, "-o", str(tmp_path / "log"), sys.executable, "-c", code]
    subprocess.run(python, env=environment, check=True, capture_output=True)
    assert bool(SYNCED.search((tmp_path / "log").read_text())) is is_durable


def test_d1_a_wire_item_is_on_the_disk_before_it_is_reported(running, tmp_path):
    item = tmp_path / "item.json"
    item.write_text(
        '{"uri": "urn:x:durable", "version": "1", "type": "text", "headline": "On the disk", "body_text": "Yes."}'
    )
    command = [sys.executable, "-m", "broadsheet", "wire", "ingest", str(item), "--feed", "durable", "--publish"]
    traced_command = [*STRACE[:-1], "trace=fsync,fdatasync,write", "-o", str(tmp_path / "log"), *command]
    done = subprocess.run(traced_command, env=running.environment, capture_output=True, text=True, check=True)
    assert '"new"' in done.stdout
    before, _, _ = (tmp_path / "log").read_text().partition('\\"guid\\"')
    assert SYNCED.search(before)


@pytest.fixture(scope="module", params=[True, False], ids=["as-it-is", "in-memory-the-control"])
def maybe(request, tmp_path_factory):
    """Return a running newsroom with an editor, and whether what it acknowledges is on the disk."""
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("maybe") / "newsroom")
    newsroom.command("user", "add", "ingrid", "--role", "editor")
    newsroom.talked_of, newsroom.path = newsroom.publish("A story that is moderated")
    if not request.param:
        patch = tmp_path_factory.mktemp("patch")
        (patch / "sitecustomize.py").write_text(WORKS_IN_MEMORY)
        newsroom.environment["PYTHONPATH"] = os.pathsep.join((str(patch), os.environ.get("PYTHONPATH", "")))
    newsroom.start()
    newsroom.cookie = newsroom.session("ingrid")
    yield newsroom, request.param
    newsroom.stop()


def between(log, heard, answered):
    """Return what the app did from hearing a request to answering it."""
    _, was_heard, after = log.read_text().partition(heard)
    found, was_answered, _ = after.partition(answered)
    assert (bool(was_heard), bool(was_answered)) == (True, True), log.read_text()[-2000:]
    return found


def signed_in(newsroom, address):
    """Return the headers and the token with which a form of the desk is sent."""
    _, headers, page = newsroom.request("GET", address, headers={"Cookie": newsroom.cookie})
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
    cookies = f"{newsroom.cookie}; {headers['set-cookie'].partition(';')[0]}"
    return {"Cookie": cookies, "Origin": f"http://127.0.0.1:{newsroom.port}"}, token


def test_d1_an_approved_comment_is_on_the_disk_before_the_moderator_is_told(maybe, tmp_path):
    newsroom, is_durable = maybe
    page = wait_until(
        lambda: re.search(rb'name="token" value="([0-9a-f]+)"', newsroom.request("GET", newsroom.path)[2])
    )
    fields = {"name": "Kari", "email": "kari@reader.example", "body": "Approve me.", "token": page[1].decode()}
    assert newsroom.request("POST", f"/comments/{newsroom.talked_of}/", urlencode(fields), FORM)[0] == 303
    number = newsroom.python(
        "from broadsheet.comments.models import Comment\nprint(json.dumps(Comment.objects.latest('pk').pk))"
    )
    headers, token = signed_in(newsroom, f"/desk/comments/{number}/")
    address = f"/desk/comments/{number}/approve/"
    with traced(newsroom, tmp_path / "log", CALLS):
        status = newsroom.request("POST", address, urlencode({"csrfmiddlewaretoken": token}), {**FORM, **headers})[0]
    assert status == 302
    assert bool(SYNCED.search(between(tmp_path / "log", f"POST {address}"[:32], "HTTP/1.1 302"))) is is_durable


def test_d1_an_uploaded_picture_and_its_row_are_on_the_disk_before_they_are_shown(maybe, tmp_path):
    newsroom, is_durable = maybe
    headers, token = signed_in(newsroom, "/desk/images/add/")
    edge = "a-line-between-parts"
    parts = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n--{edge}\r\n'
    parts += 'Content-Disposition: form-data; name="files"; filename="ferry.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = parts.encode() + small_jpeg() + f"\r\n--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    with traced(newsroom, tmp_path / "log", CALLS):
        status = newsroom.request("POST", "/desk/images/add/", body, {**kind, **headers})[0]
    assert status == 200
    done = between(tmp_path / "log", "POST /desk/images/add/", "HTTP/1.1 200")
    assert bool(SYNCED.search(done)) is is_durable
    assert (
        bool(re.search(r"fsync\(\d+<[^>]*original_images/ferry[^>]*>\) += 0|fsync resumed>.*= 0", done)) is is_durable
    )
