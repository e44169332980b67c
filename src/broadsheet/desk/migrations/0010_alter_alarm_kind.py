"""The desk is told of a picture's licence that ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_uses_of_today")]

    operations = [
        migrations.AlterField(
            "alarm",
            "kind",
            models.CharField(
                choices=[
                    ("kill", "killed on the wire"),
                    ("own-kill", "killed on the wire, but the story is our own"),
                    ("hold", "held on the wire after publication"),
                    ("picture", "picture killed on the wire"),
                    ("ending", "a picture's licence ends"),
                    ("silent", "feed is silent"),
                    ("failing", "feed is failing"),
                    ("refused", "not published by its rule"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        )
    ]
