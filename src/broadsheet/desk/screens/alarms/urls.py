"""The alarms' addresses, below /desk/alarms/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.alarms import views

app_name = "alarms"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:alarm_id>/clear/", views.clear, name="clear"),
    path("<int:alarm_id>/back/", views.back, name="back"),
]
