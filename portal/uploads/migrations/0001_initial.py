import portal.uploads.models
import portal.worktime.clock
from django.db import migrations, models


from portal.migration_order import AFTER_FRAMEWORKS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_FRAMEWORKS,
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=portal.uploads.models.new_upload_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("scope", models.CharField(blank=True, db_index=True, max_length=60)),
                ("owner", models.CharField(help_text="pseudonym of whoever sent it", max_length=60)),
                ("kind", models.CharField(choices=[("image", "picture"), ("file", "file")], max_length=5)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(help_text="bytes as stored")),
                (
                    "sha256",
                    models.CharField(blank=True, help_text="of the bytes as received; empty if sealed", max_length=64),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=portal.uploads.models.private_storage,
                        upload_to=portal.uploads.models._full_path,
                    ),
                ),
                (
                    "thumb",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=portal.uploads.models.private_storage,
                        upload_to=portal.uploads.models._thumb_path,
                    ),
                ),
                ("sealed", models.BooleanField(default=False, editable=False)),
                (
                    "keep_until",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="named in a draft until then", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(condition=models.Q(("scope", "")), fields=["created_at"], name="upload_unbound")
                ],
            },
        ),
    ]
