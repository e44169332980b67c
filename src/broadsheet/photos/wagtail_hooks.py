"""Where the room's own screens take the place of Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from broadsheet.photos import choosing
from broadsheet.photos.views import preview

choosing.install()


@hooks.register("register_admin_urls", order=-1)  # type: ignore[untyped-decorator]
def picture_screens() -> list[URLPattern]:
    """Return the address of the preview, equal to Wagtail's and ahead of it; Wagtail adds the sign-in."""
    return [path("images/<int:image_id>/preview/<str:filter_spec>/", preview)]
