import portal.sealed_fields
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
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=255, unique=True)),
                (
                    "to",
                    portal.sealed_fields.SealedTextField(
                        blank=True, default="", fingerprint="to_fp", purpose="contact"
                    ),
                ),
                ("to_fp", portal.sealed_fields.FingerprintField(blank=True, default="", editable=False, max_length=64)),
                ("from_address", models.EmailField(max_length=254)),
                ("from_name", models.CharField(blank=True, max_length=100)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("reply_kind", models.CharField(blank=True, max_length=30)),
                ("reply_ref", models.CharField(blank=True, max_length=60)),
                ("in_reply_to", models.CharField(blank=True, max_length=998)),
                ("auto", models.BooleanField(default=False)),
                ("unsubscribe_url", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("bounced", "came back"),
                        ],
                        default="queued",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mails",
                "indexes": [
                    models.Index(fields=["to_fp", "created_at"], name="outgoing_to"),
                    models.Index(fields=["reply_kind", "reply_ref", "id"], name="outgoing_by_reply"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RawMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200, unique=True)),
                ("account", models.CharField(max_length=60)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="bytes as received")),
                ("received_at", models.DateTimeField(default=portal.worktime.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("stored", "waiting"), ("done", "taken in"), ("quarantined", "kept apart")],
                        default="stored",
                        max_length=11,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "raw mail",
                "verbose_name_plural": "raw mails",
                "indexes": [
                    models.Index(condition=models.Q(("state", "stored")), fields=["id"], name="raw_mail_waiting")
                ],
            },
        ),
    ]
