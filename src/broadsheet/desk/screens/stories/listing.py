"""The list of stories: state, section, urgency, who holds it, what changed last; search over the desk's own index."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

from broadsheet.desk.models import Section, Story, User
from broadsheet.desk.screens.stories.paging import StoryPaginator
from broadsheet.desk.screens.stories.states import STATES, WORDS, AsListed, in_state, state_of, with_states
from broadsheet.desk.search import DESK, find
from broadsheet.desk.shown import owing_alt_text
from broadsheet.desk.visibility import visible_to

#: Of a search the newest so many are listed.
MAX_FOUND = 500


class StoryFilters(WagtailFilterSet):  # type: ignore[misc]
    """What a list of stories may be narrowed by."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="in_this_state")
    home_section = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Section"), queryset=Section.objects.all(), method="with_this"
    )
    urgency = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Urgency"),
        choices=[(number, str(number)) for number in range(1, 10)],
        distinct=False,  # a story has one; to look for doubles the database would read every story
    )
    owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Owner"),
        queryset=User.objects.filter(is_active=True).order_by("username"),
        method="with_this",
    )

    alt_text = django_filters.ChoiceFilter(
        label=gettext_lazy("Alt text"), choices=[("owed", gettext_lazy("Owed"))], method="with_this_alt_text"
    )

    class Meta:
        model = Story
        fields = ["state", "alt_text", "home_section", "urgency", "owner", "language"]

    def in_this_state(self, stories: QuerySet[Story], name: str, value: str) -> QuerySet[Story]:
        """Return the stories in the chosen state."""
        return in_state(stories, value, timezone.now())

    def with_this(self, stories: QuerySet[Story], name: str, value: Any) -> QuerySet[Story]:
        """Return the stories of the section, or of the owner."""
        return stories.alias(**{f"listed_{name}": AsListed(F(name))}).filter(**{f"listed_{name}": value.pk})

    def with_this_alt_text(self, stories: QuerySet[Story], name: str, value: str) -> QuerySet[Story]:
        """Return the published stories with a picture whose alt text nobody has written."""
        return stories.filter(pk__in=owing_alt_text().values("pk"))


class StateColumn(Column):  # type: ignore[misc]
    """The state as a word."""

    cell_template_name = "desk/stories/state_cell.html"

    def get_value(self, instance: Story) -> dict[str, Any]:
        """Return the state's name, for its colour, and its word."""
        state = state_of(instance, timezone.now())
        return {"name": state, "word": WORDS[state]}


class HolderColumn(Column):  # type: ignore[misc]
    """Who has the story: who locked it, else who writes in it now, else who saved last."""

    def get_value(self, instance: Story) -> str:
        """Return the name with a word on what it means."""
        if instance.locked:
            return _("Locked: %(name)s") % {"name": _name(instance.locked_by)}
        if instance.writer_name:  # type: ignore[attr-defined]
            return _("Writing: %(name)s") % {"name": instance.writer_name}  # type: ignore[attr-defined]
        return _name(instance.latest_revision.user) if instance.latest_revision else _name(instance.owner)


def _name(person: Any) -> str:
    return person.get_username() if person else "–"


class StoryIndexView(IndexView):  # type: ignore[misc]
    """The list. The newest edit stands first; a row costs no query of its own."""

    is_searchable = True
    filterset_class = StoryFilters
    paginator_class = StoryPaginator
    default_ordering = "-latest_revision"
    page_title = gettext_lazy("Stories")

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; stories are not deleted by the dozen, so there is none to tick."""
        return [
            self._get_title_column_class(TitleColumn)(
                "headline", label=_("Headline"), accessor=latest_headline, get_url=self.get_edit_url
            ),
            StateColumn("state", label=_("State")),
            Column("home_section", label=_("Section"), accessor="home_section.name"),
            Column("urgency", label=_("Urgency"), accessor="urgency"),
            HolderColumn("holder", label=_("Who has it")),
            UpdatedAtColumn(label=_("Changed"), sort_key=None),
        ]

    def get_base_queryset(self) -> QuerySet[Story]:
        """Return the stories that this person sees, with all that a row shows."""
        stories = visible_to(self.request.user).select_related(
            "home_section", "owner", "locked_by", "latest_revision", "latest_revision__user"
        )
        return with_states(stories, timezone.now()).defer("latest_revision__content", "body")

    def order_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """Put the newest edit first: a revision's number grows with time, and the columns have an index."""
        return self._annotate_queryset_updated_at(queryset).order_by("-latest_revision_id", "-pk")

    def search_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """Ask the desk's own index; Wagtail's is switched off."""
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=find(self.search_query, among=DESK, limit=MAX_FOUND))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how many there are, in words."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"found": context["paginator"].items_count_label}

    def get_list_more_buttons(self, instance: Story) -> list[Any]:
        """Return the buttons of a row, without deletion for a story that readers have seen."""
        buttons = super().get_list_more_buttons(instance)
        gone = reverse(self.delete_url_name, args=[instance.pk]) if instance.first_published_at else None
        return [button for button in buttons if button.url != gone]


def latest_headline(story: Story) -> str:
    """Return the headline of the latest draft; the row itself has what readers see."""
    return (story.latest_revision.object_str if story.latest_revision else "") or story.headline
