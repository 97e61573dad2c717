import club.models.events
import django.core.validators
import django.db.models.deletion
import owners.models.accounts
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE
from club import ledger_guard


def install_guards(apps, schema_editor):
    ledger_guard.install_guards(schema_editor.connection.alias)


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
                    name="ClubInterest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=20, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=40, verbose_name="name (English)")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                    ],
                    options={
                        "verbose_name": "interest",
                        "verbose_name_plural": "interests",
                        "ordering": ["sort", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Tier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=20, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=20, verbose_name="name (English)")),
                        ("rank", models.PositiveSmallIntegerField(unique=True, verbose_name="rank")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("bamboo", "Bamboo green"),
                                    ("orchid", "Orchid violet"),
                                    ("chrysanthemum", "Chrysanthemum gold"),
                                    ("plum", "Plum night"),
                                ],
                                default="bamboo",
                                max_length=20,
                                verbose_name="colour",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tier",
                        "verbose_name_plural": "tiers",
                        "ordering": ["rank"],
                    },
                ),
                migrations.CreateModel(
                    name="EarningRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=40, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="name (English)")),
                        ("points", models.PositiveIntegerField(verbose_name="points")),
                        (
                            "daily_cap",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="most points a day"),
                        ),
                        (
                            "weekly_cap",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="most points a week"),
                        ),
                        ("valid_months", models.PositiveSmallIntegerField(default=24, verbose_name="valid for months")),
                        ("active", models.BooleanField(default=True, verbose_name="in force")),
                    ],
                    options={
                        "verbose_name": "earning rule",
                        "verbose_name_plural": "earning rules",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("points__gt", 0), ("valid_months__gt", 0)),
                                name="earning_rule_is_worth_it",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.estate"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="title")),
                        (
                            "title_zh_hant",
                            models.CharField(blank=True, max_length=60, verbose_name="title (Traditional Chinese)"),
                        ),
                        ("title_en", models.CharField(blank=True, max_length=100, verbose_name="title (English)")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        ("place", models.CharField(max_length=80, verbose_name="place")),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("capacity", models.PositiveIntegerField(verbose_name="seats")),
                        ("taken", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "per_member_limit",
                            models.PositiveSmallIntegerField(default=1, verbose_name="most seats per registration"),
                        ),
                        ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="registration opens")),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="registration closes")),
                        (
                            "cancel_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="cancellation until"),
                        ),
                        ("cost_points", models.PositiveIntegerField(default=0, verbose_name="points per seat")),
                        (
                            "award_points",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="points for coming"),
                        ),
                        ("audience", models.CharField(max_length=60)),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "draft"), ("published", "published"), ("cancelled", "cancelled")],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("cancelled_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["starts_at", "id"],
                                name="event_calendar",
                            ),
                            models.Index(fields=["estate", "-starts_at"], name="event_desk"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("taken__lte", models.F("capacity"))), name="event_never_oversold"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken__gte", 0)), name="event_taken_not_below_zero"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                                name="event_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per_member_limit__gte", 1)), name="event_lets_somebody_in"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("member", "member"),
                                    ("issued", "issued"),
                                    ("redeemed", "redeemed"),
                                    ("expired", "expired"),
                                    ("adjusted", "adjusted"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("balance", models.IntegerField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "member"), _negated=True),
                                fields=("kind",),
                                name="point_pool_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("balance__gte", 0),
                                        ("balance__isnull", False),
                                        ("kind", "member"),
                                        ("user__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "member"), _negated=True),
                                        ("balance__isnull", True),
                                        ("user__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="point_balance_not_below_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointTransaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("earn", "earned"),
                                    ("spend", "spent"),
                                    ("expire", "expired"),
                                    ("adjust", "adjusted"),
                                    ("reverse", "taken back"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("source", models.CharField(max_length=40)),
                        ("source_ref", models.CharField(max_length=60)),
                        ("cause", models.CharField(max_length=120)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("rule", models.CharField(blank=True, max_length=40)),
                        (
                            "reverses",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="club.pointtransaction",
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="point_transaction_at")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "source_ref", "kind"), name="point_transaction_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reverse"), ("reverses__isnull", False)),
                                    models.Q(models.Q(("kind", "reverse"), _negated=True), ("reverses__isnull", True)),
                                    _connector="OR",
                                ),
                                name="point_reversal_names_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.person"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "tier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="club.tier",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "applied"),
                                    ("active", "member"),
                                    ("refused", "refused"),
                                    ("suspended", "suspended"),
                                    ("left", "left"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("by_email", models.BooleanField(default=False, verbose_name="by e-mail")),
                        ("by_sms", models.BooleanField(default=False, verbose_name="by text message")),
                        ("by_phone", models.BooleanField(default=False, verbose_name="by telephone")),
                        ("consented_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "interests",
                            models.ManyToManyField(blank=True, related_name="memberships", to="club.clubinterest"),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "applied")),
                                fields=["estate", "applied_at"],
                                name="membership_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["applied", "active", "suspended"])),
                                fields=("user",),
                                name="membership_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    ("tier__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_active_has_a_tier",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointLot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="club.pointaccount"
                            ),
                        ),
                        (
                            "transaction",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lot",
                                to="club.pointtransaction",
                            ),
                        ),
                        ("earned", models.PositiveIntegerField()),
                        ("remaining", models.PositiveIntegerField()),
                        ("expires_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("remaining__gt", 0)),
                                fields=["account", "expires_at"],
                                name="point_lot_open",
                            ),
                            models.Index(
                                condition=models.Q(("remaining__gt", 0)), fields=["expires_at"], name="point_lot_due"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("earned__gt", 0), ("remaining__lte", models.F("earned"))),
                                name="point_lot_holds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("remaining__gte", 0)), name="point_lot_not_below_zero"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "transaction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="club.pointtransaction",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="club.pointaccount",
                            ),
                        ),
                        ("amount", models.IntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["account", "-id"], name="point_statement")],
                        "constraints": [
                            models.UniqueConstraint(fields=("transaction", "account"), name="point_leg_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="point_leg_moves_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to="club.event",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("confirmed", "registered"),
                                    ("waiting", "on the waiting list"),
                                    ("cancelled", "cancelled"),
                                    ("attended", "came"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("seats", models.PositiveSmallIntegerField(default=1, verbose_name="people")),
                        ("key", models.CharField(max_length=40, unique=True)),
                        (
                            "code",
                            models.CharField(
                                default=club.models.events.new_ticket_code, editable=False, max_length=8, unique=True
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "registration",
                        "verbose_name_plural": "registrations",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["event", "id"],
                                name="registration_waiting",
                            ),
                            models.Index(fields=["user", "-id"], name="registration_mine"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("event", "user"),
                                name="registration_live_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1)), name="registration_is_for_somebody"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportantDate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="important_dates",
                                to="club.membership",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("birthday", "my birthday"),
                                    ("family", "a birthday in the family"),
                                    ("wedding", "wedding day"),
                                    ("other", "another day"),
                                ],
                                default="birthday",
                                max_length=10,
                                verbose_name="occasion",
                            ),
                        ),
                        (
                            "calendar",
                            models.CharField(
                                choices=[("solar", "solar calendar"), ("lunar", "lunar calendar")],
                                default="solar",
                                max_length=5,
                                verbose_name="calendar",
                            ),
                        ),
                        (
                            "month",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="month",
                            ),
                        ),
                        (
                            "day",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(31),
                                ],
                                verbose_name="day",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "important date",
                        "verbose_name_plural": "important dates",
                        "ordering": ["month", "day", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("day__range", (1, 31)),
                                    ("month__range", (1, 12)),
                                    models.Q(
                                        models.Q(("calendar", "lunar"), _negated=True),
                                        ("day__lte", 30),
                                        _connector="OR",
                                    ),
                                ),
                                name="important_date_can_exist",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Card",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="cards", to="club.membership"
                            ),
                        ),
                        ("number", models.CharField(max_length=12, unique=True, verbose_name="card number")),
                        ("issued_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "card",
                        "verbose_name_plural": "cards",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("membership",),
                                name="card_valid_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LotUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="club.pointlot"
                            ),
                        ),
                        (
                            "transaction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lot_uses",
                                to="club.pointtransaction",
                            ),
                        ),
                        ("amount", models.IntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("lot", "transaction"), name="lot_use_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="lot_use_moves_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_in",
                                to="club.registration",
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("by", models.CharField(max_length=60)),
                    ],
                    options={
                        "verbose_name": "check-in",
                        "verbose_name_plural": "check-ins",
                    },
                ),
            ]
        ),
        migrations.RunPython(install_guards, migrations.RunPython.noop),
    ]
