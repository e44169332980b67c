"""Two machines, one paper: publish on one is live on the other, and nothing acknowledged is lost when processes die."""

from __future__ import annotations

import re
import threading
import time

import pytest

from tests.crash.power_cut import kill, processes_of
from tests.crash.test_kill_nine import Commenter, Publisher
from tests.machines.conftest import Paper
from tests.running import RunningNewsroom, wait_until

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


def test_what_one_machine_publishes_the_other_serves_with_its_keys(paper: Paper):
    number, path = paper.stories.pop()
    paper.wait_for(path, "Version 0 of the story")
    for machine, headline in ((paper.one, "Published on one"), (paper.two, "Changed on two")):
        assert paper.save(machine, number, headline) == 302
        paper.wait_for(path, headline)
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
    paper.asked("UPDATE photos_picture SET ends_at = now(), licensed_until = now() WHERE id = %s", number)
    wait_until(lambda: [machine.status(address) for machine in paper.machines] == [410, 410], 240)
    assert paper.shown(path) == ["A story with a picture"] * 2


def test_an_original_is_opened_at_either_desk(paper: Paper):
    [(name,)] = paper.asked("SELECT file FROM photos_picture ORDER BY id LIMIT 1")
    for machine in paper.machines:
        status, headers, body = machine.request("GET", f"/desk/media/{name}", headers={"Cookie": paper.cookie})
        assert (status, headers["content-type"], body[:2]) == (200, "image/jpeg", b"\xff\xd8")
        assert machine.status(f"/desk/media/{name}") != 200


def test_d2_d6_one_of_each_kind_is_killed_under_load_and_nothing_acknowledged_is_lost(paper: Paper, capsys):
    """When the list is empty, no page on either machine is older than the last acknowledged publication."""
    talked_of = [paper.stories.pop() for _ in paper.machines]
    edited = [paper.stories.pop() for _ in paper.machines]
    wait_until(lambda: all(machine.status(talked_of[1][1]) == 200 for machine in paper.machines), 240)
    stop = threading.Event()
    commenters = [
        Commenter(machine, story, path, stop) for machine, (story, path) in zip(paper.machines, talked_of, strict=True)
    ]
    publishers = [
        Publisher(machine, story, paper.cookie, stop)
        for machine, (story, _) in zip(paper.machines, edited, strict=True)
    ]
    for thread in (*commenters, *publishers):
        thread.start()
    killed = []
    try:
        for turn, (kind, words) in enumerate(KINDS.items()):
            machine = paper.machines[turn % 2]
            one_more_of_each(commenters[0].acknowledged, publishers[1].acknowledged)
            pids = processes_of(machine.folder, whose=words)
            assert pids, kind
            kill(pids)
            killed.append(kind)
            one_more_of_each(commenters[1].acknowledged, publishers[0].acknowledged)
    finally:
        stop.set()
        for thread in (*commenters, *publishers):
            thread.join(60)
    wait_until(lambda: paper.asked("SELECT 1 FROM press_stalekey UNION ALL SELECT 1 FROM press_pagejob") == [], 240)
    for publisher, (_, address) in zip(publishers, edited, strict=True):
        last = publisher.acknowledged[-1]
        wait_until(lambda last=last, address=address: all(version(text) >= last for text in paper.shown(address)), 240)
        assert len(set(paper.shown(address))) == 1
    stored = paper.asked("SELECT story_id, body FROM comments_comment JOIN comments_thread t ON t.id = thread_id")
    acknowledged = [(one.story, body) for one in commenters for body in one.acknowledged]
    with capsys.disabled():
        told = [len(one.acknowledged) for one in (*commenters, *publishers)]
        print(
            f"\nkilled {', '.join(killed)}; acknowledged {told[0] + told[1]} comments, {told[2] + told[3] - 2} publications"
        )
    assert killed == list(KINDS)
    assert [stored.count(one) for one in acknowledged] == [1] * len(acknowledged)


def one_more_of_each(*acknowledged: list) -> None:
    """Wait until work of each kind was done, however slow the machine is: a kill of the idle proves nothing."""
    known = [len(one) for one in acknowledged]
    wait_until(lambda: all(len(one) > before for one, before in zip(acknowledged, known, strict=True)), 240)


def version(headline: str) -> int:
    """Return the number in a headline, -1 where there is none."""
    found = re.fullmatch(r"Version (\d+) of the story", headline)
    return int(found[1]) if found else -1


def test_a_store_that_is_away_stops_no_reader_and_no_editor_and_all_comes_when_it_is_back(paper: Paper):
    number, path = paper.stories.pop()
    paper.wait_for(path, "Version 0 of the story")
    paper.store.stop_gateway()
    try:
        assert paper.save(paper.one, number, "While the store was away") == 302
        time.sleep(3)
        assert paper.shown(path) == ["Version 0 of the story"] * 2
    finally:
        paper.store.start_gateway()
    paper.wait_for(path, "While the store was away")


def test_a_database_that_is_away_stops_no_reader_and_all_comes_when_it_is_back(paper: Paper):
    number, path = paper.stories.pop()
    paper.wait_for(path, "Version 0 of the story")
    paper.database.cut()
    try:
        time.sleep(2)
        assert paper.shown(path) == ["Version 0 of the story"] * 2
    finally:
        paper.database.mend()
    wait_until(lambda: save_or_fail(paper, paper.two, number, "After it came back") == 302, 240)
    paper.wait_for(path, "After it came back")


def save_or_fail(paper: Paper, machine: RunningNewsroom, story: int, headline: str) -> int:
    """Publish a headline; 0 where the desk does not answer yet."""
    try:
        return paper.save(machine, story, headline)
    except (OSError, StopIteration):
        return 0
