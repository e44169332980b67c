"""Where rules and subjects stand in the menu and among the desk's addresses."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.screens.rules import subjects, views
from broadsheet.desk.screens.rules.access import SEE_RULES, SEE_SUBJECTS


class RulesMenuItem(MenuItem):  # type: ignore[misc]
    """Rules, for who keeps them."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may see rules."""
        return bool(request.user.has_perm(SEE_RULES))


class SubjectsMenuItem(MenuItem):  # type: ignore[misc]
    """Subjects, for who keeps them."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may see the table."""
        return bool(request.user.has_perm(SEE_SUBJECTS))


class RuleViewSet(ViewSet):  # type: ignore[misc]
    """Rules for the wire."""

    url_prefix, url_namespace = "wire-rules", "wire_rules"
    icon = "cogs"
    menu_name, menu_label = "wire-rules", _("Rules for the wire")
    menu_item_class = RulesMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the screens' addresses; the first is the menu's."""
        return [
            path("", views.index, name="index"),
            path("new/", views.new, name="new"),
            path("new/try/", views.try_new, name="try_new"),
            path("done/", views.hits, name="hits"),
            path("<int:rule_id>/", views.edit, name="edit"),
            path("<int:rule_id>/try/", views.try_one, name="try"),
            path("<int:rule_id>/on/", views.on, name="on"),
            path("<int:rule_id>/off/", views.off, name="off"),
            path("<int:rule_id>/up/", views.up, name="up"),
            path("<int:rule_id>/down/", views.down, name="down"),
            path("<int:rule_id>/delete/", views.delete, name="delete"),
        ]


class SubjectViewSet(ViewSet):  # type: ignore[misc]
    """Subjects of the agencies."""

    url_prefix, url_namespace = "wire-subjects", "wire_subjects"
    icon = "tag"
    menu_name, menu_label = "wire-subjects", _("Subjects of the agencies")
    menu_item_class = SubjectsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the screens' addresses; the first is the menu's."""
        return [
            path("", subjects.index, name="index"),
            path("new/", subjects.new, name="new"),
            path("<int:row_id>/", subjects.edit, name="edit"),
            path("<int:row_id>/delete/", subjects.delete, name="delete"),
        ]
