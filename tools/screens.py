"""Take the screenshots of README and docs: a demo newsroom of its own, started, signed in to, and looked at.

python -m tools.screens [--out docs/pictures]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pyvips
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import RunningNewsroom, wait_until

SIZES = {"desktop": (1440, 900), "phone": (360, 740)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        newsroom = RunningNewsroom(Path(folder) / "demo", "--demo")
        newsroom.start()
        try:
            newsroom.command("press", "run")
            browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            _readers(browser, newsroom, options.out)
            _desk(browser, newsroom, options.out)
        finally:
            newsroom.stop()


def _readers(browser: Browser, newsroom: RunningNewsroom, out: Path) -> None:
    site = f"http://127.0.0.1:{newsroom.port}"
    story = newsroom.python(
        "from broadsheet.desk.models import FrontPin\nfrom broadsheet.desk.addresses import story_url\n"
        "print(json.dumps(story_url(FrontPin.objects.get().story_id)))"
    )
    wanted = [
        ("front-light", "/", "desktop", "light"),
        ("front-dark", "/", "desktop", "dark"),
        ("story-light", story, "desktop", "light"),
        ("story-phone", story, "phone", "light"),
        ("front-phone", "/", "phone", "dark"),
    ]
    for name, path, size, scheme in wanted:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        _twice(page, site + path)
        _save(page, out / f"{name}.png")
        context.close()


def _save(page: Page, path: Path) -> None:
    """Write what is on the screen as a PNG of 256 colours: small enough for git, and no worse to look at."""
    image = pyvips.Image.new_from_buffer(page.screenshot(), "")
    image.pngsave(str(path), palette=True, Q=90, compression=9, effort=10, keep="none")


def _twice(page: Page, address: str) -> None:
    """Load a page a second time, when its fonts are in the cache, and make sure that they are used."""
    page.goto(address)
    page.reload()
    page.evaluate("document.fonts.ready")
    if page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") == 0:
        raise AssertionError(f"no font loaded on {address}")


def _desk(browser: Browser, newsroom: RunningNewsroom, out: Path) -> None:
    site = f"http://127.0.0.1:{newsroom.port}"
    name, _, value = newsroom.session("editor").partition("=")
    wait_until(
        lambda: newsroom.python("from broadsheet.wire.models import DispatchRecord as D\nprint(D.objects.count())") > 3
    )
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    context.add_cookies([{"name": name, "value": value, "url": site}])
    page = context.new_page()
    for screen, path in (
        ("stories-light", "/desk/stories/"),
        ("comments-light", "/desk/comments/"),
        ("wire-light", "/desk/wire/"),
    ):
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        if screen == "wire-light":
            page.keyboard.press("j")
            page.keyboard.press("j")
            page.get_by_role("button", name="Make story").wait_for()
        _save(page, out / f"{screen}.png")
    context.close()


if __name__ == "__main__":
    main()
