from django.db import migrations, models

import broadsheet.settings.logs


class Migration(migrations.Migration):

    dependencies = [
        ("press", "0003_late_keys_and_measures"),
    ]

    operations = [
        migrations.AddField(
            model_name="stalekey",
            name="request",
            field=models.CharField(
                blank=True,
                default=broadsheet.settings.logs.current_request,
                help_text="Which request, in the log.",
                max_length=32,
            ),
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField(unique=True)),
                ("waiting", models.JSONField(default=dict, help_text="Jobs that wait, by urgency, and keys.")),
                ("oldest_seconds", models.FloatField(default=0.0)),
                (
                    "histogram",
                    models.JSONField(
                        default=dict, help_text="Seconds from a change to its durable page, of all presses."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BackupNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(db_index=True)),
                ("seal", models.CharField(max_length=64, unique=True)),
                ("size_bytes", models.BigIntegerField()),
                ("is_encrypted", models.BooleanField()),
            ],
        ),
    ]
