"""People and clients of the desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from broadsheet.desk.models import Story, User
from broadsheet.desk.roles import install_roles
from broadsheet.wire.acts.receive import receive_bytes
from broadsheet.wire.models import DispatchRecord, Feed
from tests.factories import make_section, make_user

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def chief(db: None) -> User:
    """Return an account that may do everything."""
    return make_user("eva", is_superuser=True)


@pytest.fixture
def at_the_desk(client: Client, chief: User) -> Client:
    """Return a client that is signed in and may do everything."""
    client.force_login(chief)
    return client


@pytest.fixture
def send(db: None) -> Callable[..., DispatchRecord]:
    """Return a function that sends an item over the wire."""
    make_section("news")
    feed = Feed.objects.create(name="agency", section="news", provider="Agency")

    def sent(headline: str = "Ferge på grunn", **values: Any) -> DispatchRecord:
        item = {
            "uri": "urn:agency:1",
            "version": "1",
            "type": "text",
            "pubstatus": "usable",
            "language": "nb",
            "headline": headline,
            "body_xhtml": "<p>Fergen gikk på grunn mandag.</p>",
            "versioncreated": "2026-11-22T11:00:00Z",
            **values,
        }
        received = receive_bytes(json.dumps(item).encode(), feed=feed, filename="item.json", now=NOW)
        assert received[0].record is not None, received
        return received[0].record

    return sent


@pytest.fixture
def form_of(db: None) -> Callable[..., dict[str, Any]]:
    """Return a function that fills the editor's form for a story, as a browser has it on the screen."""

    def filled(story: Story, **values: Any) -> dict[str, Any]:
        story = Story.objects.get(pk=story.pk)
        draft = story.get_latest_revision_as_object()
        sent: dict[str, Any] = {
            "headline": draft.headline,
            "standfirst": draft.standfirst,
            "slug": draft.slug,
            "form": draft.form,
            "home_section": str(draft.home_section_id),
            "urgency": str(draft.urgency),
            "language": draft.language,
            "comments_open": "on",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "subhead",
            "body-0-id": "",
            "body-0-value": "A subhead",
        }
        for name in ("story_authors", "related_stories"):
            sent |= {
                f"{name}-TOTAL_FORMS": "0",
                f"{name}-INITIAL_FORMS": "0",
                f"{name}-MIN_NUM_FORMS": "0",
                f"{name}-MAX_NUM_FORMS": "1000",
            }
        if latest := story.latest_revision:
            sent |= {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}
        return sent | values

    return filled


@pytest.fixture
def reporter(db: None) -> User:
    """Return an account that writes and publishes nothing."""
    install_roles()
    person = make_user("rita")
    person.groups.add(Group.objects.get(name="reporter"))
    return User.objects.get(pk=person.pk)
