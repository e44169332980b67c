"""Where the desk's screens stand in Wagtail's."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from broadsheet.desk.models import Story
from broadsheet.desk.screens import account, choosers_without_scripts, deletion, home, menu
from broadsheet.desk.screens.alarms import menu as alarms_menu
from broadsheet.desk.screens.alarms import urls as alarms_urls
from broadsheet.desk.screens.offers import urls as offer_urls
from broadsheet.desk.screens.operations import menu as operations_menu
from broadsheet.desk.screens.operations import urls as operations_urls
from broadsheet.desk.screens.pictures import urls as picture_urls
from broadsheet.desk.screens.pictures.page import PicturePageView
from broadsheet.desk.screens.pictures.upload import add as add_pictures
from broadsheet.desk.screens.pictures.views import index as photo_desk
from broadsheet.desk.screens.setup import SetUpGroup
from broadsheet.desk.screens.stories import actions
from broadsheet.desk.screens.stories.viewset import StoryViewSet
from broadsheet.desk.screens.wire import urls as wire_urls

choosers_without_scripts.install()
account.install()
register_snippet(StoryViewSet)
register_snippet(SetUpGroup)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def wire_screens() -> list[Any]:
    """Put the wire at /desk/wire/."""
    return [path("wire/", include(wire_urls))]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def offer_screens() -> list[Any]:
    """Put new versions of what stories rest on at /desk/updates/."""
    return [path("updates/", include(offer_urls))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def offers_in_the_menu() -> menu.OffersMenuItem:
    """Put the updates that wait into the menu."""
    return menu.offers_item()


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def alt_text_in_the_menu() -> menu.AltTextMenuItem:
    """Put the pictures that nobody has described into the menu."""
    return menu.alt_text_item()


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def wire_in_the_menu() -> menu.WireMenuItem:
    """Put the wire into the menu."""
    return menu.wire_item()


@hooks.register("register_admin_urls", order=-1)  # type: ignore[untyped-decorator]
def picture_screens() -> list[Any]:
    """Put the photo desk in front of Wagtail's screens for pictures, and what is its own at /desk/pictures/."""
    return [
        path("images/", photo_desk),
        path("images/results/", photo_desk),
        path("images/<int:image_id>/", PicturePageView.as_view()),
        path("images/add/", add_pictures),
        path("images/multiple/add/", add_pictures),
        path("pictures/", include(picture_urls)),
    ]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def alarm_screens() -> list[Any]:
    """Put the alarms at /desk/alarms/."""
    return [path("alarms/", include(alarms_urls))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def alarms_in_the_menu() -> alarms_menu.AlarmsMenuItem:
    """Put the alarms into the menu."""
    return alarms_menu.alarms_item()


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def operations_screens() -> list[Any]:
    """Put the operations screen at /desk/operations/."""
    return [path("operations/", include(operations_urls))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def operations_in_the_menu() -> operations_menu.OperationsMenuItem:
    """Put the operations screen into the menu."""
    return operations_menu.operations_item()


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def alarms_css() -> str:
    """Add the alarms' colours: their bar is on every page."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/alarms.css"))


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def menu_in_our_words(request: Any, items: list[Any]) -> None:
    """Name the menu's items as a newsroom does."""
    menu.in_our_words(items)


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def wire_at_home(request: Any, panels: list[Any]) -> None:
    """Begin the first screen with what on the wire waits for somebody."""
    panels.append(home.WirePanel())


# After Wagtail's own rooms, which add their counts by the same hook.
@hooks.register("construct_homepage_summary_items", order=1000)  # type: ignore[untyped-decorator]
def no_counts_at_home(request: Any, items: list[Any]) -> None:
    """Count no pages and images on the first screen: a newsroom works from stories and the wire."""
    items.clear()


@hooks.register("register_snippet_action_menu_item")  # type: ignore[untyped-decorator]
def correct_item(model: type) -> actions.CorrectItem | None:
    """Offer a correction."""
    return actions.CorrectItem() if model is Story else None


@hooks.register("register_snippet_action_menu_item")  # type: ignore[untyped-decorator]
def pin_item(model: type) -> actions.PinItem | None:
    """Offer the lead of the front."""
    return actions.PinItem() if model is Story else None


@hooks.register("register_snippet_action_menu_item")  # type: ignore[untyped-decorator]
def kill_item(model: type) -> actions.KillItem | None:
    """Offer a kill."""
    return actions.KillItem() if model is Story else None


@hooks.register("construct_snippet_action_menu")  # type: ignore[untyped-decorator]
def action_menu_in_our_words(items: list[Any], request: Any, context: Any) -> None:
    """Say "Update" for a story that is out."""
    actions.with_our_words(items, context)


@hooks.register("before_delete_snippet")  # type: ignore[untyped-decorator]
def keep_what_is_used(request: Any, objects: list[Any]) -> HttpResponse | None:
    """Refuse to delete what readers have seen or stories use."""
    return deletion.refuse(request, objects)


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def our_css() -> str:
    """Add the desk's own colours for states."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")  # type: ignore[untyped-decorator]
def our_widgets() -> str:
    """Start fields and panels without a script in the page."""
    return format_html('<script type="module" src="{}"></script>', static("desk/widgets.js"))
