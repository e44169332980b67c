"""The room's tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=80)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Waiting"),
                            ("published", "Published"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        default="held",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("network", models.CharField(editable=False, max_length=64)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "permissions": [("moderate_comment", "Can moderate comments")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CommentAddress",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="address",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("ciphertext", models.BinaryField()),
                ("digest", models.CharField(db_index=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "commenter's email address",
                "verbose_name_plural": "commenters' email addresses",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("story_id", models.PositiveBigIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6),
                ),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("last_number", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "thread",
                "verbose_name_plural": "threads",
                "indexes": [models.Index(fields=["state", "closes_at"], name="comments_th_state_af3fab_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="comments_thread_state"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="thread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="comments.thread"
            ),
        ),
        migrations.CreateModel(
            name="ModerationEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("approve", "approved the comment"),
                            ("reject", "rejected the comment"),
                            ("reopen", "put the comment back in the queue"),
                            ("remove", "removed the comment"),
                            ("restore", "put the comment back on the page"),
                            ("look", "looked at the email address"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "old_state",
                    models.CharField(
                        choices=[
                            ("held", "Waiting"),
                            ("published", "Published"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "new_state",
                    models.CharField(
                        choices=[
                            ("held", "Waiting"),
                            ("published", "Published"),
                            ("rejected", "Rejected"),
                            ("removed", "Removed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=150)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "moderation entry",
                "verbose_name_plural": "moderation entries",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action__in", ["approve", "reject", "reopen", "remove", "restore", "look"])
                        ),
                        name="comments_entry_action",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["state", "created_at"], name="comments_co_state_d35532_idx"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["thread", "created_at"], name="comments_co_thread__de1260_idx"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["network", "created_at"], name="comments_co_network_ef17c4_idx"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["created_at"], name="comments_co_created_5f6a12_idx"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(fields=("thread", "number"), name="comments_number_once_a_thread"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number__isnull", True), ("published_at__isnull", True), ("state__in", ["held", "rejected"])
                    ),
                    models.Q(
                        ("number__gte", 1), ("published_at__isnull", False), ("state__in", ["published", "removed"])
                    ),
                    _connector="OR",
                ),
                name="comments_comment_state",
            ),
        ),
    ]
