"""The photo desk's addresses: those that take the place of Wagtail's, below /desk/images/, and its own, below /desk/pictures/."""

from __future__ import annotations

from django.urls import path

from broadsheet.desk.screens.pictures import bulk, compare, copies, uses

app_name = "pictures"
urlpatterns = [
    path("change/", bulk.choose, name="bulk"),
    path("changes/<int:event_id>/", bulk.done, name="done"),
    path("changes/<int:event_id>/undo/", bulk.undo, name="undo"),
    path("compare/", compare.chosen, name="compare_chosen"),
    path("compare/<int:first_id>/<int:second_id>/", compare.show, name="compare"),
    path("compare/<int:first_id>/<int:second_id>/keep/", compare.keep, name="keep"),
    path("compare/<int:first_id>/<int:second_id>/two/", compare.settle, name="settle"),
    path("<int:picture_id>/copies/", copies.make_again, name="copies"),
    path("uses/", uses.index, name="uses"),
    path("uses.csv", uses.export, name="uses_csv"),
]
