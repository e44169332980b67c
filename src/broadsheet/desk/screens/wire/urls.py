"""The wire's addresses, below /desk/wire/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.wire import deeds, files, health, quarantine, saved, views

app_name = "wire"
urlpatterns = [
    path("", views.index, name="index"),
    path("since/", views.since, name="since"),
    path("health/", health.page, name="health"),
    path("views/", saved.save, name="save_view"),
    path("views/<int:view_id>/forget/", saved.forget, name="forget_view"),
    path("<int:record_id>/", views.one, name="one"),
    path("<int:record_id>/received/", files.received, name="received"),
    path("<int:record_id>/picture/", files.picture, name="picture"),
    path("<int:record_id>/make/", deeds.make, name="make"),
    path("<int:record_id>/keep/", deeds.keep, name="keep"),
    path("<int:record_id>/update/", deeds.update, name="update"),
    path("<int:record_id>/dismiss/", deeds.put_away, name="dismiss"),
    path("<int:record_id>/put-back/", deeds.bring_back, name="put_back"),
    path("<int:record_id>/kill/", deeds.kill, name="kill"),
    path("quarantine/<int:file_id>/", files.quarantined, name="quarantined"),
    path("quarantine/<int:file_id>/retry/", quarantine.again, name="retry"),
    path("quarantine/<int:file_id>/settle/", quarantine.settle, name="settle"),
]
