"""The wire's addresses, below /desk/wire/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.wire import views

app_name = "wire"
urlpatterns = [
    path("", views.index, name="index"),
    path("count/", views.count, name="count"),
    path("<int:record_id>/", views.one, name="one"),
    path("<int:record_id>/received/", views.received, name="received"),
    path("<int:record_id>/picture/", views.picture, name="picture"),
    path("<int:record_id>/make/", views.make, name="make"),
    path("<int:record_id>/keep/", views.keep, name="keep"),
    path("<int:record_id>/update/", views.update, name="update"),
    path("<int:record_id>/dismiss/", views.put_away, name="dismiss"),
    path("quarantine/<int:file_id>/", views.quarantined, name="quarantined"),
]
