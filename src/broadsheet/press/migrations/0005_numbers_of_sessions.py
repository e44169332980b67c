from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("press", "0004_samples_and_backups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="latekey",
            name="worker",
            field=models.PositiveIntegerField(db_index=True),
        ),
        migrations.AlterField(
            model_name="pagejob",
            name="worker",
            field=models.PositiveIntegerField(blank=True, help_text="The press that holds it.", null=True),
        ),
        migrations.AlterField(
            model_name="pressmeasure",
            name="worker",
            field=models.PositiveSmallIntegerField(help_text="One of a few rows, which presses share.", unique=True),
        ),
    ]
