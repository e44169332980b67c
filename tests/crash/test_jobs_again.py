"""A job whose process is killed after its effect and before its note is done again, and that changes nothing (D7)."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.commands.backups import fill, pages_of
from tests.house.pictures import small_jpeg
from tests.running import RunningNewsroom

DIES_AT = """
import os, django
django.setup()
import {module} as found
found.{name} = lambda *_args, **_options: os._exit(9)
{then}
"""
PRESSES = "from broadsheet.__main__ import main\nmain(['press', 'run', '--all'])"
COPIES = "from broadsheet.photos.acts.make_copies import make_due\nwhile make_due(): pass\n"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("again") / "n")
    fill(made, small_jpeg())
    return made


def killed_at(newsroom, module, name, then):
    """Run something in the newsroom's place until it comes to a function, which ends the process at once."""
    environment = {**newsroom.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    code = DIES_AT.format(module=module, name=name, then=then)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr[-2000:]


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d7_pages_that_were_written_and_not_noted_are_written_again_with_the_same_bytes(newsroom):
    before = pages_of(newsroom.folder)
    newsroom.python("from broadsheet.press.models import Page\nPage.objects.all().delete()\nprint('0')")
    killed_at(newsroom, "broadsheet.press.acts.press_held", "record", PRESSES)
    newsroom.command("press", "run", "--all")
    assert pages_of(newsroom.folder) == before
    status = newsroom.command("press", "status", "--json").stdout
    assert '"stale_keys": 0' in status
    assert '"failing_pages": 0' in status


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d7_copies_of_a_picture_that_were_made_and_not_noted_are_made_once(newsroom):
    killed_at(newsroom, "broadsheet.photos.acts.note_copies", "made", COPIES)
    made = newsroom.folder / "data" / "media"
    first = {path.name for path in made.rglob("*.webp")}
    state = newsroom.python(
        COPIES + "from broadsheet.photos.models import Picture, PublishedRendition\n"
        "names = list(PublishedRendition.objects.values_list('name', flat=True))\n"
        "print(json.dumps([Picture.objects.get().copies_state, len(names), len(set(names))]))"
    )
    assert first
    assert first <= {path.name for path in made.rglob("*.webp")}
    assert state[0] == "ready"
    assert state[1] == state[2] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "taken"), [(9, 0), (11, 1)], ids=["still running", "lost"])
def test_d7_a_queued_task_whose_worker_died_is_put_back(minutes, taken):
    from django_tasks_db.models import DBTaskResult

    from broadsheet.commands.lost_tasks import take_up_lost_tasks

    now = timezone.now()
    DBTaskResult.objects.create(
        status="RUNNING",
        started_at=now - timedelta(minutes=minutes),
        run_after=now,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="wagtail.tasks.update_reference_index_task",
        backend_name="default",
    )
    assert take_up_lost_tasks(now) == taken
    assert DBTaskResult.objects.filter(status="READY").count() == taken
