"""The state of a story as one word, the first that is true; and the question that finds the stories of a state.

The order is what a desk has to know first: dead, held, then what readers see.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession
from wagtail.models import Revision, WorkflowState

from broadsheet.desk.models import Story

#: An editor who has not been heard of for so long has gone away.
PRESENT_FOR = timedelta(seconds=60)

STATES: tuple[tuple[str, str | Promise], ...] = (
    ("draft", _("Draft")),
    ("ready", _("Ready for an editor")),
    ("scheduled", _("Scheduled")),
    ("published", _("Published")),
    ("changed", _("Published, changes waiting")),
    ("held", _("Held")),
    ("unpublished", _("Unpublished")),
    ("killed", _("Killed")),
)
WORDS = dict(STATES)


class AsListed(Func):
    """A column that the list is narrowed by while it walks from the newest edit to the oldest.

    SQLite would go by the column's own index, read every story of a section, and sort them, to show forty; the plus sign
    keeps it from that (sqlite.org, “Disqualifying WHERE clause terms”). PostgreSQL knows what is rare, and chooses well.
    """

    template = "+%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write the column as it is."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


def with_states(stories: QuerySet[Story], now: datetime) -> QuerySet[Story]:
    """Return the stories with what the list asks of each, so that a row asks nothing: schedule, workflow, who is in it."""
    kind = ContentType.objects.get_for_model(Story)
    number = Cast(OuterRef("pk"), CharField())
    waiting = Revision.objects.filter(base_content_type=kind, object_id=number, approved_go_live_at__isnull=False)
    handed_in = WorkflowState.objects.filter(
        base_content_type=kind, object_id=number, status=WorkflowState.STATUS_IN_PROGRESS
    )
    writers = EditingSession.objects.filter(content_type=kind, object_id=number, last_seen_at__gt=now - PRESENT_FOR)
    return stories.alias(listed_live=AsListed(F("live"))).annotate(
        is_scheduled=Exists(waiting),
        is_ready=Exists(handed_in),
        writer_name=Subquery(writers.order_by("-last_seen_at").values("user__username")[:1]),
    )


def state_of(story: Story, now: datetime) -> str:
    """Return the state of a story that ``with_states`` gave."""
    if story.killed_at:
        return "killed"
    if story.live:
        return "changed" if story.has_unpublished_changes else "published"
    if story.is_scheduled:  # type: ignore[attr-defined]
        return "scheduled"
    if story.pubstatus == Story.PubStatus.WITHHELD or (story.embargoed_until and story.embargoed_until > now):
        return "held"
    if story.is_ready:  # type: ignore[attr-defined]
        return "ready"
    return "unpublished" if story.first_published_at else "draft"


def in_state(stories: QuerySet[Story], state: str, now: datetime) -> QuerySet[Story]:
    """Return those of the stories (from ``with_states``) that ``state_of`` calls so."""
    dead, held = Q(killed_at__isnull=False), Q(pubstatus="withheld") | Q(embargoed_until__gt=now)
    unheld = Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now)
    off = Q(killed_at__isnull=True, listed_live=False)
    asked = {
        "killed": dead,
        "changed": Q(listed_live=True, has_unpublished_changes=True),
        "published": Q(listed_live=True, has_unpublished_changes=False),
        "scheduled": off & Q(is_scheduled=True),
        "held": off & Q(is_scheduled=False) & held,
        "ready": off & Q(is_scheduled=False, is_ready=True),
        "unpublished": off & Q(is_scheduled=False, is_ready=False, first_published_at__isnull=False),
        "draft": off & Q(is_scheduled=False, is_ready=False, first_published_at__isnull=True),
    }[state]
    found = stories.filter(asked)
    return found.filter(~Q(pubstatus="withheld"), unheld) if state in ("ready", "unpublished", "draft") else found
