"""Prints every sample page into a folder, photographs it, and lets axe judge it.

`python -m tests.reader.screens DIR [NAME…]`. Each page is loaded twice and the fonts are asked for, or some
pictures come out in the fallback face. Exit status 1 when axe finds anything, a font is missing or a page scrolls
sideways at 320 px.
"""

import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from broadsheet.reader import templating
from broadsheet.reader.templating import render
from tests.reader.samples import PAGES, SITE, SITE_WITH_BREAKING

PROJECT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHOTS = ((360, "light"), (360, "dark"), (1440, "light"), (1440, "dark"))


class QuietHandler(SimpleHTTPRequestHandler):
    """A file server that keeps its mouth shut."""

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class PatientServer(ThreadingHTTPServer):
    """A server that does not mind a browser that leaves early."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the page's own tests tell what is missing."""


def print_pages(folder: Path) -> None:
    """Write the sample paper into the folder, ready to be served."""
    subprocess.run([sys.executable, "-m", "tests.reader.scenes", str(folder / "media")], check=True, cwd=PROJECT)
    shutil.copytree(templating.ROOM / "static" / "reader", folder / "static" / "reader", dirs_exist_ok=True)
    for name, (template, page) in PAGES.items():
        site = SITE_WITH_BREAKING if name == "front" else SITE
        (folder / f"{name}.html").write_bytes(
            render(template, site=site, page=page, asset=lambda file: f"/static/{file}")
        )


def serve(folder: Path) -> ThreadingHTTPServer:
    """Return a server of the folder on a loopback port, already running."""
    server = PatientServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with a loaded page, as sentences."""
    faults = [
        f"axe {found['id']}: {found['help']}: {[node['html'][:120] for node in found['nodes'][:3]]}"
        for found in Axe().run(page).response["violations"]
    ]
    if not page.evaluate(
        "['400 16px News', '600 16px News', '400 16px Franklin'].every((face) => document.fonts.check(face))"
    ):
        faults.append("fonts not loaded")
    return faults


def photograph(browser: Browser, address: str, name: str, folder: Path) -> list[str]:
    """Take the four pictures of one page and return its faults."""
    faults = []
    for width, scheme in SHOTS:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address)
        page.goto(address)
        page.evaluate("document.querySelectorAll('img').forEach((image) => (image.loading = 'eager'))")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        faults += [f"{name} {width} {scheme}: {fault}" for fault in faults_of(page)]
        page.close()
    narrow = browser.new_page(viewport={"width": 320, "height": 700})
    narrow.goto(address)
    if narrow.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append(f"{name}: scrolls sideways at 320")
    narrow.close()
    return faults


def main(arguments: list[str]) -> int:
    """Print, serve, photograph; return the exit status."""
    folder = Path(arguments[0])
    print_pages(folder / "site")
    server = serve(folder / "site")
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in arguments[1:] or PAGES:
            found = photograph(browser, f"http://127.0.0.1:{server.server_port}/{name}.html", name, folder)
            print(name, "ok" if not found else f"{len(found)} faults", flush=True)
            faults += found
        browser.close()
    server.shutdown()
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
