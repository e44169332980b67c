"""Which stories a person at the desk sees: every screen, list, chooser and search asks here (criterion P2)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from broadsheet.desk.models import Story


def visible_to(user: Any) -> QuerySet[Story]:
    """Return the stories that the person may open: all for who publishes, none for who reads no stories.

    Everybody else sees what readers see, what colleagues share, and their own private drafts.
    """
    if not user.is_active or not (user.has_perm("desk.view_story") or user.has_perm("desk.change_story")):
        return Story.objects.none()
    if user.has_perm("desk.publish_story"):
        return Story.objects.all()
    return Story.objects.filter(Q(private=False) | Q(live=True) | Q(owner_id=user.pk))


def may_see(user: Any, story: Story) -> bool:
    """Return whether the person may open the story."""
    return visible_to(user).filter(pk=story.pk).exists()
