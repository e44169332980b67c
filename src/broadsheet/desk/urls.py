"""The desk's own addresses, in front of Wagtail's: sign-in, and the pictures that only the newsroom sees."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from broadsheet.desk import account_views, views

#: What allauth offers and a newsroom does not: accounts are made by an administrator, and have one e-mail address.
CLOSED = (
    *("accounts/signup/", "accounts/email/", "accounts/confirm-email/", "accounts/confirm-email/<path:key>"),
    "accounts/login/code/confirm/",
    # The same of Wagtail: pages for its own tests, documents, and embeds that are fetched while somebody writes.
    *(
        "test404/",
        "failwhale/",
        "documents/",
        "documents/<path:rest>",
        "api/main/documents/",
        "api/main/documents/<path:rest>",
    ),
    *("embeds/chooser/", "embeds/chooser/upload/"),
)

urlpatterns = [
    *(path(address, account_views.nothing) for address in CLOSED),
    path("accounts/once/<str:token>/", account_views.once, name="desk_once"),
    path("accounts/", include("allauth.urls")),
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("media/<path:name>", views.media, name="desk_media"),
    path("users/<int:number>/second-factor/", account_views.factor, name="desk_user_factor"),
]
