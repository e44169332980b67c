from django.db import migrations, models

LATER = 2
MAX_PATH = 300
PAGE = "page:"


def carry_over(apps, schema_editor):
    """Turn what waits for a second try into jobs; keys that nobody has looked at yet stay as they are."""
    stale, jobs = apps.get_model("press", "StaleKey"), apps.get_model("press", "PageJob")
    tried = stale.objects.filter(key__startswith=PAGE, attempts__gt=0).order_by("-id")
    for row in list(tried):
        path = row.key.removeprefix(PAGE)
        if len(path) <= MAX_PATH:
            values = {"attempts": row.attempts, "error": row.error, "not_before": row.not_before}
            jobs.objects.get_or_create(path=path, defaults={"urgency": LATER, "asked_at": row.recorded_at, **values})
    tried.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("press", "0002_jobs_editions_changes"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="stalekey", name="not_before"),
        migrations.RemoveField(model_name="stalekey", name="attempts"),
        migrations.RemoveField(model_name="stalekey", name="error"),
        migrations.AddField(
            model_name="stalekey",
            name="after_page",
            field=models.BigIntegerField(default=0, help_text="How far the pages that carry it were asked for."),
        ),
        migrations.AlterField(
            model_name="page",
            name="heat",
            field=models.FloatField(default=0.0, help_text="Logarithm of its reads; a day doubles what one counts."),
        ),
        migrations.CreateModel(
            name="LateKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.PositiveSmallIntegerField(db_index=True)),
                ("key", models.CharField(max_length=320)),
            ],
        ),
        migrations.CreateModel(
            name="PressMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.PositiveSmallIntegerField(unique=True)),
                ("taken_at", models.DateTimeField()),
                (
                    "histogram",
                    models.JSONField(default=dict, help_text="Seconds from a change to its durable page: buckets, sum."),
                ),
                ("pages", models.PositiveBigIntegerField(default=0)),
                ("failed", models.PositiveBigIntegerField(default=0)),
            ],
        ),
    ]
