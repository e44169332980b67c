# Whether the published text differs from what the agency sent.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_the_wire")]
    operations = [
        migrations.AddField(model_name="story", name="is_edited", field=models.BooleanField(editable=False, null=True))
    ]
