import django.core.validators
import django.db.models.deletion
import portal.sealed_fields
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("mailbox", "0001_initial"),
        ("owners", "__first__"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=30, unique=True, verbose_name="number")),
                        (
                            "conversation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailbox.conversation"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.estate"
                            ),
                        ),
                        ("audience", models.CharField(max_length=60)),
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("acknowledged", "Taken"),
                                    ("assessed", "Assessed"),
                                    ("in_progress", "In progress"),
                                    ("waiting", "Waiting"),
                                    ("answered", "Answered"),
                                    ("communicated", "Customer told"),
                                    ("closed", "Closed"),
                                    ("followed_up", "Followed up"),
                                    ("reopened", "Reopened"),
                                ],
                                default="received",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("ordinary", "Ordinary"),
                                    ("important", "Important"),
                                    ("hot", "Hot"),
                                    ("major", "Major"),
                                ],
                                default="ordinary",
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        ("subject", models.CharField(max_length=200, verbose_name="subject")),
                        ("topic_public_id", models.CharField(blank=True, max_length=12)),
                        (
                            "first_asked",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offered_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        ("next_due_at", models.DateTimeField(blank=True, null=True)),
                        ("next_due_from", models.DateTimeField(blank=True, null=True)),
                        (
                            "customer_wrote_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="The customer's last message that nobody has answered yet.",
                                null=True,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(default=portal.worktime.clock.now, verbose_name="opened")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                    ],
                    options={
                        "verbose_name": "case",
                        "verbose_name_plural": "cases",
                        "indexes": [
                            models.Index(fields=["estate", "-id"], name="case_newest"),
                            models.Index(fields=["estate", "opened_at"], name="case_opened"),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["estate", "next_due_at", "id"],
                                name="case_urgent",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["handler", "next_due_at", "id"],
                                name="case_mine",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["estate", "state"],
                                name="case_open_state",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", False)),
                                fields=["estate", "closed_at"],
                                name="case_closed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("topic_public_id", ""), _negated=True),
                                fields=("topic_public_id",),
                                name="case_once_per_topic",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handler__isnull", True), ("first_asked__isnull", False), _connector="OR"
                                ),
                                name="case_handler_follows_first_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state__in", ("closed", "followed_up"))),
                                    models.Q(
                                        models.Q(("state__in", ("closed", "followed_up")), _negated=True),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_closed_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClockPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "clock",
                            models.CharField(
                                choices=[
                                    ("acknowledge", "Take over"),
                                    ("first_answer", "First answer"),
                                    ("solution", "Solution"),
                                ],
                                max_length=12,
                                verbose_name="clock",
                            ),
                        ),
                        (
                            "case_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("complaint", "Complaint"),
                                    ("repair", "Repair"),
                                    ("suggestion", "Suggestion"),
                                    ("enquiry", "Enquiry"),
                                    ("legal", "Legal question"),
                                ],
                                help_text="Empty: every kind.",
                                max_length=12,
                                verbose_name="kind of case",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("ordinary", "Ordinary"),
                                    ("important", "Important"),
                                    ("hot", "Hot"),
                                    ("major", "Major"),
                                ],
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveIntegerField(
                                help_text="A working day from 9 to 18 has 540 minutes.", verbose_name="working minutes"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clock policy",
                        "verbose_name_plural": "clock policies",
                        "ordering": ["clock", "case_kind", "severity"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clock", "case_kind", "severity"), name="clock_policy_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="clock_policy_gives_time"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Department",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=60, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="name (English)")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "department",
                        "verbose_name_plural": "departments",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("estate", "name"), name="department_once_per_estate"),
                            models.UniqueConstraint(
                                condition=models.Q(("estate__isnull", True)),
                                fields=("name",),
                                name="department_once_for_all",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="crm.case"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("acknowledge", "Take over"),
                                    ("first_answer", "First answer"),
                                    ("solution", "Solution"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        ("started_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("due_at", models.DateTimeField()),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        ("pause_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "paused_seconds",
                            models.PositiveIntegerField(default=0, help_text="Working time spent in pauses."),
                        ),
                    ],
                    options={
                        "verbose_name": "clock",
                        "verbose_name_plural": "clocks",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("paused_at__isnull", True), ("stopped_at__isnull", True)),
                                fields=["due_at"],
                                name="clock_running",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "kind", "round"), name="clock_once_per_round"),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gte", models.F("started_at"))),
                                name="clock_due_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="crm.case"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("customer", "Customer"),
                                    ("public_answer", "Answer to the customer"),
                                    ("call", "Telephone call"),
                                    ("visit", "Visit"),
                                    ("note", "Internal note"),
                                    ("system", "Course of the case"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("opened", "Case opened"),
                                    ("taken", "Taken over"),
                                    ("offered", "Hand-over offered"),
                                    ("handed_over", "Handed over"),
                                    ("assessed", "Assessed"),
                                    ("dispatched", "Work order sent"),
                                    ("order_accepted", "Work order accepted"),
                                    ("order_refused", "Work order refused"),
                                    ("order_handed_back", "Work order handed back"),
                                    ("order_done", "Work order done"),
                                    ("waiting", "Waiting, clocks paused"),
                                    ("resumed", "Resumed, clocks running"),
                                    ("told", "Customer told"),
                                    ("closed", "Case closed"),
                                    ("follow_up_planned", "Follow-up call planned"),
                                    ("not_reached", "Follow-up call: not reached"),
                                    ("followed_up", "Follow-up call done"),
                                    ("reopened", "Case reopened"),
                                    ("confirmed", "The author says it is settled"),
                                    ("disputed", "The author says it is not settled"),
                                    ("topic_joined", "Another topic about the same joined"),
                                ],
                                max_length=18,
                            ),
                        ),
                        ("html", models.TextField(blank=True)),
                        ("text", models.TextField(blank=True)),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("author_name", models.CharField(blank=True, max_length=60)),
                        (
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="mailbox.message",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "case entry",
                        "verbose_name_plural": "case entries",
                        "indexes": [models.Index(fields=["case", "-id"], name="entry_of_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "system"), ("step__gt", "")),
                                    models.Q(models.Q(("kind", "system"), _negated=True), ("step", "")),
                                    _connector="OR",
                                ),
                                name="entry_of_system_names_step",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="crm.case"
                            ),
                        ),
                        ("planned_for", models.DateField(verbose_name="planned for")),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "Planned"), ("done", "Done"), ("dropped", "Dropped")],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "satisfaction",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="satisfaction",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="what the customer said")),
                    ],
                    options={
                        "verbose_name": "follow-up",
                        "verbose_name_plural": "follow-ups",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["planned_for", "id"],
                                name="follow_up_planned",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "planned")),
                                fields=("case",),
                                name="follow_up_planned_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", False), ("satisfaction__range", (1, 5)), ("state", "done")
                                    ),
                                    models.Q(
                                        models.Q(("state", "done"), _negated=True), ("satisfaction__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_done_is_rated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JoinedTopic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="joined_topics", to="crm.case"
                            ),
                        ),
                        ("topic_public_id", models.CharField(max_length=12, unique=True)),
                        ("joined_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="WorkOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="work_orders", to="crm.case"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crm.department"
                            ),
                        ),
                        ("handler_name", models.CharField(max_length=60, verbose_name="who does it")),
                        (
                            "handler_phone",
                            portal.sealed_fields.SealedTextField(
                                blank=True,
                                default="",
                                fingerprint="handler_phone_fp",
                                purpose="contact",
                                verbose_name="their telephone",
                            ),
                        ),
                        (
                            "handler_phone_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        ("instructions", models.TextField(verbose_name="what is to be done")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("done", "Done"),
                                    ("refused", "Refused"),
                                    ("handed_back", "Handed back"),
                                ],
                                default="sent",
                                max_length=12,
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="to be done by")),
                        ("report", models.TextField(blank=True, verbose_name="report")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "work order",
                        "verbose_name_plural": "work orders",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("sent", "accepted"))),
                                fields=["handler_phone_fp", "due_at"],
                                name="work_order_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", False), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("done_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="work_order_done_has_a_date",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "clock",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="crm.clock"
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "Warning to the handler"), (1, "Case manager"), (2, "Executive")]
                            ),
                        ),
                        ("to_role", models.CharField(max_length=20)),
                        ("due_at", models.DateTimeField()),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "escalation",
                        "verbose_name_plural": "escalations",
                        "constraints": [
                            models.UniqueConstraint(fields=("clock", "level", "due_at"), name="escalation_once")
                        ],
                    },
                ),
            ]
        ),
    ]
