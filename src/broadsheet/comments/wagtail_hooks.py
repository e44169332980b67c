"""The room's place at the desk: a menu item with the number waiting, its screens and its permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from broadsheet.comments import screens
from broadsheet.comments.acts.move import MODERATE

MENU_ORDER = 300

_queue_urls = [
    path("", screens.index, name="index"),
    path("approve/", screens.approve_many, name="approve_many"),
    path("<int:comment_id>/", screens.one, name="one"),
    path("<int:comment_id>/address/", screens.address, name="address"),
    path("<int:comment_id>/<slug:action>/", screens.act, name="act"),
    path("stories/<int:story_id>/<slug:action>/", screens.thread, name="thread"),
]


class CommentsMenuItem(MenuItem):
    """Comments, and how many of them wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to moderators."""
        return request.user.has_perm(MODERATE)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Return the menu item with the number that waits now."""
        item = super().render_component(request)
        count = screens.waiting()
        if count:
            item.label = f"{item.label} ({count})"
        return item


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def register_queue() -> list[URLPattern | URLResolver]:
    """Put the queue at /desk/comments/."""
    return [path("comments/", include((_queue_urls, "comments_queue"), namespace="comments_queue"))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def register_menu_item() -> CommentsMenuItem:
    """Put the queue into the desk's menu."""
    return CommentsMenuItem(
        _("Comments"), reverse("comments_queue:index"), name="comments", icon_name="comment", order=MENU_ORDER
    )


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]
def register_permissions() -> QuerySet[Permission]:
    """Let administrators give the room's two permissions to a role."""
    codenames: Any = ["moderate_comment", "view_commentaddress"]
    return Permission.objects.filter(content_type__app_label="comments", codename__in=codenames)
