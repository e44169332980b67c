"""The walk of every address by every role (criterion P1), and the table that it is held against.

``ROLE_WALK=write pytest tests/house/test_role_walk.py`` writes the table anew; whoever does so reads the difference line by line.
"""

from __future__ import annotations

import gc
import re
import tempfile
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site, Task, Workflow

from broadsheet.comments.models import Comment, Thread
from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.models import FrontRoot, StandingPage, Story, User
from broadsheet.desk.roles import ROLES
from broadsheet.photos.models import Picture
from tests import factories

TABLE = Path(__file__).with_name("role_walk.tsv")
WALKERS = ("anonymous", *(role.name for role in ROLES))
METHODS = ("GET", "POST")
#: Patterns that are regular expressions and not paths, as the path that is walked.
SPELLED_OUT = {
    r"desk/accounts/^confirm-email/(?P<key>[-:\w]+)/$": "desk/accounts/confirm-email/abc/",
    r"desk/accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "desk/accounts/password/reset/key/1-abc/",
    r"desk/^.*/$": "desk/no-such-page/",
    r"^": "no-such-page/",
}
#: Parts of addresses that say what a bare ``pk`` is the number of.
PARTS = (
    "users",
    "groups",
    "sites",
    "collections",
    "images",
    "redirects",
    "tasks",
    "workflows",
    "section",
    "topic",
    "author",
)
Row = tuple[str, str, str]


def addresses() -> Iterator[str]:
    """Return every pattern of the resolver, in its order, each once."""
    return iter(dict.fromkeys(_patterns(get_resolver().url_patterns)))


def _patterns(patterns: Any, prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from _patterns(entry.url_patterns, path)


class World:
    """One of everything, and somebody of each role."""

    def __init__(self) -> None:
        set_up()
        self.people = {
            role.name: make_user(f"the-{role.name}", role.name, password="quiet harbour at six") for role in ROLES
        }
        self.other = make_user("somebody-else", "reporter")
        self.stories = {
            "shared": factories.make_story("Shared draft", owner=self.other),
            "private": factories.make_story("Private draft", owner=self.other, private=True),
            "published": factories.published_story("Published story", owner=self.other),
        }
        for story in self.stories.values():
            story.save_revision(user=self.other)
        self.task_state = self._hand_in(self.stories["shared"])
        self.page = FrontRoot.objects.get().add_child(instance=StandingPage(title="About", slug="about"))
        self.revision = self.page.save_revision()
        self.revision.publish()
        self.numbers = self._numbers()

    def _hand_in(self, story: Story) -> int:
        """Hand the story in, and return the number of what an editor is asked to do."""
        state = story.get_workflow().start(story, self.other)
        return int(state.current_task_state.pk)

    def _numbers(self) -> dict[str, int]:
        from tests.house.pictures import small_jpeg

        picture = Picture.objects.create(
            title="Ferry", file=ContentFile(small_jpeg(), "ferry.jpg"), width=40, height=30
        )
        thread = Thread.objects.get_or_create(story_id=self.stories["published"].pk)[0]
        values = {"name": "Kari", "body": "Well said.", "created_at": self.revision.created_at}
        comment = Comment.objects.create(thread=thread, digest="a" * 64, network="b" * 64, **values)
        redirect = Redirect.objects.create(old_path="/old", redirect_link="/about/")
        section, topic, author = factories.make_section(), factories.make_topic(), factories.make_author()
        made = {
            "users": self.other, "groups": Group.objects.get(name="tips"), "sites": Site.objects.get(), "page": self.page,
            "collections": Collection.get_first_root_node(),
            "images": picture, "comments": comment, "redirects": redirect, "tasks": Task.objects.get(),
            "workflows": Workflow.objects.get(), "section": section, "topic": topic, "author": author, "revision": self.revision,
        }  # fmt: skip
        return {name: thing.pk for name, thing in made.items()}

    def fill(self, pattern: str, story: str) -> str:
        """Return a path for a pattern: real things where they are asked for by number."""
        path = SPELLED_OUT.get(pattern) or re.sub(r"\^|\$", "", pattern)
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", path).replace("\\", "")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: self._value(found[1], pattern, story), path)

    def _value(self, name: str, pattern: str, story: str) -> str:
        words = {
            "app_label": "desk", "model_name": "story", "app_name": "desk", "action_name": "approve", "action": "delete",
            "content_type_app_name": "desk", "content_type_model_name": "standingpage", "filter_spec": "max-165x165",
            "name": "x.jpg", "feed_name": "agency", "token": "abc", "uidb64": "MQ", "key": "abc", "revision_id_a": "earliest",
            "revision_id_b": "latest", "session_id": "1", "uploaded_file_id": "1", "doc_id": "1", "document_id": "1",
            "field_name": "body", "mode": "x", "slug": "news",
        }  # fmt: skip
        if name in words:
            return words[name]
        return str(self._number(name, pattern, story))

    def _number(self, name: str, pattern: str, story: str) -> int:
        if name == "story_id" or (is_about_a_story(pattern) and name == "pk"):
            return self.stories[story].pk
        if name == "revision_id":
            return self.stories[story].latest_revision_id if is_about_a_story(pattern) else self.numbers["revision"]
        by_name = {
            "image_id": "images", "comment_id": "comments", "redirect_id": "redirects", "task_id": "tasks",
            "workflow_pk": "workflows", "collection_id": "collections",
        }  # fmt: skip
        if name == "task_state_id":
            return self.task_state
        if name in by_name:
            return self.numbers[by_name[name]]
        if "page" in name:
            return self.numbers["page"]
        for part in PARTS:
            if f"/{part}" in pattern:
                return self.numbers[part]
        return self.numbers["page"] if "pages" in pattern else 1


def cases() -> Iterator[tuple[str, str]]:
    """Return each address with the story that it is walked with: ``-`` where it is about no story."""
    for pattern in addresses():
        for story in ("shared", "private", "published") if is_about_a_story(pattern) else ("-",):
            yield pattern, story


def is_about_a_story(pattern: str) -> bool:
    """Return whether the address names one story."""
    return pattern.startswith(("desk/stories/", "desk/snippets/choose/desk/story/")) and "<" in pattern


#: Headlines that these walkers must meet nowhere, on whatever page they are let in.
HIDDEN = {
    **dict.fromkeys(("anonymous", "moderator", "tips"), ("Shared draft", "Private draft")),
    **dict.fromkeys(("reporter", "photo"), ("Private draft",)),
}


def walk(world: World) -> tuple[dict[Row, tuple[str, ...]], list[str]]:
    """Return what each address says to each role, and which hidden headlines were met where.

    Nothing that an answer changed stays changed.
    """
    leaks: list[str] = []
    clients = {name: _client(world.people.get(name)) for name in WALKERS}
    found: dict[Row, tuple[str, ...]] = {}
    for pattern, story in cases():
        path = world.fill(pattern, "shared" if story == "-" else story)
        for method in METHODS:
            found[pattern, method, story] = tuple(_answer(clients[name], method, path, name, leaks) for name in WALKERS)
    for thing in gc.get_objects():  # Wagtail leaves the files open in which it made thumbnails
        if type(thing) is tempfile.SpooledTemporaryFile:
            thing.close()
    return found, leaks


def _client(person: User | None) -> Client:
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    if person:
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client


def _answer(client: Client, method: str, path: str, name: str, leaks: list[str]) -> str:
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    text = b"" if answer.streaming else answer.content
    leaks += [f"{name} meets “{words}” at {method} {path}" for words in HIDDEN.get(name, ()) if words.encode() in text]
    return f"{answer.status_code}{_where(answer.headers.get('Location', ''))}"


def _where(location: str) -> str:
    if not location:
        return ""
    if "/accounts/login/" in location:
        return ">login"
    return ">desk" if location == "/desk/" else ">on"


def read_table() -> dict[Row, tuple[str, ...]]:
    """Return the table as it was checked in."""
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return {tuple(line.split("\t")[:3]): tuple(line.split("\t")[3:]) for line in lines}  # type: ignore[misc]


def write_table(found: dict[Row, tuple[str, ...]]) -> None:
    """Write what the walk found as the table."""
    head = "\t".join(("address", "method", "story", *WALKERS))
    lines = ["\t".join((*row, *answers)) for row, answers in sorted(found.items())]
    TABLE.write_text("\n".join([head, *lines]) + "\n", "utf-8")
