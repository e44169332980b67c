"""Two machines, one paper: publish on one is live on the other, and nothing acknowledged is lost when processes die."""

from __future__ import annotations

import json
import re
import threading
import time
from urllib.parse import urlencode

import pytest

from tests.crash.power_cut import kill, processes_of
from tests.crash.test_kill_nine import Commenter, Publisher, wait_for_one_more
from tests.machines.conftest import Paper
from tests.running import RunningNewsroom, form_fields, wait_until

pytestmark = [
    pytest.mark.s3,
    pytest.mark.postgres,
    pytest.mark.crash,
    pytest.mark.xdist_group("s3"),
]
KINDS = {
    "page server": "press.server.app:app",
    "app": "broadsheet.asgi",
    "press": "press\0loop",
    "mirror": "press\0mirror",
    "worker": "broadsheet\0work",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PICTURE = """
import io
from PIL import Image
from broadsheet.photos.acts.import_picture import import_picture
made = io.BytesIO()
Image.linear_gradient("L").resize((1600, 900)).convert("RGB").save(made, "JPEG")
picture = import_picture(made.getvalue(), filename="quay.jpg", overrides={
    "creator": "Kari Nordmann", "credit_line": "Broadsheet", "caption": "The quay.", "alt_text": "A quay."})
from broadsheet.desk.models import Section, Story
story = Story(headline="A story with a picture", home_section=Section.objects.first(), lead_picture=picture)
story.body = [("text", "<p>The ferry left the quay at six.</p>")]
story.full_clean(); story.save(); story.save_revision().publish()
from broadsheet.desk.addresses import story_url
print(json.dumps([picture.pk, story_url(story.pk)]))
"""


def save_headline(machine: RunningNewsroom, story: int, headline: str, cookie: str) -> int:
    """Publish a new headline through the desk's form; return the status."""
    path = f"/desk/stories/edit/{story}/"
    _, headers, page = machine.request("GET", path, headers={"Cookie": cookie})
    fields = form_fields(page) | {"headline": headline, "action-publish": "action-publish"}
    sent = {**FORM, "Cookie": f"{cookie}; {headers.get('set-cookie', '').partition(';')[0]}"}
    sent["Origin"] = f"http://127.0.0.1:{machine.port}"
    return machine.request("POST", path, urlencode(fields, doseq=True), sent)[0]


def test_what_one_machine_publishes_the_other_serves_with_its_keys(paper: Paper):
    number, path = paper.one.publish("Published on one")
    paper.wait_for(path, "Published on one")
    cookie = paper.two.session("kari")
    assert save_headline(paper.two, number, "Changed on two", cookie) == 302
    paper.wait_for(path, "Changed on two")
    for machine in paper.machines:
        keys = (machine.folder / f"data/pages/live{path}index.html.keys").read_text()
        assert f"story:{number}" in keys.split()


def test_a_picture_is_served_by_both_and_gone_from_both_when_its_licence_ends(paper: Paper):
    """Nobody is told that it ends: the clock of the machine whose turn it is sees to it."""
    number, path = paper.one.python(PICTURE)
    paper.wait_for(path, "A story with a picture")
    address = re.search(rb'/media/[^" ]+\.webp', paper.two.request("GET", path)[2])[0].decode()
    answers = [machine.request("GET", address) for machine in paper.machines]
    assert [(status, headers["content-type"]) for status, headers, _ in answers] == [(200, "image/webp")] * 2
    assert answers[0][2] == answers[1][2]
    originals = [list((machine.folder / "data/media").rglob("*.jp*g")) for machine in paper.machines]
    assert originals == [[], []]
    paper.two.python(
        "from datetime import timedelta\nfrom django.utils import timezone\nfrom broadsheet.photos.models import Picture\n"
        f"p = Picture.objects.get(pk={number}); p.licensed_until = timezone.now() - timedelta(seconds=1)\n"
        "p.rights_by_hand = ['licensed_until']; p.save(); print(json.dumps(True))"
    )
    wait_until(lambda: [machine.status(address) for machine in paper.machines] == [410, 410], 120)
    assert paper.shown(path) == ["A story with a picture"] * 2


def test_an_original_is_opened_at_either_desk(paper: Paper):
    name = paper.one.python(
        "from broadsheet.photos.models import Picture\nprint(json.dumps(Picture.objects.order_by('pk').first().file.name))"
    )
    for machine in paper.machines:
        status, headers, body = machine.request(
            "GET", f"/desk/media/{name}", headers={"Cookie": machine.session("kari")}
        )
        assert (status, headers["content-type"], body[:2]) == (200, "image/jpeg", b"\xff\xd8")
        assert machine.status(f"/desk/media/{name}") != 200


def test_d2_d6_one_of_each_kind_is_killed_under_load_and_nothing_acknowledged_is_lost(paper: Paper, capsys):
    """When the list is empty, no page on either machine is older than the last acknowledged publication."""
    talked_of = [paper.one.publish("A story that people talk of", slug=f"talk-{number}") for number in (1, 2)]
    edited = [paper.one.publish("Version 0 of the story", slug=f"edited-{number}") for number in (1, 2)]
    wait_until(lambda: all(machine.status(talked_of[1][1]) == 200 for machine in paper.machines), 120)
    stop = threading.Event()
    commenters = [
        Commenter(machine, story, path, stop) for machine, (story, path) in zip(paper.machines, talked_of, strict=True)
    ]
    publishers = [
        Publisher(machine, story, machine.session("kari"), stop)
        for machine, (story, _) in zip(paper.machines, edited, strict=True)
    ]
    for thread in (*commenters, *publishers):
        thread.start()
    killed = []
    try:
        for turn, (kind, words) in enumerate(KINDS.items()):
            machine = paper.machines[turn % 2]
            wait_for_one_more(commenters[0].acknowledged)
            wait_for_one_more(publishers[1].acknowledged)
            pids = processes_of(machine.folder, whose=words)
            assert pids, kind
            kill(pids)
            killed.append(kind)
            wait_for_one_more(commenters[1].acknowledged)
            wait_for_one_more(publishers[0].acknowledged)
    finally:
        stop.set()
        for thread in (*commenters, *publishers):
            thread.join(30)
    paper.one.command("press", "run")
    for publisher, (_, address) in zip(publishers, edited, strict=True):
        last = publisher.acknowledged[-1]
        wait_until(lambda last=last, address=address: all(version(text) >= last for text in paper.shown(address)), 120)
        assert len(set(paper.shown(address))) == 1
    rows = [json.loads(line) for line in paper.two.command("comments", "list", "--json").stdout.splitlines()]
    stored = [(row["story"], row["body"]) for row in rows]
    acknowledged = [(one.story, body) for one in commenters for body in one.acknowledged]
    with capsys.disabled():
        told = [len(one.acknowledged) for one in (*commenters, *publishers)]
        print(
            f"\nkilled {', '.join(killed)}; acknowledged {told[0] + told[1]} comments, {told[2] + told[3] - 2} publications"
        )
    assert killed == list(KINDS)
    assert [stored.count(one) for one in acknowledged] == [1] * len(acknowledged)


def version(headline: str) -> int:
    """Return the number in a headline, -1 where there is none."""
    found = re.fullmatch(r"Version (\d+) of the story", headline)
    return int(found[1]) if found else -1


def test_a_store_that_is_away_stops_no_reader_and_no_editor_and_all_comes_when_it_is_back(paper: Paper):
    number, path = paper.one.publish("Before the store went")
    paper.wait_for(path, "Before the store went")
    cookie = paper.one.session("kari")
    paper.store.stop_gateway()
    try:
        assert save_headline(paper.one, number, "While the store was away", cookie) == 302
        time.sleep(3)
        assert paper.shown(path) == ["Before the store went"] * 2
    finally:
        paper.store.start_gateway()
    paper.wait_for(path, "While the store was away", 120)


def test_a_database_that_is_away_stops_no_reader_and_all_comes_when_it_is_back(paper: Paper):
    number, path = paper.one.publish("Before the database went")
    paper.wait_for(path, "Before the database went")
    cookie = paper.two.session("kari")
    paper.database.cut()
    try:
        time.sleep(2)
        assert paper.shown(path) == ["Before the database went"] * 2
    finally:
        paper.database.mend()
    wait_until(lambda: save_or_fail(paper.two, number, "After it came back", cookie) == 302, 120)
    paper.wait_for(path, "After it came back", 120)


def save_or_fail(machine: RunningNewsroom, story: int, headline: str, cookie: str) -> int:
    """Publish a headline; 0 where the desk does not answer yet."""
    try:
        return save_headline(machine, story, headline, cookie)
    except (OSError, StopIteration):
        return 0
