"""Somebody who watches pages in the browser and writes down what they must not do."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

LISTEN = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__refused.push(event.effectiveDirective + " " + event.blockedURI + " " + event.sourceFile);
});
"""


class Witness:
    """Collects dialogs, requests to another host, what the content policy refused, and broken scripts."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.dialogs: list[str] = []
        self.strangers: list[str] = []
        self.refused: list[str] = []
        self.broken: list[str] = []

    def watch(self, page: Page) -> Page:
        """Follow this page from now on, with what it opens."""
        page.add_init_script(LISTEN)
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.broken.append(f"{page.url}: {error}"))
        return page

    def ask(self, page: Page) -> None:
        """Note what the page's content policy refused since it was loaded."""
        self.refused += [f"{page.url}: {told}" for told in page.evaluate("window.__refused || []")]

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "blob:", "about:")):
            self.strangers.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.refused.append(f"{message.location.get('url')}: {message.text}")
