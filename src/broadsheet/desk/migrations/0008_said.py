"""What a rule refused and an alarm tells is kept as a sentence with its values, and who put a version into a story."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0007_picture_uses"),
    ]

    operations = [
        migrations.AddField("alarm", "said", models.JSONField(blank=True, null=True)),
        migrations.AddField("rulehit", "said", models.JSONField(blank=True, null=True)),
        migrations.AddField("wireoffer", "said", models.JSONField(blank=True, null=True)),
        migrations.AddField(
            "storydispatch",
            "added_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
