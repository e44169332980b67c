"""One demo newsroom and a browser for every journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.witness import Witness
from tests.photos.conftest import exiftool
from tests.photos.credentials.conftest import Signatory, agency, sign
from tests.running import RunningNewsroom

__all__ = ["agency", "exiftool", "sign"]

PASSWORD = "six herons on a wet quay"
ACCOUNTS = {"ingrid": "editor", "mons": "moderator", "astrid": "admin"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
#: A second agency beside the demo's, and whose signatures on pictures the newsroom trusts.
PICTURE_AGENCY = """
[feeds.ap]
section = "world"
provider = "AP"

[pictures]
trust_anchors_file = "trusted.pem"
"""


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory, agency: Signatory) -> Iterator[RunningNewsroom]:
    """Return a running demo newsroom in which an editor, a moderator and an administrator have accounts."""
    folder = tmp_path_factory.mktemp("journeys")
    secret = folder / "password"
    secret.write_text(PASSWORD)
    running = RunningNewsroom(folder / "newsroom", "--demo")
    (running.folder / "trusted.pem").write_bytes(agency.root)
    with (running.folder / "broadsheet.toml").open("a", encoding="utf-8") as toml:
        toml.write(PICTURE_AGENCY)
    for name, role in ACCOUNTS.items():
        running.command("user", "add", name, "--role", role, "--password-file", str(secret))
    running.start()
    try:
        running.command("press", "run")
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def site(newsroom: RunningNewsroom) -> str:
    """Return the paper's address, without the last slash."""
    return f"http://127.0.0.1:{newsroom.port}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a headless Chromium; a module's own, so that no other test runs inside its event loop."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an empty page of a browser nobody has used, with the options of a context."""
    contexts = []

    def open_one(**options: object) -> Page:
        contexts.append(chromium.new_context(base_url=site, **options))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def witness(site: str) -> Witness:
    """Return somebody who writes down what pages do that they must not."""
    return Witness(site)


@pytest.fixture(scope="session")
def open_story(newsroom: RunningNewsroom) -> str:
    """Return the address of a demo story with comments, a lead picture and an open form."""
    return str(
        newsroom.python(
            "from broadsheet.comments.models import Thread\n"
            "from broadsheet.desk.models import Story\n"
            "from broadsheet.desk.addresses import story_url\n"
            "busy = Thread.objects.filter(last_number__gt=1, state='open').values_list('story_id', flat=True)\n"
            "story = Story.objects.filter(live=True, pk__in=list(busy), lead_picture__isnull=False).order_by('pk').first()\n"
            "print(json.dumps(story_url(story.pk)))"
        )
    )


@pytest.fixture(scope="session")
def addresses(newsroom: RunningNewsroom) -> list[str]:
    """Return every address that the newsroom has something to say at."""
    found = newsroom.python(
        "from broadsheet.reader.render import all_paths\nprint(json.dumps(sorted(set(all_paths()))))"
    )
    return list(found)


@pytest.fixture
def feed_folder(newsroom: RunningNewsroom) -> Path:
    """Return the watched folder of the demo's agency."""
    return newsroom.folder / "data" / "feeds" / "nordpress"
