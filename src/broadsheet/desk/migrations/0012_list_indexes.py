"""Indexes for an archive of a million: the desk's list, what readers see, what changed last, opinion, corrections."""

from __future__ import annotations

from django.db import migrations, models

LISTED = [
    "latest_revision",
    "id",
    "live",
    "has_unpublished_changes",
    "home_section",
    "urgency",
    "owner",
    "language",
    "private",
    "pubstatus",
    "killed_at",
    "first_published_at",
    "embargoed_until",
]
INDEXES = (
    models.Index(fields=LISTED, name="desk_story_list"),
    models.Index(fields=["-first_published_at", "-id"], condition=models.Q(("live", True)), name="desk_story_out"),
    models.Index(
        fields=["home_section", "-first_published_at", "-id"],
        condition=models.Q(("live", True)),
        name="desk_story_at_home",
    ),
    models.Index(
        fields=["-last_published_at", "first_published_at"],
        condition=models.Q(("live", True)),
        name="desk_story_changed",
    ),
    models.Index(fields=["form", "-first_published_at"], condition=models.Q(("live", True)), name="desk_story_form"),
    models.Index(
        fields=["-corrected_at"], condition=models.Q(("corrected_at__isnull", False)), name="desk_story_corrected"
    ),
)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("desk", "0011_one_search_table")]
    operations = [
        *(migrations.RemoveIndex(model_name="story", name=name) for name in ("desk_story_live", "desk_story_home")),
        *(migrations.AddIndex(model_name="story", index=index) for index in INDEXES),
    ]
