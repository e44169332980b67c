"""The desk's own addresses, in front of Wagtail's: sign-in, and the pictures that only the newsroom sees."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from broadsheet.desk import views

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("media/<path:name>", views.media, name="desk_media"),
]
