"""One story, as anyone may read it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from broadsheet.comments.reading import thread_of
from broadsheet.core import keys
from broadsheet.desk.models import Story
from broadsheet.desk.search import plain_text
from broadsheet.desk.shown import pictures_of
from broadsheet.reader.loading.body import load_body
from broadsheet.reader.loading.cards import for_cards, load_cards, readable
from broadsheet.reader.loading.pictures import captioned, gone_captioned, load_pictures
from broadsheet.reader.values import (
    Author,
    CommentView,
    Correction,
    Link,
    StoryPage,
    ThreadView,
    Version,
)

WORDS_A_MINUTE = 220
KICKERS = (Story.Form.ANALYSIS, Story.Form.EXPLAINER, Story.Form.OPINION, Story.Form.INTERVIEW, Story.Form.OBITUARY)


def load_story(story: Story, path: str, *, is_preview: bool = False) -> tuple[StoryPage, frozenset[str]]:
    """Return the page of a story and the keys that it carries; the number of queries does not grow with its comments."""
    authors = list(story.story_authors.all())
    topics = list(story.topics.all())
    faces = [row.author.picture for row in authors if row.author.picture]
    pictures = load_pictures([*pictures_of(story), *faces], is_preview=is_preview)
    related, related_keys = load_cards(_related(story))
    saved = Story.objects.filter(pk=story.pk).exists() if is_preview else True
    body, body_keys = load_body(story.body, pictures)
    page = StoryPage(
        path=path,
        headline=story.headline,
        section=Link(story.home_section.name, f"/{story.home_section.slug}/"),
        published=story.first_published_at or timezone.now(),
        language=story.language,
        body=body,
        standfirst=story.standfirst,
        kicker=story.get_form_display() if story.form in KICKERS else "",
        form=story.form,
        picture=captioned(pictures.get(story.lead_picture_id), story.lead_caption),
        picture_gone=gone_captioned(pictures.gone.get(story.lead_picture_id or 0), story.lead_caption),
        authors=tuple(_author(row, pictures) for row in authors),
        byline=story.byline,
        dateline=story.dateline,
        updated=story.updated_at,
        corrections=_corrections(story) if saved else (),
        minutes=max(1, round(len(plain_text(story).split()) / WORDS_A_MINUTE)),
        holder=story.copyright_holder or story.provider,
        topics=tuple(Link(topic.name.lstrip("#"), f"/topics/{topic.slug}/") for topic in topics),
        text_from=story.provider,
        is_edited=bool(story.is_edited),
        versions=_versions(story) if saved else (),
        related=related,
        thread=_thread(story) if saved else None,
        indexed=not is_preview,
    )
    carried = {keys.story(story.pk or 0), keys.comments(story.pk or 0), keys.SITE, keys.LAYOUT}
    carried |= pictures.carried
    carried |= {keys.topic_name(topic.pk) for topic in topics} | {keys.author_name(row.author_id) for row in authors}
    return page, frozenset(carried | related_keys | body_keys)


def _related(story: Story) -> list[Any]:
    chosen = [row.related_id for row in story.related_stories.all()]
    if not chosen:
        return []
    found = {row.pk: row for row in for_cards(readable().filter(pk__in=chosen))}
    return [found[number] for number in chosen if number in found]


def _author(row: Any, pictures: dict[int, Any]) -> Author:
    face = pictures.get(row.author.picture_id)
    return Author(name=row.author.name, url=f"/authors/{row.author.slug}/", role=row.role, face=face)


def _corrections(story: Story) -> tuple[Correction, ...]:
    return tuple(Correction(row.text, row.made_at) for row in story.corrections.all())


def _versions(story: Story) -> tuple[Version, ...]:
    return tuple(Version(row.kind, row.at, row.sentence) for row in story.versions.all())


def _thread(story: Story) -> ThreadView | None:
    data = thread_of(story.pk)
    if data is None:
        return None
    comments = tuple(
        CommentView(
            number=row.number,
            at=row.created_at,
            name=row.name,
            paragraphs=tuple(row.paragraphs),
            parent=row.parent_number,
            removed=row.removed,
            reason=row.reason,
        )
        for row in data.comments
    )
    return ThreadView(
        state=data.state, count=data.count, action=data.action, hidden=data.hidden_fields, comments=comments
    )
