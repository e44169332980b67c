"""What a newsroom sets up once and keeps: sections, topics, authors; feeds have a file of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.desk.models import Author, Section, Topic
from broadsheet.desk.screens.contracts import ContractViewSet
from broadsheet.desk.screens.feeds import FeedViewSet
from broadsheet.desk.screens.rules.viewsets import RuleViewSet, SubjectViewSet
from broadsheet.desk.screens.stories.choosers import NamedChooserViewSet


class NamedViewSet(SnippetViewSet):  # type: ignore[misc]
    """Something with a name that stories have; the list says how many stories."""

    chooser_viewset_class = NamedChooserViewSet
    search_fields = ["name", "slug"]
    copy_view_enabled = False
    counted = ""

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Return all, each with the number of its stories."""
        found: QuerySet[Any] = self.model._default_manager.annotate(stories_count=Count(self.counted, distinct=True))
        return found


class SectionViewSet(NamedViewSet):
    """Sections, in the order of the navigation."""

    model = Section
    icon = "folder-open-inverse"
    base_url_path, admin_url_namespace = "sections", "sections"
    counted = "home_stories"
    list_display = ["name", "slug", "position", Column("stories_count", label=_("Stories at home here"))]
    ordering = ["position", "name"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("position"), FieldPanel("in_navigation")]


class TopicViewSet(NamedViewSet):
    """Topics, by name."""

    model = Topic
    icon = "tag"
    base_url_path, admin_url_namespace = "topics", "topics"
    counted = "stories"
    list_display = ["name", "slug", Column("stories_count", label=_("Stories"))]
    panels = [FieldPanel("name"), FieldPanel("slug")]


class AuthorViewSet(NamedViewSet):
    """Authors, by name."""

    model = Author
    icon = "user"
    base_url_path, admin_url_namespace = "authors", "authors"
    counted = "story_authors"
    list_display = ["name", "role", Column("stories_count", label=_("Stories"))]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("picture"),
        FieldPanel("account"),
    ]


class SetUpGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The menu's last group."""

    menu_label = _("Set-up")
    menu_name = "set-up"
    menu_icon = "list-ul"
    menu_order = 800
    items = (SectionViewSet, TopicViewSet, AuthorViewSet, ContractViewSet, FeedViewSet, RuleViewSet, SubjectViewSet)
