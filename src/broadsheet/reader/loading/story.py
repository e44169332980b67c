"""Stories, as anyone may read them: all that a batch of pages needs in a bounded number of queries.

A page alone is a batch of one, so that there is one way to a page's bytes. The queries, however many stories: five for
what belongs to them, two for the stories that they point at, two for pictures and their copies, one for the threads, and
one for each four thousand comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from broadsheet.comments.reading import ThreadData, threads_of
from broadsheet.core import keys
from broadsheet.desk.blocks import pictures_in
from broadsheet.desk.models import Story
from broadsheet.reader.loading.body import load_body, minutes_of, related_in, with_addresses
from broadsheet.reader.loading.cards import card_keys, card_of, for_cards, picture_rows, readable
from broadsheet.reader.loading.parts import Parts, Writer, parts_of, parts_of_draft
from broadsheet.reader.loading.pictures import Pictures, captioned, gone_captioned, load_pictures
from broadsheet.reader.values import (
    Author,
    CommentView,
    Correction,
    Link,
    StoryPage,
    ThreadView,
    Version,
)

KICKERS = (Story.Form.ANALYSIS, Story.Form.EXPLAINER, Story.Form.OPINION, Story.Form.INTERVIEW, Story.Form.OBITUARY)
#: Stories of one batch: enough that a query's own cost is lost in them, and few enough to be held at once.
BATCH = 64
Loaded = tuple[StoryPage, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the stories of one batch share: pictures, stories that they point at, and addresses of links, by number."""

    pictures: Pictures
    pointed: Mapping[int, Any]
    links: Mapping[str, str]


def load_stories(found: Sequence[tuple[Story, str]], *, now: datetime) -> Iterator[Loaded]:
    """Yield the page of each published story, given with its address, and the keys that it carries, in their order."""
    numbers = [story.pk for story, _path in found]
    parts = parts_of(numbers)
    shelf = _shelf([(story, parts[story.pk]) for story, _path in found], now=now)
    for (story, path), thread in zip(found, threads_of(numbers, now), strict=True):
        yield _page(story, path, parts[story.pk], shelf, thread=thread)


def load_preview(story: Story, path: str, *, now: datetime) -> StoryPage:
    """Return the page of a story as it will look, whether or not it was ever saved."""
    parts = parts_of_draft(story)
    is_saved = Story.objects.filter(pk=story.pk).exists()
    (thread,) = threads_of([story.pk], now) if is_saved else [None]
    shelf = _shelf([(story, parts)], now=now, is_preview=True)
    return _page(story, path, parts, shelf, thread=thread, is_preview=True)[0]


def _shelf(batch: Sequence[tuple[Story, Parts]], *, now: datetime, is_preview: bool = False) -> _Shelf:
    wanted = {number for story, parts in batch for number in (*parts.related, *related_in(story.body))}
    pointed = {row.pk: row for row in for_cards(readable().filter(pk__in=sorted(wanted)))} if wanted else {}
    pointed = {number: row for number, row in pointed.items() if row.path}
    pictures = {number for story, parts in batch for number in _pictures_of(story, parts, pointed)}
    return _Shelf(
        pictures=load_pictures(picture_rows(pictures), now=now, is_preview=is_preview),
        pointed=pointed,
        links=with_addresses([story.body for story, _parts in batch]),
    )


def _pictures_of(story: Story, parts: Parts, pointed: Mapping[int, Any]) -> set[int]:
    """Return the numbers of all pictures that the page has a place for: of the stories beside it the first has one."""
    beside = next((pointed[number].lead_picture_id for number in parts.related if number in pointed), None)
    face = _face_of(story, parts.writers)
    found = {story.lead_picture_id, face, beside, *(picture.number for picture in pictures_in(story.body))}
    return found - {None}


def _face_of(story: Story, writers: Sequence[Writer]) -> int | None:
    return next((w.picture for w in writers if w.picture), None) if story.form == Story.Form.OPINION else None


def _page(
    story: Any, path: str, parts: Parts, shelf: _Shelf, *, thread: ThreadData | None, is_preview: bool = False
) -> Loaded:
    pictures, pointed = shelf.pictures, shelf.pointed
    beside = [pointed[number] for number in parts.related if number in pointed]
    in_body = related_in(story.body)
    cards = {number: card_of(pointed[number], {}) for number in in_body if number in pointed}
    page = StoryPage(
        path=path,
        headline=story.headline,
        section=Link(story.home_section.name, f"/{story.home_section.slug}/"),
        published=story.first_published_at or timezone.now(),
        language=story.language,
        body=load_body(story.body, pictures, cards=cards, links=shelf.links),
        standfirst=story.standfirst,
        kicker=story.get_form_display() if story.form in KICKERS else "",
        form=story.form,
        picture=captioned(pictures.get(story.lead_picture_id), story.lead_caption),
        picture_gone=gone_captioned(pictures.gone.get(story.lead_picture_id or 0), story.lead_caption),
        authors=tuple(_author(writer, pictures) for writer in parts.writers),
        byline=story.byline,
        dateline=story.dateline,
        updated=story.updated_at,
        corrections=tuple(Correction(*row) for row in parts.corrections),
        minutes=minutes_of(story.body),
        holder=story.copyright_holder or story.provider,
        topics=tuple(Link(topic.name.lstrip("#"), f"/topics/{topic.slug}/") for topic in parts.topics),
        text_from=story.provider,
        is_edited=bool(story.is_edited),
        versions=tuple(Version(*row) for row in parts.versions),
        related=tuple(card_of(row, {} if place else pictures) for place, row in enumerate(beside)),
        thread=_thread(thread) if thread else None,
        indexed=not is_preview,
    )
    own = {keys.story(story.pk or 0), keys.comments(story.pk or 0), keys.SITE, keys.LAYOUT}
    own |= {keys.photo(number) for number in _pictures_of(story, parts, pointed)}
    own |= {keys.topic_name(topic.number) for topic in parts.topics}
    own |= {keys.author_name(writer.number) for writer in parts.writers}
    # Of a story that may not be read the key is carried too: the card comes back with it.
    own |= {keys.card(number) for number in (*parts.related, *in_body)}
    return page, frozenset(own).union(*(card_keys(pointed[n]) for n in (*parts.related, *in_body) if n in pointed))


def _author(writer: Writer, pictures: Mapping[int, Any]) -> Author:
    face = pictures.get(writer.picture or 0)
    return Author(name=writer.name, url=f"/authors/{writer.slug}/", role=writer.role, face=face)


def _thread(data: ThreadData) -> ThreadView:
    comments = tuple(
        CommentView(row.number, row.created_at, row.name, row.paragraphs, row.parent_number, row.removed, row.reason)
        for row in data.comments
    )
    return ThreadView(
        state=data.state, count=data.count, action=data.action, hidden=data.hidden_fields, comments=comments
    )
