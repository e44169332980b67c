"""What the scorer keeps: a score for each comment, what was learnt, the newsroom's own words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="score",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("spam", models.FloatField()),
                ("incivility", models.FloatField()),
                ("held_for", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=dict)),
                ("circumstances", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField()),
                ("near_one", models.BigIntegerField(db_index=True, null=True)),
                ("near_two", models.BigIntegerField(db_index=True, null=True)),
            ],
            options={
                "verbose_name": "score of a comment",
                "verbose_name_plural": "scores of comments",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LearntScorer",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("decisions", models.PositiveIntegerField()),
                ("last_entry", models.BigIntegerField(default=0)),
                ("spam_weights", models.BinaryField(default=bytes)),
                ("incivility_weights", models.BinaryField(default=bytes)),
                ("figures", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "what the scorer has learnt",
                "verbose_name_plural": "what the scorer has learnt",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="comments_one_learnt_scorer")
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("spam", "Spam"), ("incivility", "Incivility")], max_length=10)),
                ("text", models.CharField(max_length=80)),
            ],
            options={
                "verbose_name": "word to hold comments for",
                "verbose_name_plural": "words to hold comments for",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "text"), name="comments_own_word_once_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["spam", "incivility"])), name="comments_own_word_kind"
                    ),
                ],
            },
        ),
    ]
