"""The reader's one address that is asked anew each time."""

from __future__ import annotations

from django.urls import path

from broadsheet.reader import views

urlpatterns = [path("search/", views.search, name="search")]
