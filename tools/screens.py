"""Take the screenshots of README and docs: a demo newsroom of its own, started, signed in to, and looked at.

python -m tools.screens [--out docs/pictures]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

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
    for name, path in (("front", "/"), ("story", story), ("section", "/news/"), ("tips", "/tips/")):
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=True
                )
                page = context.new_page()
                _twice(page, site + path)
                page.screenshot(
                    path=out / f"{name}-{size}-{scheme}.png", full_page=size == "desktop" and name != "story"
                )
                context.close()


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
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
        context.add_cookies([{"name": name, "value": value, "url": site}])
        page = context.new_page()
        for screen, path in (("wire", "/desk/wire/"), ("stories", "/desk/stories/"), ("comments", "/desk/comments/")):
            page.goto(site + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=out / f"{screen}-desktop-{scheme}.png")
        context.close()


if __name__ == "__main__":
    main()
