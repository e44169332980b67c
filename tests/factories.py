"""Makers of things that tests need: each fills what the test does not care about."""

from __future__ import annotations

from itertools import count
from typing import Any

from broadsheet.desk.models import Author, Section, Story, Topic, User

_numbers = count(1)


def make_section(slug: str = "news", **values: Any) -> Section:
    """Return the section of that address, made if it is new."""
    return Section.objects.get_or_create(slug=slug, defaults={"name": slug.title(), **values})[0]


def make_topic(name: str = "Harbour") -> Topic:
    """Return a topic."""
    return Topic.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def make_author(name: str = "Ida Storm") -> Author:
    """Return an author."""
    return Author.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def make_user(name: str = "", **values: Any) -> User:
    """Return an account at the desk."""
    number = next(_numbers)
    return User.objects.create_user(
        name or f"person{number}", f"person{number}@paper.example", "a long password", **values
    )


def make_story(headline: str = "", **values: Any) -> Story:
    """Return a draft that nobody can read."""
    headline = headline or f"Ferry {next(_numbers)} leaves on time"
    values.setdefault("home_section", values.pop("section", None) or make_section())
    values.setdefault("body", [("text", "<p>The ferry left the quay at six.</p>")])
    story = Story(headline=headline, **values)
    story.full_clean()
    story.save()
    return story


def publish(story: Story, **options: Any) -> Story:
    """Publish the story as it is, through the one door, and return it as the database has it."""
    story.save_revision().publish(**options)
    return Story.objects.get(pk=story.pk)


def published_story(headline: str = "", **values: Any) -> Story:
    """Return a story that anyone can read."""
    return publish(make_story(headline, **values))
