from django.db import migrations, models


class Migration(migrations.Migration):
    """Every change of what a topic's page shows gets a number."""

    dependencies = [
        ("forum", "0009_polls"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="changes",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="post",
            name="changed",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
