"""The wire's own address, for agencies' programs: below /wire/."""

from __future__ import annotations

from django.urls import path

from broadsheet.wire import views

urlpatterns = [
    path("push/<slug:feed_name>/", views.push, name="wire_push"),
]
