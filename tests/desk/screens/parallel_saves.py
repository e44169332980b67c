"""Four people save one story at the same instant: a process of its own with a database in a file. Prints the answers."""

from __future__ import annotations

import json
import threading
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import Story, User
from tests.factories import make_story, make_user

PEOPLE = 4


def form(story: Story, headline: str) -> dict[str, Any]:
    """Return the editor's form as each of them has it on the screen."""
    latest = story.latest_revision
    sent: dict[str, Any] = {
        "headline": headline,
        "form": story.form,
        "home_section": story.home_section_id,
        "urgency": 5,
        "language": story.language,
        "body-count": 0,
        "loaded_revision_id": latest.pk,
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    for name in ("story_authors", "related_stories"):
        sent |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    return sent


def main() -> None:
    """Make the newsroom, save in parallel, print the statuses in order."""
    call_command("migrate", verbosity=0)
    story = make_story("As it was")
    story.save_revision()
    story = Story.objects.get()
    people: list[User] = [make_user(is_superuser=True) for _ in range(PEOPLE)]
    clients = [Client() for _ in people]
    for person, client in zip(people, clients, strict=True):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answers: list[int] = []
    ready = threading.Barrier(PEOPLE)
    url = reverse("stories:edit", args=[story.pk])

    def save(client: Client, sent: dict[str, Any]) -> None:
        ready.wait()
        answers.append(client.post(url, sent).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=(c, form(story, f"Headline {n}"))) for n, c in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(sorted(answers)))


if __name__ == "__main__":
    main()
