"""The preview: a page exactly as it will look. The desk stands below the reader, so the reader registers itself here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

if TYPE_CHECKING:
    from broadsheet.desk.models import StandingPage, Story

_renderers: list[Callable[[Story | StandingPage], bytes]] = []


def register(renderer: Callable[[Story | StandingPage], bytes]) -> None:
    """Make ``renderer`` what turns an unsaved story or standing page into a page."""
    _renderers[:] = [renderer]


def answer(story: Story | StandingPage, request: Any) -> HttpResponse:
    """Return the page of what nobody has published, kept by no cache and no search engine."""
    response = HttpResponse(_renderers[0](story))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
