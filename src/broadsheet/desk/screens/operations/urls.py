"""The addresses of the operations screen, below /desk/operations/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:number>/again/", views.again, name="again"),
]
