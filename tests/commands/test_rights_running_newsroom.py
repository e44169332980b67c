"""The end of a picture's licence in a newsroom that runs: clock, press, page store and server as they are."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import RunningNewsroom, wait_until

pytestmark = pytest.mark.xdist_group("rights")

PAGE = "/news/the-ferry-is-late/"
CAPTION = "The ferry at the quay on Monday"
BOX = b"We may no longer show this picture."
#: What must be rid of the picture, by the name that the issue gives it.
OUTPUTS = {
    "story": PAGE,
    "front": "/",
    "section list": "/news/",
    "author list": "/authors/ida-storm/",
    "archive day": "/archive/{day}/",
    "RSS": "/feed/",
    "Atom": "/atom/",
    "JSON feed": "/feed.json",
    "section RSS": "/news/feed/",
    "section Atom": "/news/atom/",
    "section JSON feed": "/news/feed.json",
    "sitemap of the month": "/sitemap-{month}.xml",
    "news sitemap": "/news-sitemap.xml",
    "search": "/search/?q=ferry",
}
#: Those that show the picture while they may; a sitemap lists pages alone, and the search words alone.
SHOWING = {name for name in OUTPUTS if "sitemap" not in name and name != "search"}
MAX_SECONDS = 30.0


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    """Return a newsroom that runs, with one story that shows a picture as its lead and in its body."""
    running = RunningNewsroom(tmp_path_factory.mktemp("rights") / "newsroom")
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def picture(newsroom: RunningNewsroom) -> int:
    """Publish the story, and return its picture's number; readers see it when this returns."""
    number = newsroom.python(
        "from io import BytesIO\nfrom PIL import Image\n"
        "from broadsheet.desk.models import Author, Section, Story, StoryAuthor\n"
        "from broadsheet.photos.acts.import_picture import import_picture\n"
        "file = BytesIO()\nImage.effect_noise((900, 600), 60).convert('RGB').save(file, 'JPEG')\n"
        "picture = import_picture(file.getvalue(), filename='ferry.jpg', provider='Nordpress', overrides={\n"
        f"    'creator': 'Jane Doe', 'credit_line': 'Nordpress', 'caption': {CAPTION!r}, 'alt_text': 'A ferry'}})\n"
        "story = Story(headline='The ferry is late', home_section=Section.objects.get(slug='news'), lead_picture=picture)\n"
        "story.body = [('text', '<p>The ferry left at six.</p>'), ('picture', {'picture': picture, 'caption': ''})]\n"
        "author = Author.objects.create(name='Ida Storm', slug='ida-storm')\n"
        "story.full_clean(); story.story_authors.add(StoryAuthor(author=author)); story.save()\n"
        "story.save_revision().publish()\nprint(json.dumps(picture.pk))"
    )
    wait_until(lambda: newsroom.status(PAGE) == 200 and public_files(newsroom))
    return int(number)


def addresses(newsroom: RunningNewsroom) -> dict[str, str]:
    """Return the outputs' addresses, by their names."""
    stamp = newsroom.python(
        "from django.utils import timezone\nprint(json.dumps(timezone.localdate().isoformat()))"
    ).split("-")
    return {name: path.format(day="/".join(stamp), month="-".join(stamp[:2])) for name, path in OUTPUTS.items()}


def public_files(newsroom: RunningNewsroom) -> list[str]:
    """Return the names of the files in the media store that readers can ask for."""
    folder = newsroom.folder / "data/pictures"
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def naming(newsroom: RunningNewsroom, files: list[str]) -> set[str]:
    """Return the names of the outputs that name one of the picture's files."""
    pages = {name: newsroom.request("GET", path)[2] for name, path in addresses(newsroom).items()}
    return {name for name, page in pages.items() if any(file.encode() in page for file in files)}


def stored(newsroom: RunningNewsroom, files: list[str]) -> list[str]:
    """Return the files of the page store that name one of the picture's files."""
    wanted = [file.encode() for file in files]
    held = []
    for path in (newsroom.folder / "data/pages").rglob("*"):
        if path.is_file() and path.suffix not in {".br", ".gz"} and any(one in _read(path) for one in wanted):
            held.append(str(path))
    return held


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # the press has just replaced it
        return b""


def license_until(newsroom: RunningNewsroom, number: int, seconds: float) -> float:
    """Set by hand when the picture's licence ends, so many seconds from now, and return that time."""
    end = newsroom.python(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "from broadsheet.photos.models import Picture\n"
        f"picture = Picture.objects.get(pk={number})\n"
        f"picture.licensed_until = timezone.now() + timedelta(seconds={seconds})\n"
        "picture.rights_by_hand = ['licensed_until']\npicture.save()\n"
        "print(json.dumps(picture.licensed_until.timestamp()))"
    )
    return float(end)


def structured(page: bytes) -> dict[str, object]:
    """Return the page's structured data."""
    start = page.index(b'<script type="application/ld+json">') + len(b'<script type="application/ld+json">')
    data: dict[str, object] = json.loads(page[start : page.index(b"</script>", start)])
    return data


def test_a_licence_that_ends_takes_the_picture_off_every_output_and_its_old_addresses_are_gone(
    newsroom: RunningNewsroom, picture: int, capsys: pytest.CaptureFixture[str]
) -> None:
    license_until(newsroom, picture, 3600)
    wait_until(lambda: public_files(newsroom), MAX_SECONDS)
    files = public_files(newsroom)
    wait_until(lambda: naming(newsroom, files) >= SHOWING, MAX_SECONDS)
    before = newsroom.request("GET", PAGE)[2]
    assert "image" in structured(before)
    assert b'property="og:image"' in before
    assert {newsroom.status(f"/media/{name}") for name in files} == {200}

    end = license_until(newsroom, picture, 1)
    wait_until(lambda: not public_files(newsroom), MAX_SECONDS)
    gone = time.time()
    assert {newsroom.status(f"/media/{name}") for name in files} == {410}
    wait_until(lambda: naming(newsroom, files) == set(), MAX_SECONDS)
    everywhere = time.time()
    assert stored(newsroom, files) == []
    page = newsroom.request("GET", PAGE)[2]
    assert "image" not in structured(page)
    assert b'property="og:image"' not in page
    assert page.count(BOX) == 2
    assert page.count(CAPTION.encode()) == 2
    assert b"Jane Doe" not in page
    with capsys.disabled():
        print(
            f"\nThe files were gone {gone - end:.2f} s after the licence's end, and the picture from"
            f" {', '.join(OUTPUTS)}, structured data, Open Graph, page store and media store after {everywhere - end:.2f} s."
        )
    assert gone >= end


def test_a_licence_that_is_prolonged_brings_picture_and_addresses_back(newsroom: RunningNewsroom, picture: int) -> None:
    license_until(newsroom, picture, 3600)
    wait_until(lambda: public_files(newsroom), MAX_SECONDS)
    names = public_files(newsroom)
    license_until(newsroom, picture, -1)
    wait_until(lambda: BOX in newsroom.request("GET", PAGE)[2], MAX_SECONDS)
    assert {newsroom.status(f"/media/{name}") for name in names} == {410}

    license_until(newsroom, picture, 3600)

    wait_until(lambda: BOX not in newsroom.request("GET", PAGE)[2], MAX_SECONDS)
    wait_until(lambda: {newsroom.status(f"/media/{name}") for name in names} == {200}, MAX_SECONDS)
