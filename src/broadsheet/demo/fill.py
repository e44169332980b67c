"""Fill a newsroom with the demo newspaper, through the same acts that people and agencies use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.post import Sent, post_comment
from broadsheet.comments.acts.remove import remove
from broadsheet.comments.models import Thread
from broadsheet.comments.token import hidden_fields
from broadsheet.demo.agency import deliveries
from broadsheet.demo.content import Block, CommentText, Paper, StoryText, inline_html, load
from broadsheet.demo.pictures import press_picture
from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.pin import pin
from broadsheet.desk.models import (
    Author,
    Correction,
    FrontRoot,
    PublishedVersion,
    Section,
    StandingPage,
    Story,
    StoryAuthor,
    SubjectMapping,
    Topic,
    User,
)
from broadsheet.desk.models.story import RelatedStory
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture

Step = Callable[[str, int], None]
#: Which of IPTC's top subjects the demo's sections are for; an agency's story goes there and not to its feed's section.
SUBJECTS = {"01000000": "culture", "04000000": "business", "09000000": "business", "15000000": "sport"}
STAFF = (
    ("editor", "editor"),
    ("reporter", "reporter"),
    ("photo", "photo"),
    ("moderator", "moderator"),
    ("admin", "admin"),
)


def fill(step: Step, now: datetime | None = None) -> None:
    """Write the whole demo newspaper once; ``step`` hears what comes next and how many steps there are."""
    mark = Path(settings.DATA) / "demo-is-filled"
    if mark.exists():
        return
    now = now or timezone.now()
    paper = load()
    total = len(paper.pictures) + len(paper.stories) + 2
    _people()
    pictures = _pictures(paper, lambda name: step(name, total))
    _places(paper)
    stories = _stories(paper, pictures, now, lambda name: step(name, total))
    step("Comments", total)
    _comments(paper, stories, now)
    step("Wire", total)
    _wire(now)
    mark.write_text(now.isoformat(), "ascii")


def _people() -> None:
    for name, role in STAFF:
        if not User.objects.filter(username=name).exists():
            make_user(name, role)


def _pictures(paper: Paper, step: Callable[[str], None]) -> dict[str, Picture]:
    made = {}
    for text in paper.pictures:
        step(text.headline)
        guid = f"demo:{text.slug}"
        made[text.slug] = Picture.objects.filter(guid=guid).first() or _picture(text, guid)
    return made


def _picture(text: Any, guid: str) -> Picture:
    provider = "Nordpress" if "Nordpress" in text.copyright_notice else ""
    overrides = {"alt_text": text.alt_text}
    picture = import_picture(press_picture(text), filename=f"{text.slug}.jpg", provider=provider, overrides=overrides)
    Picture.objects.filter(pk=picture.pk).update(guid=guid, title=text.headline)
    picture.refresh_from_db()
    return picture


def _places(paper: Paper) -> None:
    for position, named in enumerate(paper.sections):
        Section.objects.update_or_create(slug=named.slug, defaults={"name": named.name, "position": position})
    for code, slug in SUBJECTS.items():
        SubjectMapping.objects.filter(code=code, section=None).update(section=Section.objects.get(slug=slug))
    for named in paper.topics:
        Topic.objects.get_or_create(slug=named.slug, defaults={"name": named.name})
    for writer in paper.writers:
        values = {"name": writer.name, "role": writer.role, "bio": writer.bio}
        Author.objects.update_or_create(slug=writer.slug, defaults=values)
    root = FrontRoot.objects.get()
    for text in paper.standing:
        if not StandingPage.objects.filter(slug=text.slug).exists():
            page = StandingPage(title=text.title, slug=text.slug, search_description=text.summary)
            page.body = _stream(text.body, {}, {})
            root.add_child(instance=page)
            page.save_revision().publish()


def _stories(
    paper: Paper, pictures: dict[str, Picture], now: datetime, step: Callable[[str], None]
) -> dict[str, Story]:
    made: dict[str, Story] = {}
    for text in paper.stories:
        step(text.headline)
        known = Story.objects.filter(slug=text.slug, home_section__slug=text.section).first()
        made[text.slug] = known or _story(text, pictures, made, now)
    for text in paper.stories:
        _relate(made[text.slug], [made[slug] for slug in text.related])
        if text.pinned:
            pin(made[text.slug])
    return made


def _relate(story: Story, related: list[Story]) -> None:
    """Put the related stories beside a story once all are made, newer ones too."""
    if not story.related_stories.exists():
        rows = [RelatedStory(story=story, related=other, sort_order=place) for place, other in enumerate(related)]
        RelatedStory.objects.bulk_create(rows)


def _story(text: StoryText, pictures: dict[str, Picture], earlier: dict[str, Story], now: datetime) -> Story:
    at = now - timedelta(minutes=text.minutes_ago)
    story = Story(
        headline=text.headline,
        slug=text.slug,
        slugline=text.slugline,
        standfirst=text.standfirst,
        form=text.form,
        byline=text.byline,
        dateline=text.dateline,
        home_section=Section.objects.get(slug=text.section),
        lead_picture=pictures.get(text.picture),
        lead_caption=text.picture_caption,
        urgency=text.urgency,
        provider=text.provider,
        copyright_holder=text.copyright_holder,
        comments_open=text.comments_open,
        first_published_at=at,
        language="en",
        owner=User.objects.filter(username="editor").first(),
    )
    story.body = _stream(text.body, pictures, earlier)
    story.sections = list(Section.objects.filter(slug__in=text.sections))
    story.topics = list(Topic.objects.filter(slug__in=text.topics))
    writers = {author.slug: author for author in Author.objects.filter(slug__in=text.authors)}
    story.story_authors = [
        StoryAuthor(author=writers[slug], sort_order=place) for place, slug in enumerate(text.authors)
    ]
    with transaction.atomic():
        story.full_clean()
        story.save()
        story.publish(story.save_revision(), now=at)
        _history(story, text, now)
    fresh: Story = Story.objects.get(pk=story.pk)
    return fresh


def _history(story: Story, text: StoryText, now: datetime) -> None:
    """Write the updates and corrections of the past days, each at its own time."""
    events = [
        (now - timedelta(minutes=c.minutes_ago), PublishedVersion.Kind.CORRECTED, c.text) for c in text.corrections
    ]
    if text.updated_minutes_ago is not None:
        when = now - timedelta(minutes=text.updated_minutes_ago)
        events.append((when, PublishedVersion.Kind.UPDATED, text.update_note))
        Story.objects.filter(pk=story.pk).update(updated_at=when)
    for number, (when, kind, sentence) in enumerate(sorted(events), start=2):
        story.versions.create(number=number, kind=kind, at=when, sentence=sentence[:500])
        if kind == PublishedVersion.Kind.CORRECTED:
            Correction.objects.create(story=story, text=sentence, made_at=when)
            Story.objects.filter(pk=story.pk).update(corrected_at=when)
    first = story.first_published_at
    Story.objects.filter(pk=story.pk).update(last_published_at=max([first, *(when for when, _, _ in events)]))


def _stream(
    blocks: tuple[Block, ...], pictures: dict[str, Picture], stories: dict[str, Story]
) -> list[tuple[str, Any]]:
    stream: list[tuple[str, Any]] = []
    for block in blocks:
        if block.kind in ("paragraph", "list"):
            html = _html(block)
            if stream and stream[-1][0] == "text":
                stream[-1] = ("text", stream[-1][1] + html)
            else:
                stream.append(("text", html))
        elif made := _single(block, pictures, stories):
            stream.append(made)
    return [(kind, _rich(value) if kind == "text" else value) for kind, value in stream]


def _html(block: Block) -> str:
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{inline_html(item)}</li>" for item in block.items) + "</ul>"
    return f"<p>{inline_html(block.text)}</p>"


def _rich(html: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(html)


def _single(block: Block, pictures: dict[str, Picture], stories: dict[str, Story]) -> tuple[str, Any] | None:
    match block.kind:
        case "subhead":
            return ("subhead", block.text)
        case "quote":
            return ("quote", {"text": block.text, "name": block.name})
        case "picture" if block.ref in pictures:
            return ("picture", {"picture": pictures[block.ref], "caption": ""})
        case "related" if block.ref in stories:
            return ("related", stories[block.ref])
    return None


def _comments(paper: Paper, stories: dict[str, Story], now: datetime) -> None:
    # In the order in which they came, and each reader from a network of their own: the limits hold here too.
    # A thread that has comments was filled before the making was cut off.
    filled = set(Thread.objects.filter(comments__isnull=False).values_list("story_id", flat=True))
    for text in sorted(paper.comments, key=lambda text: -text.minutes_ago):
        if stories[text.story].pk in filled:
            continue
        _comment(text, stories[text.story].pk, now - timedelta(minutes=text.minutes_ago))


def _comment(text: CommentText, story_id: int, at: datetime) -> None:
    thread = Thread.objects.get(story_id=story_id)
    token = dict(hidden_fields(thread))["token"]
    sent = Sent(name=text.name, email=text.email, body=text.body, token=token, parent_number=text.reply_to)
    comment = post_comment(story_id, sent, network=text.name, now=at)
    if text.state != "held":
        approve(comment.pk, by=None, now=at)
    if text.state == "removed":
        remove(comment.pk, by=None, now=at + timedelta(minutes=9), reason=text.reason)


def _wire(now: datetime) -> None:
    """Put the wire samples into the feed's folder: `up` shows them arriving at the desk."""
    folder = Path(settings.FEEDS_ROOT) / "nordpress"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in deliveries(now):
        (folder / name).write_bytes(data)
