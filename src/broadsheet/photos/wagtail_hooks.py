"""Where the room's own screens take the place of Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from broadsheet.photos.views import PictureIndexView, preview


@hooks.register("register_admin_urls", order=-1)  # type: ignore[untyped-decorator]
def picture_screens() -> list[URLPattern]:
    """Return the addresses of list and preview, equal to Wagtail's and ahead of them; Wagtail adds the sign-in."""
    return [
        path("images/", PictureIndexView.as_view()),
        path("images/results/", PictureIndexView.as_view(results_only=True)),
        path("images/<int:image_id>/preview/<str:filter_spec>/", preview),
    ]
