import django.db.models.deletion
import mailbox.models
import portal.sealed_fields
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("mailwire", "0001_initial"),
        ("owners", "__first__"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Mailbox",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="short name")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=60, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="name (English)")),
                        (
                            "kinds",
                            models.JSONField(
                                default=list, help_text="What people may address to this mailbox.", verbose_name="kinds"
                            ),
                        ),
                        (
                            "default_kind",
                            models.CharField(
                                choices=[
                                    ("complaint", "Complaint"),
                                    ("repair", "Repair"),
                                    ("suggestion", "Suggestion"),
                                    ("enquiry", "Enquiry"),
                                    ("legal", "Legal question"),
                                ],
                                default="complaint",
                                max_length=12,
                                verbose_name="kind of what comes by mail",
                            ),
                        ),
                        ("address", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                        ("from_name", models.CharField(blank=True, max_length=60, verbose_name="sender's name")),
                        (
                            "ack_text",
                            models.TextField(
                                blank=True, help_text="Stands in every receipt by mail.", verbose_name="acknowledgement"
                            ),
                        ),
                        (
                            "ack_text_zh_hant",
                            models.TextField(blank=True, verbose_name="acknowledgement (Traditional Chinese)"),
                        ),
                        ("ack_text_en", models.TextField(blank=True, verbose_name="acknowledgement (English)")),
                        ("imap_host", models.CharField(blank=True, max_length=100, verbose_name="IMAP server")),
                        ("imap_port", models.PositiveIntegerField(default=993, verbose_name="IMAP port")),
                        (
                            "imap_security",
                            models.CharField(
                                choices=[
                                    ("ssl", "TLS (port 993)"),
                                    ("starttls", "STARTTLS (port 143)"),
                                    ("none", "None (only within one's own network)"),
                                ],
                                default="ssl",
                                max_length=8,
                                verbose_name="encryption",
                            ),
                        ),
                        ("imap_user", models.CharField(blank=True, max_length=100, verbose_name="IMAP user")),
                        ("imap_secret_sealed", models.TextField(blank=True, editable=False)),
                        (
                            "trusted_server",
                            models.CharField(
                                blank=True,
                                help_text="As it stands first in Authentication-Results. Without it no sender counts as proven.",
                                max_length=100,
                                verbose_name="our mail server's name",
                            ),
                        ),
                        ("fetched_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("fetch_problem", models.CharField(blank=True, editable=False, max_length=200)),
                        ("active", models.BooleanField(default=True, verbose_name="in use")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                    ],
                    options={
                        "verbose_name": "mailbox",
                        "verbose_name_plural": "mailboxes",
                        "ordering": ["estate_id", "sort", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Conversation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=mailbox.models.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "token",
                            models.CharField(
                                default=mailbox.models.new_token, editable=False, max_length=40, unique=True
                            ),
                        ),
                        (
                            "query_code",
                            models.CharField(default=mailbox.models.new_query_code, editable=False, max_length=8),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conversations",
                                to="mailbox.mailbox",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.estate"
                            ),
                        ),
                        ("audience", models.CharField(editable=False, max_length=60)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "Web form"),
                                    ("mail", "E-mail"),
                                    ("phone", "Telephone"),
                                    ("counter", "Counter"),
                                    ("letter", "Letter"),
                                    ("forum", "Forum"),
                                    ("transfer", "Transfer from the city"),
                                ],
                                max_length=8,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("complaint", "Complaint"),
                                    ("repair", "Repair"),
                                    ("suggestion", "Suggestion"),
                                    ("enquiry", "Enquiry"),
                                    ("legal", "Legal question"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("subject", models.CharField(max_length=200, verbose_name="subject")),
                        ("wish", models.CharField(blank=True, max_length=500, verbose_name="what would put it right")),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.contact",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.person",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.unit",
                            ),
                        ),
                        (
                            "building",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.building",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        ("anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("topic_ref", models.CharField(blank=True, max_length=40)),
                        ("outside_url", models.URLField(blank=True, max_length=400, verbose_name="address outside")),
                        (
                            "outside_number",
                            models.CharField(blank=True, max_length=60, verbose_name="number given by others"),
                        ),
                        ("outside_due_at", models.DateTimeField(blank=True, null=True, verbose_name="due to others")),
                        (
                            "progress_state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("in_progress", "In progress"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                    ("followed_up", "Followed up"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("progress_who", models.CharField(blank=True, max_length=60)),
                        ("progress_promise_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "idempotency_key",
                            models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "conversation",
                        "verbose_name_plural": "conversations",
                        "indexes": [
                            models.Index(fields=["user", "-id"], name="conversation_mine"),
                            models.Index(fields=["audience", "-id"], name="conversation_by_audience"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anonymous", False),
                                    models.Q(
                                        ("contact__isnull", True), ("person__isnull", True), ("user__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="anonymous_is_nobody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="mailbox.conversation",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("in", "from the customer"),
                                    ("out", "from us"),
                                    ("staff_only", "seen by staff only"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("author_name", models.CharField(blank=True, max_length=100)),
                        (
                            "from_address",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="from_address_fp", purpose="contact"
                            ),
                        ),
                        (
                            "from_address_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        ("html", models.TextField()),
                        ("text", models.TextField(blank=True)),
                        ("fresh_text", models.TextField(blank=True)),
                        ("sent_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        (
                            "raw",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="mailwire.rawmail",
                            ),
                        ),
                        (
                            "outgoing",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="mailwire.outgoingmail",
                            ),
                        ),
                        (
                            "mail_id",
                            models.CharField(blank=True, help_text="Message-ID of the mail it came by", max_length=998),
                        ),
                        ("unverified", models.BooleanField(default=False)),
                        ("left_out", models.CharField(blank=True, max_length=500)),
                        (
                            "idempotency_key",
                            models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("unverified", False), ("direction", "staff_only"), _connector="OR"),
                                name="unverified_is_for_staff",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgressStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="mailbox.conversation",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("in_progress", "In progress"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                    ("followed_up", "Followed up"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("conversation", "state"), name="conversation_step_once")
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
                            "raw",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailwire.rawmail"
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="mailbox.mailbox",
                            ),
                        ),
                        ("audience", models.CharField(editable=False, max_length=60)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("new", "new matter"),
                                    ("duplicate", "delivered again"),
                                    ("reply", "reply"),
                                    ("auto", "automatic"),
                                    ("bounce", "came back"),
                                    ("unverified", "from an unknown address"),
                                    ("quarantined", "could not be read"),
                                ],
                                max_length=11,
                                verbose_name="outcome",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("fingerprint", models.CharField(editable=False, max_length=64)),
                        (
                            "from_address",
                            portal.sealed_fields.SealedTextField(
                                blank=True,
                                default="",
                                fingerprint="from_address_fp",
                                purpose="contact",
                                verbose_name="sender",
                            ),
                        ),
                        (
                            "from_address_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                        (
                            "conversation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="mailbox.conversation",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="mailbox.message",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=portal.worktime.clock.now, verbose_name="received"),
                        ),
                    ],
                    options={
                        "verbose_name": "received mail",
                        "verbose_name_plural": "received mails",
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["from_address_fp"], name="delivery_sender")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "duplicate"), _negated=True),
                                fields=("mailbox", "fingerprint"),
                                name="delivery_once_per_mailbox",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
