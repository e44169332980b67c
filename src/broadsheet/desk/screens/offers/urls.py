"""Addresses of new versions on the wire, below /desk/updates/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.offers import views

app_name = "offers"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:offer_id>/", views.one, name="one"),
    path("<int:offer_id>/dismiss/", views.put_away, name="dismiss"),
    path("<int:offer_id>/undo/", views.bring_back, name="undo"),
    path("<int:offer_id>/ordinary/", views.make_ordinary, name="ordinary"),
]
