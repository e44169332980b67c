"""The editor's action menu: what a newsroom does to a story, in its own words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem

from broadsheet.desk.models import Story


class StoryActionItem(ActionMenuItem):  # type: ignore[misc]
    """A link to a page where the act is done; ``permission`` names who sees it."""

    permission = ""
    screen = ""

    def is_shown(self, context: Any) -> bool:
        """Show it for a story that exists, to who may do it."""
        story = context.get("instance")
        return bool(story and context["request"].user.has_perm(self.permission) and self.is_lawful(story))

    def is_lawful(self, story: Story) -> bool:
        """Return whether the act makes sense now: readers can see the story."""
        return bool(story.live)

    def get_url(self, parent_context: Any) -> str:
        """Return where the act is done."""
        return reverse(f"stories:{self.screen}", args=[parent_context["instance"].pk])


class CorrectItem(StoryActionItem):
    """Put an error right, labelled and noted."""

    name, label, icon_name, order = "action-correct", _("Correct…"), "edit", 80
    permission, screen = "desk.correct_story", "correct"


class PinItem(StoryActionItem):
    """Make it the lead of the front, or let it go."""

    name, label, icon_name, order = "action-pin", _("Lead of the front…"), "pick", 85
    permission, screen = "desk.add_frontpin", "pin"


class KillItem(StoryActionItem):
    """Withdraw it for good."""

    name, label, icon_name, order = "action-kill", _("Kill…"), "warning", 90
    permission, screen = "desk.kill_story", "kill"

    def is_lawful(self, story: Story) -> bool:
        """Return whether it was ever published and is not dead."""
        return bool(story.first_published_at and not story.killed_at)


class UpdateItem(PublishMenuItem):  # type: ignore[misc]
    """Publish, under the word that a newsroom has for a story which is out already."""

    template_name = "desk/stories/publish_item.html"

    def is_shown(self, context: Any) -> bool:
        """Hide it for a killed story, which can never be published."""
        story = context.get("instance")
        return bool(super().is_shown(context) and not (story and story.killed_at))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the word on the button."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        story = parent_context.get("instance")
        context["word"] = _("Update") if story and story.live else _("Publish")
        if context["is_scheduled"]:
            context["word"] = _("Schedule")
        return context


def with_our_words(items: list[Any], context: Any) -> None:
    """Put our button in the place of Wagtail's."""
    if context["model"] is not Story:
        return
    for number, item in enumerate(items):
        if isinstance(item, PublishMenuItem) and not isinstance(item, UpdateItem):
            items[number] = UpdateItem(order=item.order)
    items[:] = [item for item in items if not isinstance(item, UpdateItem) or item.is_shown(context)]
