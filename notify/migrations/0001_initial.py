import datetime
import django.db.models.deletion
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("owners", "__first__"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Bell",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("last_number", models.PositiveIntegerField(default=0)),
                        ("read_through", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="WeChatFollower",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("openid", models.CharField(max_length=64, unique=True)),
                        ("unionid", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("following", models.BooleanField(default=True)),
                        ("problem", models.CharField(blank=True, max_length=100)),
                        ("changed_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "WeChat follower",
                        "verbose_name_plural": "WeChat followers",
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=60)),
                        ("params", models.JSONField(default=dict)),
                        ("url", models.CharField(max_length=300)),
                        ("dedupe", models.CharField(max_length=120)),
                        ("audience", models.CharField(blank=True, max_length=60)),
                        ("bundle", models.CharField(blank=True, max_length=60)),
                        ("actor", models.CharField(blank=True, max_length=40)),
                        ("rank", models.PositiveSmallIntegerField(default=0)),
                        ("people", models.PositiveIntegerField(default=1)),
                        ("more", models.PositiveIntegerField(default=0)),
                        ("folded", models.BooleanField(default=False)),
                        ("visited", models.BooleanField(default=False)),
                        ("on_bell", models.BooleanField(default=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "notification",
                        "verbose_name_plural": "notifications",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("folded", False), ("on_bell", True), ("read_at__isnull", True)),
                                fields=["user", "number"],
                                name="notification_unread",
                            ),
                            models.Index(
                                condition=models.Q(("visited", False), models.Q(("bundle", ""), _negated=True)),
                                fields=["user", "bundle"],
                                name="notification_to_visit",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "dedupe"), name="notification_once"),
                            models.UniqueConstraint(fields=("user", "number"), name="notification_number_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("bell", "Bell"),
                                    ("sms", "Text"),
                                    ("wechat", "WeChat"),
                                    ("email", "E-mail"),
                                    ("push", "Push"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("on", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "kind", "channel"), name="preference_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("endpoint", models.CharField(max_length=700)),
                        ("endpoint_digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("p256dh", models.CharField(max_length=100)),
                        ("auth", models.CharField(max_length=40)),
                        ("name", models.CharField(blank=True, max_length=60)),
                        ("session_key", models.CharField(blank=True, db_index=True, max_length=40)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "push device",
                        "verbose_name_plural": "push devices",
                    },
                ),
                migrations.CreateModel(
                    name="Rhythm",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("quiet", models.BooleanField(default=True)),
                        ("quiet_from", models.TimeField(default=datetime.time(22, 0))),
                        ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
                        (
                            "mail",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("daily", "Once a day, what I haven't read"),
                                    ("off", "No mails"),
                                ],
                                default="at_once",
                                max_length=7,
                            ),
                        ),
                        ("digest_hour", models.PositiveSmallIntegerField(default=18)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest_hour__lte", 23)), name="rhythm_hour_of_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "notification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="notify.notification",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("bell", "Bell"),
                                    ("sms", "Text"),
                                    ("wechat", "WeChat"),
                                    ("email", "E-mail"),
                                    ("push", "Push"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("held", "waiting for its hour"),
                                    ("digest", "goes with the daily mail"),
                                    ("sending", "being sent"),
                                    ("sent", "sent"),
                                    ("failed", "failed"),
                                    ("skipped", "not needed"),
                                ],
                                default="waiting",
                                max_length=7,
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "delivery",
                        "verbose_name_plural": "deliveries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["held", "digest", "sending"])),
                                fields=["state", "due_at"],
                                name="notification_delivery_due",
                            ),
                            models.Index(
                                condition=models.Q(("state", "digest")), fields=["user"], name="notification_digest"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notification", "channel"), name="notification_delivery_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
