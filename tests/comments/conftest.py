"""A newsroom of nothing but stories' ids, threads and comments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.open_thread import open_thread
from broadsheet.comments.acts.post import Sent, post_comment
from broadsheet.comments.models import Comment, Thread
from broadsheet.comments.token import token_for

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLENTY = {"network": (10_000, 60), "email": (10_000, 60), "story": (10_000, 60), "overall": (10_000, 60)}
STORIES = "stories_that_comments_are_tested_with"


def _story_url(story_id: int) -> str | None:
    return f"/news/story-{story_id}/" if story_id < 1000 else None


def _headlines(story_ids: Iterable[int]) -> dict[int, str]:
    return {story_id: f"Headline {story_id}" for story_id in story_ids if story_id < 1000}


@pytest.fixture(autouse=True)
def comments_settings(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the room the settings that it reads: comments wait, and limits are out of the way."""
    stories = ModuleType(STORIES)
    stories.story_url = _story_url  # type: ignore[attr-defined]
    stories.headlines = _headlines  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, STORIES, stories)
    settings.COMMENTS_STORY_URL = f"{STORIES}.story_url"
    settings.COMMENTS_STORY_TITLE = f"{STORIES}.headlines"
    settings.COMMENTS_EMAIL_KEY = b"a key for tests and nothing else"
    settings.COMMENTS_MODERATION = "before"
    settings.COMMENTS_RATE_LIMITS = PLENTY
    settings.LANGUAGE_CODE = "en-gb"
    settings.DESK_SECOND_FACTOR = "optional"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return settings


@pytest.fixture
def now() -> datetime:
    """Return the instant at which tests happen."""
    return NOW


@pytest.fixture
def thread(db: None) -> Thread:
    """Return the open thread of story 17."""
    return open_thread(17, closes_at=NOW + timedelta(days=3650))


@pytest.fixture
def send(thread: Thread) -> Callable[..., Comment]:
    """Return a function that posts a comment to story 17 as its page's form would."""

    def sent(body: str = "A word.", *, now: datetime = NOW, network: str = "n", **fields: Any) -> Comment:
        fields = {"name": "Kari", "email": "kari@example.org", "token": token_for(17, thread.closes_at), **fields}
        return post_comment(17, Sent(body=body, **fields), network=network, now=now)

    return sent


@pytest.fixture
def published(send: Callable[..., Comment]) -> Callable[..., Comment]:
    """Return a function that posts a comment to story 17 and lets it through."""

    def done(body: str = "A word.", **fields: Any) -> Comment:
        return approve(send(body, **fields).pk, by=None, now=NOW)

    return done


@pytest.fixture
def fields(thread: Thread) -> dict[str, str]:
    """Return what a browser sends with story 17's form."""
    return {
        "name": "Kari",
        "email": "kari@example.org",
        "body": "A word.",
        "token": token_for(17, thread.closes_at),
    }


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Return a function that makes somebody with an account at the desk and the permissions named."""

    def made(name: str = "mia", *codenames: str) -> Any:
        user = get_user_model().objects.create_user(name, f"{name}@paper.example", "a long password")
        wanted = Permission.objects.filter(codename__in=["access_admin", *codenames])
        user.user_permissions.add(*wanted)
        return user

    return made


@pytest.fixture
def moderator(person: Callable[..., Any]) -> Any:
    """Return somebody who may moderate and look at addresses."""
    return person("mia", "moderate_comment", "view_commentaddress")
