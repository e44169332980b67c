"""Changes made on Wagtail's screens for sections, topics, authors, standing pages and redirects reach the press as well."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_unpublished

from broadsheet.core import keys
from broadsheet.desk.acts.heed_feed import heed_feed
from broadsheet.desk.acts.heed_hold import heed_hold
from broadsheet.desk.acts.heed_kill import heed_kill, tell_of_return
from broadsheet.desk.acts.note_uses import (
    close_author,
    close_without_picture,
    note_author,
    note_page,
    note_picture,
    note_story,
)
from broadsheet.desk.models import Author, Section, StandingPage, Story, Topic
from broadsheet.desk.signals import pages_changed, story_killed, story_published, story_withdrawn
from broadsheet.photos.models import Picture
from broadsheet.photos.signals import picture_changed
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.signals import dispatch_received, feed_changed


def connect() -> None:
    """Listen; called once, when Django is ready."""
    for signal in (post_save, post_delete):
        signal.connect(_section, sender=Section, dispatch_uid=f"desk.section.{id(signal)}")
        signal.connect(_topic, sender=Topic, dispatch_uid=f"desk.topic.{id(signal)}")
        signal.connect(_author, sender=Author, dispatch_uid=f"desk.author.{id(signal)}")
        signal.connect(_redirect, sender=Redirect, dispatch_uid=f"desk.redirect.{id(signal)}")
    page_published.connect(_standing, dispatch_uid="desk.standing.published")
    page_unpublished.connect(_standing, dispatch_uid="desk.standing.unpublished")
    feed_changed.connect(_feed, dispatch_uid="desk.feed")
    dispatch_received.connect(_heed, dispatch_uid="desk.dispatch.heed")
    for told in (story_published, story_withdrawn, story_killed):
        told.connect(_uses, sender=Story, dispatch_uid=f"desk.uses.{id(told)}")
    picture_changed.connect(_picture, sender=Picture, dispatch_uid="desk.uses.picture")
    post_delete.connect(_picture_gone, sender=Picture, dispatch_uid="desk.uses.gone")
    post_save.connect(_face, sender=Author, dispatch_uid="desk.uses.face")
    pre_delete.connect(_face_going, sender=Author, dispatch_uid="desk.uses.face.going")


def _say(sender: Any, *changed: str) -> None:
    pages_changed.send(sender=sender, keys=frozenset(changed))


def _section(instance: Section, **_: Any) -> None:
    _say(Section, keys.SITE, keys.section(instance.pk))


def _topic(instance: Topic, **_: Any) -> None:
    _say(Topic, keys.topic(instance.pk), keys.topic_name(instance.pk))


def _author(instance: Author, **_: Any) -> None:
    _say(Author, keys.author(instance.pk), keys.author_name(instance.pk))


def _redirect(instance: Redirect, **_: Any) -> None:
    _say(Redirect, keys.page(instance.old_path), keys.page(instance.old_path.rstrip("/") + "/"))


def _standing(instance: Any, **_: Any) -> None:
    if isinstance(instance, StandingPage):
        _say(StandingPage, keys.SITE, keys.standing(instance.pk), keys.page(instance.address))
        note_page(instance, now=timezone.now())


def _heed(record: DispatchRecord, result: str, **_: Any) -> None:
    """Heed kills and holds. A new item has no story yet, and a version that came too late decides nothing."""
    if result == "kill":
        heed_kill(record)
    elif result == "update":
        heed_hold(record)
        tell_of_return(record)


def _feed(feed: Feed, what: str, **_: Any) -> None:
    heed_feed(feed, what)


def _uses(story: Story, **_: Any) -> None:
    """Note which pictures readers see in the story, as the database has it by now."""
    note_story(Story.objects.get(pk=story.pk), now=timezone.now())


def _picture(picture: Picture, **_: Any) -> None:
    note_picture(picture, now=timezone.now())


def _face(instance: Author, **_: Any) -> None:
    note_author(instance, now=timezone.now())


def _face_going(instance: Author, **_: Any) -> None:
    close_author(instance, now=timezone.now())


def _picture_gone(**_: Any) -> None:
    close_without_picture(now=timezone.now())
