"""Let Wagtail's own inline scripts run under a content policy that allows none (criterion H4).

Wagtail 8 starts its choosers, date fields and inline panels from inline scripts without a nonce. This middleware gives
the page's nonce to a script that has exactly one of those forms, its arguments being JSON and nothing more; every other
inline script stays without one and does not run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SCRIPT = re.compile(r"<script>([^<]*)</script>")
CALL = re.compile(r'(?:new (?:Page|Image|Document|Snippet|Task|User|Site)Chooser|init(?:DateTime|Date|Time)Chooser)\((.*)\);', re.S)
PANEL = re.compile(
    r'\s*\(function\(\) \{\s*var panel = new (?:Inline|MultipleChooser)Panel\(JSON\.parse\("[^"\r\n]*"\)\);\s*\}\)\(\);\s*'
)


def nonce_for_wagtail(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the page's nonce to Wagtail's own inline scripts on the desk's screens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and request.path_info.startswith("/desk/") and b"<script>" in response.content:
            nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
            response.content = with_nonce(response.content.decode(response.charset), nonce)
        return response

    return middleware


def with_nonce(page: str, nonce: str) -> str:
    """Return the page with the nonce on those inline scripts that are Wagtail's own."""

    def marked(found: re.Match[str]) -> str:
        return f'<script nonce="{nonce}">{found[1]}</script>' if is_wagtails_own(found[1]) else found[0]

    return SCRIPT.sub(marked, page)


def is_wagtails_own(script: str) -> bool:
    """Return whether a script is one call that Wagtail makes, with arguments that are JSON."""
    if PANEL.fullmatch(script):
        return True
    call = CALL.fullmatch(script.strip())
    if call is None:
        return False
    try:
        return isinstance(json.loads(f"[{call[1]}]"), list)
    except ValueError:
        return False
