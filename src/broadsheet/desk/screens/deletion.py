"""What may be deleted at the desk: drafts that nobody ever read, and lists that no story uses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.desk.models import Author, Section, Story, Topic


def refuse(request: Any, objects: Iterable[Any]) -> HttpResponse | None:
    """Return an answer that says why one of the objects stays, or None if all may go. Asked before anything is shown."""
    for thing in objects:
        if reason := _reason(thing):
            messages.error(request, escape(reason))
            return HttpResponseRedirect(reverse(type(thing).snippet_viewset.get_url_name("list")))
    return None


def _reason(thing: Any) -> str:
    if isinstance(thing, Story):
        return _was_read(thing)
    if isinstance(thing, Section | Topic | Author):
        return _is_used(thing)
    return ""


def _was_read(story: Story) -> str:
    if not story.first_published_at:
        return ""
    return _("“%(name)s” was published. Unpublish or kill it; it is not deleted.") % {"name": story}


def _is_used(thing: Section | Topic | Author) -> str:
    match thing:
        case Section():
            asked = Q(home_section=thing) | Q(sections=thing)
        case Topic():
            asked = Q(topics=thing)
        case _:
            asked = Q(story_authors__author=thing)
    count = Story.objects.filter(asked).distinct().count()
    if not count:
        return ""
    return _("“%(name)s” stands on %(count)s stories. Take it off them first.") % {"name": thing, "count": count}
