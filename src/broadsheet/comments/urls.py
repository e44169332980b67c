"""The room's one public address: a comment is posted to its story's number."""

from __future__ import annotations

from django.urls import path

from broadsheet.comments.views import post

app_name = "comments"
urlpatterns = [path("<int:story_id>/", post, name="post")]
