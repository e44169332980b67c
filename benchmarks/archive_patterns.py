"""The stories that an archive is copied from: one of each kind, made by the desk's own acts, and the rows that they left."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from benchmarks.archive_rows import AUTHORS, FIRST, KINDS, OWNERS, SECTIONS, TOPICS, Pattern, Place, Row, Rows, Ways
from benchmarks.archive_words import Writer

NAMED = "archive-pattern"


def place_of(stories: int, until: datetime) -> Place:
    """Make sections, topics, authors and accounts where they are wanting, and return where an archive stands."""
    from django.conf import settings
    from django.db import connection

    from broadsheet.desk.addresses import slug_of, zone
    from broadsheet.desk.models import Author, Section, Topic, User

    writer, dice = Writer(0), random.Random(0)
    names = [writer.name(number * 7_919) for number in range(TOPICS)]
    slugs = [slug_of(name) for name in names]
    for number in range(SECTIONS):
        Section.objects.get_or_create(slug=slugs[number], defaults={"name": names[number], "position": number})
    Topic.objects.bulk_create(
        [Topic(name=name, slug=slug) for name, slug in zip(names, slugs, strict=True)], ignore_conflicts=True
    )
    bios = [writer.sentence(dice, 20) for _ in range(AUTHORS)]
    authors = [Author(name=names[at], slug=slugs[at], bio=bios[at]) for at in range(AUTHORS)]
    Author.objects.bulk_create(authors, ignore_conflicts=True)
    for number in range(OWNERS):
        User.objects.get_or_create(username=f"writer{number}", defaults={"is_superuser": True})
    return Place(
        stories=stories,
        until=until,
        vendor=connection.vendor,
        address=settings.STORY_ADDRESS,
        time_zone=zone(),
        sections=list(Section.objects.order_by("pk").values_list("pk", "slug")),
        topics=list(Topic.objects.order_by("pk").values_list("pk", flat=True)),
        authors=list(Author.objects.order_by("pk").values_list("pk", flat=True)),
        owners=list(User.objects.filter(username__startswith="writer").order_by("pk").values_list("pk", flat=True)),
    )


def collected(seed: int) -> tuple[dict[str, Pattern], int, Ways]:
    """Return the patterns, made now where they are wanting, the seed, and how the product names things."""
    from wagtail.models import ReferenceIndex

    from broadsheet.comments.address import address_hash, seal
    from broadsheet.desk.addresses import slug_of
    from broadsheet.desk.models import Story

    patterns = {}
    for kind in KINDS:
        story = Story.objects.filter(slugline=f"{NAMED}-{kind}").first() or _made(kind)
        patterns[kind] = Pattern(_rows(story), story.first_published_at or story.created_at, story.pk)
    assert max(pattern.story for pattern in patterns.values()) < FIRST, "the newsroom has stories of its own"
    return patterns, seed, Ways(slug_of, seal, address_hash, ReferenceIndex._get_content_path_hash)


def _made(kind: str) -> Any:
    from django.db import transaction
    from wagtail.models import ReferenceIndex

    from broadsheet.desk.acts.kill import kill
    from broadsheet.desk.models import Author, Section, Story, StoryAuthor, Topic, User

    owner = User.objects.get(username="writer0")
    home, other = Section.objects.order_by("pk")[:2]
    story = Story(headline=f"Pattern {kind}", slugline=f"{NAMED}-{kind}", home_section=home, owner=owner)
    story.body = [("text", "<p>One of each kind.</p>")]
    story.sections, story.topics = [other], [Topic.objects.first()]
    story.story_authors = [StoryAuthor(author=Author.objects.first(), sort_order=0)]
    story.full_clean()
    story.save()
    revision = story.save_revision(user=owner)
    if kind != "draft":
        revision.publish(user=owner)
        _spoken_of(story)
    story = Story.objects.get(pk=story.pk)
    if kind in ("updated", "changed"):
        revision = story.save_revision(user=owner)
    if kind == "updated":
        revision.publish(user=owner)
    if kind == "killed":
        kill(story, "Withdrawn.", user=owner)
    story = Story.objects.get(pk=story.pk)
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(story)
    _paged(story)
    return story


def _spoken_of(story: Any) -> None:
    """Leave a comment, approved: the pattern of all comments."""
    from django.utils import timezone

    from broadsheet.comments.acts.approve import approve
    from broadsheet.comments.acts.post import Sent, post_comment
    from broadsheet.comments.models import Thread
    from broadsheet.comments.token import hidden_fields

    token = dict(hidden_fields(Thread.objects.get(story_id=story.pk)))["token"]
    sent = Sent(name="Reader", email="reader@readers.example", body=f"Said of {story.pk}.", token=token)
    comment = post_comment(story.pk, sent, network="archive", now=timezone.now())
    approve(comment.pk, by=None, now=timezone.now())


def _paged(story: Any) -> None:
    """Leave the rows that the press keeps of the story's page; the page itself is rendered when somebody asks for it."""
    from django.utils import timezone

    from broadsheet.core import keys
    from broadsheet.desk.addresses import story_url
    from broadsheet.press.models import Page, PageKey
    from broadsheet.reader.render import render_path

    path = story_url(story.pk)
    rendered = render_path(path, now=timezone.now()) if path else None
    if path and rendered:
        page = Page.objects.create(path=path, status=rendered.status, digest="0" * 64, rendered_at=timezone.now())
        PageKey.objects.bulk_create([PageKey(page=page, key=key) for key in sorted(rendered.keys - {keys.LAYOUT})])


def _rows(story: Any) -> Rows:
    """Return every row that the story has left, by table, as the database's own driver gives it and times as instants."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

    from broadsheet.comments.models import Comment, CommentAddress, ModerationEntry, Thread
    from broadsheet.desk.models import AuditEntry, PublishedVersion, Story, StoryAddress, StoryAuthor
    from broadsheet.press.models import Page, PageKey

    kind = ContentType.objects.get_for_model(Story)
    comments = Comment.objects.filter(thread__story_id=story.pk)
    pages = Page.objects.filter(path__in=story.addresses.values("path"))
    audited = AuditEntry.objects.filter(subject=str(story.pk)) | AuditEntry.objects.filter(
        subject__startswith=f"{story.pk} /"
    )
    asked = (
        Story.objects.filter(pk=story.pk),
        Revision.objects.filter(content_type=kind, object_id=str(story.pk)).order_by("pk"),
        *(model.objects.filter(story_id=story.pk) for model in (StoryAuthor, StoryAddress, PublishedVersion, Thread)),
        *(field.through.objects.filter(story_id=story.pk) for field in (Story.topics, Story.sections)),
        audited.order_by("pk"),
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(story.pk)).order_by("pk"),
        ReferenceIndex.objects.filter(content_type=kind, object_id=str(story.pk)).order_by("pk"),
        comments,
        CommentAddress.objects.filter(comment__in=comments),
        ModerationEntry.objects.filter(comment__in=comments),
        pages,
        PageKey.objects.filter(page__in=pages).order_by("key"),
    )
    found = {query.model._meta.db_table: _raw(query) for query in asked}
    return {table: rows for table, rows in found.items() if rows}


def _raw(query: Any) -> list[Row]:
    from django.db import connection, models

    fields = query.model._meta.concrete_fields
    numbers = list(query.values_list("pk", flat=True))
    if not numbers:
        return []
    table, key = query.model._meta.db_table, query.model._meta.pk.column
    columns = ", ".join(f'"{field.column}"' for field in fields)
    rows = []
    with connection.cursor() as cursor:
        for number in numbers:
            value = number.hex if hasattr(number, "hex") and connection.vendor == "sqlite" else number
            cursor.execute(f'SELECT {columns} FROM "{table}" WHERE "{key}" = %s', [value])
            row = dict(zip([field.column for field in fields], cursor.fetchone(), strict=True))
            for field in fields:
                value = row[field.column]
                if isinstance(field, models.DateTimeField) and value:
                    row[field.column] = value if value.tzinfo else value.replace(tzinfo=UTC)
            rows.append(row)
    return rows
