"""The story's screens, at /desk/stories/."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.desk.models import Story
from broadsheet.desk.screens.access import guarded, guarded_path
from broadsheet.desk.screens.stories import acts, editing, panels
from broadsheet.desk.screens.stories.choosers import StoryChooserViewSet
from broadsheet.desk.screens.stories.listing import StoryIndexView


class StoryViewSet(SnippetViewSet):  # type: ignore[misc]
    """List, editor, history, and the acts of a newsroom."""

    model = Story
    icon = "doc-full"
    base_url_path = "stories"
    admin_url_namespace = "stories"
    add_to_admin_menu = True
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 100
    list_per_page = 40
    index_results_template_name = "desk/stories/list_results.html"
    copy_view_enabled = False
    index_view_class = StoryIndexView
    add_view_class = editing.StoryCreateView
    edit_view_class = editing.StoryEditView
    unpublish_view_class = editing.StoryUnpublishView
    workflow_action_view_class = editing.StoryWorkflowActionView
    revisions_revert_view_class = editing.StoryRevertView
    chooser_viewset_class = StoryChooserViewSet
    edit_handler = panels.edit_handler

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Return a screen that answers 404 for a story which the person does not see."""
        return guarded(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        """Return Wagtail's addresses and those of our acts."""
        return [
            *super().get_urlpatterns(),
            guarded_path("correct/<int:pk>/", acts.CorrectView.as_view(), "correct"),
            guarded_path("kill/<int:pk>/", acts.KillView.as_view(), "kill"),
            guarded_path("pin/<int:pk>/", acts.PinView.as_view(), "pin"),
        ]
