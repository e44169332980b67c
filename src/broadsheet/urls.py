"""The app's addresses. A reader's page is a file and never comes here, save when it was not rendered yet."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from broadsheet.comments import urls as comments_urls
from broadsheet.desk import urls as desk_urls
from broadsheet.press import urls as press_urls
from broadsheet.press import views as press_views
from broadsheet.reader import urls as reader_urls
from broadsheet.wire import urls as wire_urls

urlpatterns = [
    path("", include(press_urls)),
    path("", include(reader_urls)),
    path("comments/", include(comments_urls)),
    path("wire/", include(wire_urls)),
    path("desk/", include(desk_urls)),
    path("desk/", include(wagtailadmin_urls)),
    re_path(r"^", press_views.page, name="page"),
]
handler404 = "broadsheet.reader.views.not_found"
handler500 = "broadsheet.reader.views.server_error"
