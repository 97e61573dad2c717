import django.db.models.deletion
import owners.models.accounts
import owners.models.rights
import portal.sealed_fields
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from owners.life import GUARD
from portal.appendonly import install
from portal.migration_order import AllAtOnce, AFTER_FRAMEWORKS


def guard_steps(apps, schema_editor):
    install(GUARD, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [*AFTER_FRAMEWORKS, ("owners", "0001_initial")]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="ConsentPurpose",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=40, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name (English)")),
                        ("text", models.CharField(max_length=300, verbose_name="what they agree to")),
                        (
                            "text_zh_hant",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what they agree to (Traditional Chinese)"
                            ),
                        ),
                        (
                            "text_en",
                            models.CharField(blank=True, max_length=500, verbose_name="what they agree to (English)"),
                        ),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                        ("agreed_from", models.PositiveSmallIntegerField(default=1)),
                        ("agreed_since", models.DateTimeField(blank=True, null=True)),
                        ("active", models.BooleanField(default=True, verbose_name="in use")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                    ],
                    options={
                        "verbose_name": "purpose of consent",
                        "verbose_name_plural": "purposes of consent",
                        "ordering": ["sort", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                        (
                            "phone",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="phone_fp", purpose="contact", verbose_name="phone"
                            ),
                        ),
                        (
                            "phone_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        (
                            "email",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="email_fp", purpose="contact", verbose_name="e-mail"
                            ),
                        ),
                        (
                            "email_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="contacts",
                                to="owners.person",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("phone_fp", ""), _negated=True),
                                fields=["phone_fp"],
                                name="contact_by_phone",
                            ),
                            models.Index(
                                condition=models.Q(("email_fp", ""), _negated=True),
                                fields=["email_fp"],
                                name="contact_by_email",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataRequest",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("export", "A copy of my data"),
                                    ("correct", "A correction"),
                                    ("erase", "Closing of the account"),
                                    ("withdraw", "Withdrawal of a consent"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("held", "on hold"),
                                    ("working", "being carried out"),
                                    ("done", "done"),
                                    ("refused", "refused"),
                                    ("cancelled", "taken back"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("name", "My name"),
                                    ("unit", "My home, or my part of it"),
                                    ("reach", "A telephone number or address in your registry"),
                                    ("born", "My date of birth"),
                                    ("other", "Something else"),
                                ],
                                max_length=5,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "wish",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="what it should be"
                            ),
                        ),
                        (
                            "keep_posts",
                            models.BooleanField(default=False, verbose_name="posts stay under a neutral name"),
                        ),
                        ("hold", models.CharField(blank=True, max_length=40)),
                        (
                            "received_at",
                            models.DateTimeField(default=portal.worktime.clock.now, verbose_name="received"),
                        ),
                        ("acts_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(verbose_name="due by law")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        ("closed_by", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "answer",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="answer"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request about data",
                        "verbose_name_plural": "requests about data",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("open", "held", "working"))),
                                fields=["due_at", "id"],
                                name="data_request_open",
                            ),
                            models.Index(fields=["user", "-id"], name="data_request_mine"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("open", "held", "working")),
                                    models.Q(("kind", "correct"), _negated=True),
                                ),
                                fields=("user", "kind"),
                                name="data_request_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("state__in", ("open", "held", "working"))),
                                    models.Q(
                                        models.Q(("state__in", ("open", "held", "working")), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="data_request_closed_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Estate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="address")),
                        (
                            "code",
                            models.CharField(
                                help_text="Stands before every case number, e.g. JSW.",
                                max_length=6,
                                unique=True,
                                verbose_name="number prefix",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=60, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="name (English)")),
                        ("city", models.CharField(blank=True, max_length=40, verbose_name="city")),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="postal address")),
                        ("phone_24h", models.CharField(blank=True, max_length=30, verbose_name="24-hour telephone")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "estate",
                        "verbose_name_plural": "estates",
                        "ordering": ["sort", "id"],
                        "default_permissions": ("add", "change", "view"),
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("subject", models.CharField(max_length=40)),
                        ("source", models.CharField(max_length=60)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["source"], name="grant_by_source"),
                            models.Index(
                                condition=models.Q(("until__isnull", False)), fields=["until"], name="grant_by_end"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("subject", "key", "source"), name="grant_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("key", ""), _negated=True), models.Q(("source", ""), _negated=True)
                                ),
                                name="grant_says_who_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactNote",
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
                        ("next_review", models.DateField(verbose_name="next review")),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "impact assessment",
                        "verbose_name_plural": "impact assessments",
                        "indexes": [models.Index(fields=["next_review", "id"], name="impact_note_by_review")],
                    },
                ),
                migrations.CreateModel(
                    name="KeptApart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.person"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.person"
                            ),
                        ),
                        ("decided_by", models.CharField(editable=False, max_length=60)),
                        ("decided_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("one", "other"), name="kept_apart_once"),
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))), name="kept_apart_in_order"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("viewer", models.CharField(help_text="pseudonym", max_length=60)),
                        ("hour", models.DateTimeField()),
                        ("day", models.DateField()),
                        ("outside", models.BooleanField(default=False)),
                        ("people", models.PositiveIntegerField()),
                        ("reveals", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "count of openings",
                        "verbose_name_plural": "counts of openings",
                        "indexes": [models.Index(fields=["hour"], name="opening_count_by_hour")],
                        "constraints": [
                            models.UniqueConstraint(fields=("viewer", "hour"), name="opening_count_once_per_hour")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reach", to="owners.person"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("phone", "Telephone"), ("email", "E-mail")], max_length=5)),
                        (
                            "value",
                            portal.sealed_fields.SealedTextField(
                                blank=True,
                                default="",
                                fingerprint="value_fp",
                                purpose="contact",
                                verbose_name="number or address",
                            ),
                        ),
                        (
                            "value_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        ("main", models.BooleanField(default=False)),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "way to reach a person",
                        "verbose_name_plural": "ways to reach people",
                        "indexes": [models.Index(fields=["value_fp"], name="person_by_contact")],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "value_fp"), name="contact_once_per_person"),
                            models.UniqueConstraint(
                                condition=models.Q(("main", True)), fields=("person", "kind"), name="contact_one_in_use"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonIdentity",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="identity",
                                serialize=False,
                                to="owners.person",
                            ),
                        ),
                        (
                            "id_number",
                            portal.sealed_fields.SealedTextField(
                                blank=True,
                                default="",
                                fingerprint="id_fp",
                                purpose="id number",
                                verbose_name="ID number",
                            ),
                        ),
                        (
                            "id_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        (
                            "born",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="date of birth"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("id_fp", ""), _negated=True),
                                fields=("id_fp",),
                                name="person_once_per_id_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "merged",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="owners.person"
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merges_in",
                                to="owners.person",
                            ),
                        ),
                        (
                            "reason",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="reason"
                            ),
                        ),
                        ("merged_by", models.CharField(editable=False, max_length=60)),
                        ("merged_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        (
                            "split_reason",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="reason"
                            ),
                        ),
                        ("split_by", models.CharField(blank=True, editable=False, max_length=60)),
                        ("split_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "merge of two people",
                        "verbose_name_plural": "merges of people",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("split_at__isnull", True)),
                                fields=("merged",),
                                name="merge_runs_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged", models.F("kept")), _negated=True), name="merge_of_two"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonName",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="naming",
                                serialize=False,
                                to="owners.person",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("key", models.CharField(editable=False, max_length=60)),
                        ("key_2", models.CharField(blank=True, editable=False, max_length=60)),
                        ("key_3", models.CharField(blank=True, editable=False, max_length=60)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["key", "person"],
                                name="person_called_1",
                                opclasses=["varchar_pattern_ops", "int8_ops"],
                            ),
                            models.Index(
                                fields=["key_2", "person"],
                                name="person_called_2",
                                opclasses=["varchar_pattern_ops", "int8_ops"],
                            ),
                            models.Index(
                                fields=["key_3", "person"],
                                name="person_called_3",
                                opclasses=["varchar_pattern_ops", "int8_ops"],
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PledgeText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(editable=False, unique=True, verbose_name="version")),
                        (
                            "valid_from",
                            models.DateTimeField(
                                default=portal.worktime.clock.now,
                                help_text="From then on everybody who works here has to accept it before they see owners' data again.",
                                verbose_name="in force from",
                            ),
                        ),
                        ("text", models.TextField(help_text="An empty line begins a paragraph.", verbose_name="text")),
                        ("text_zh_hant", models.TextField(verbose_name="text in Traditional Chinese")),
                        ("text_en", models.TextField(verbose_name="text in English")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now, editable=False, verbose_name="written"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "confidentiality pledge",
                        "verbose_name_plural": "confidentiality pledge, versions",
                        "ordering": ["-version"],
                        "default_permissions": ("add", "change", "view"),
                    },
                ),
                migrations.CreateModel(
                    name="SmsDay",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("sent", models.PositiveIntegerField(default=0)),
                        ("told", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="SmsMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "phone",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="phone_fp", purpose="contact"
                            ),
                        ),
                        (
                            "phone_fp",
                            portal.sealed_fields.FingerprintField(
                                blank=True, default="", editable=False, max_length=64
                            ),
                        ),
                        (
                            "text",
                            portal.sealed_fields.SealedTextField(blank=True, default="", fingerprint="", purpose=""),
                        ),
                        ("sign", models.CharField(blank=True, max_length=20)),
                        ("template", models.CharField(blank=True, max_length=40)),
                        (
                            "params",
                            portal.sealed_fields.SealedTextField(blank=True, default="", fingerprint="", purpose=""),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("failed", "Not sent"),
                                    ("delivered", "Delivered"),
                                    ("lost", "Not delivered"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField(db_index=True, default=portal.worktime.clock.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("reported_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "text message",
                        "verbose_name_plural": "text messages",
                    },
                ),
                migrations.CreateModel(
                    name="TaskLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("kind", models.CharField(max_length=40)),
                        ("ref", models.CharField(max_length=60)),
                        ("person_name", models.CharField(max_length=60, verbose_name="for whom")),
                        ("created_by", models.CharField(max_length=40)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("expires_at", models.DateTimeField(verbose_name="valid until")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("used_count", models.PositiveIntegerField(default=0)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "ref"], name="task_link_by_task")],
                    },
                ),
                migrations.CreateModel(
                    name="Building",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="buildings",
                                to="owners.estate",
                            ),
                        ),
                        ("phase", models.CharField(blank=True, max_length=20, verbose_name="phase")),
                        ("number", models.CharField(max_length=20, verbose_name="number")),
                        ("sort", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["sort", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("estate", "phase", "number"), name="building_once_per_phase"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMapping",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("register", "Owners’ register"),
                                    ("fees", "Fee list"),
                                    ("purchases", "Purchase list"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("sheet", models.CharField(blank=True, max_length=60)),
                        ("confirmed_by", models.CharField(blank=True, max_length=60)),
                        ("confirmed_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("estate", "kind"), name="mapping_once_per_estate_and_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "purpose",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="owners.consentpurpose",
                            ),
                        ),
                        ("given", models.BooleanField()),
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "means",
                            models.CharField(
                                choices=[
                                    ("page", "on the page “My data”"),
                                    ("form", "on a form"),
                                    ("counter", "at the counter"),
                                    ("phone", "by telephone"),
                                    ("closing", "with the closing of the account"),
                                ],
                                default="page",
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "consent",
                        "verbose_name_plural": "consents",
                        "indexes": [
                            models.Index(fields=["user", "purpose", "-id"], name="consent_newest"),
                            models.Index(fields=["purpose", "-id"], name="consent_by_purpose"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentWording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wordings",
                                to="owners.consentpurpose",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=40)),
                        ("name_zh_hant", models.CharField(max_length=40)),
                        ("name_en", models.CharField(max_length=80)),
                        ("text", models.CharField(max_length=300)),
                        ("text_zh_hant", models.CharField(max_length=300)),
                        ("text_en", models.CharField(max_length=500)),
                        ("material", models.BooleanField(default=False)),
                        ("since", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        (
                            "written_by",
                            models.CharField(
                                blank=True, editable=False, help_text="pseudonym; empty: the house", max_length=60
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wording of a purpose",
                        "verbose_name_plural": "wordings of purposes",
                        "constraints": [
                            models.UniqueConstraint(fields=("purpose", "version"), name="consent_wording_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataCopy",
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
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="copy",
                                to="owners.datarequest",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                storage=owners.models.rights.private_storage,
                                upload_to=owners.models.rights._copy_path,
                            ),
                        ),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("made_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("expires_at", models.DateTimeField()),
                        ("fetched_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "copy of somebody’s data",
                        "verbose_name_plural": "copies of people’s data",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("file", ""), _negated=True),
                                fields=["expires_at"],
                                name="data_copy_expires",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="owners.impactnote",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                        ("data_classes", models.CharField(help_text="of L1 L2 L3, with blanks between", max_length=12)),
                        ("data", models.TextField(max_length=2000, verbose_name="which data, of whom")),
                        ("necessity", models.TextField(max_length=2000, verbose_name="why nothing less will do")),
                        ("risks", models.TextField(max_length=3000, verbose_name="risks for the people concerned")),
                        ("measures", models.TextField(max_length=3000, verbose_name="measures")),
                        ("decided_by", models.CharField(max_length=60, verbose_name="decided by")),
                        ("decided_on", models.DateField(verbose_name="decided on")),
                        ("next_review", models.DateField(verbose_name="next review")),
                        ("written_by", models.CharField(editable=False, help_text="pseudonym", max_length=60)),
                        ("written_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "version of an impact assessment",
                        "verbose_name_plural": "versions of impact assessments",
                        "constraints": [
                            models.UniqueConstraint(fields=("note", "number"), name="impact_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("next_review__gt", models.F("decided_on"))),
                                name="impact_review_comes_after_the_decision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="import_runs",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("register", "Owners’ register"),
                                    ("fees", "Fee list"),
                                    ("purchases", "Purchase list"),
                                ],
                                default="register",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("actor", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Columns to be checked"),
                                    ("checking", "Trial run"),
                                    ("checked", "Ready to be applied"),
                                    ("running", "Running"),
                                    ("stopped", "Stopped"),
                                    ("failed", "Could not be read"),
                                    ("done", "Done"),
                                    ("given_up", "Given up"),
                                    ("undoing", "Being taken back"),
                                    ("undone", "Taken back"),
                                ],
                                default="running",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_read", models.PositiveIntegerField(default=0)),
                        ("data_rows", models.PositiveIntegerField(default=0, verbose_name="rows with a unit")),
                        ("rows_new", models.PositiveIntegerField(default=0, verbose_name="new")),
                        ("rows_changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                        ("rows_same", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                        ("rows_rejected", models.PositiveIntegerField(default=0, verbose_name="rejected")),
                        ("ended", models.PositiveIntegerField(default=0, verbose_name="former owners ended")),
                        ("failure", models.CharField(blank=True, max_length=200)),
                        ("started_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        ("moved_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("forgotten", models.BooleanField(default=False)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "register import",
                        "verbose_name_plural": "register imports",
                        "indexes": [models.Index(fields=["estate", "-id"], name="import_of_estate")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "running")),
                                fields=("estate",),
                                name="import_one_at_a_time_per_estate",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeyGrant",
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
                                related_name="key_grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("source", models.CharField(max_length=60)),
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
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "key", "source"), name="key_grant_once"),
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True), name="key_grant_names_a_key"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LifeStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="owners.person"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("prospect", "Prospect"),
                                    ("interested", "Interested"),
                                    ("signed", "Signed"),
                                    ("owner_to_be", "Owner to be"),
                                    ("owner", "Owner"),
                                    ("repeat_buyer", "Repeat buyer"),
                                ],
                                max_length=12,
                                verbose_name="stage",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["estate", "stage", "person"], name="life_stage_of_estate")],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "estate"), name="life_stage_once_per_estate")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="organisations",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("developer", "Developer"),
                                    ("contractor", "Contractor"),
                                    ("supplier", "Supplier"),
                                    ("authority", "Authority"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("does", models.CharField(blank=True, max_length=120, verbose_name="what it does here")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="office telephone")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "partner organisation",
                        "verbose_name_plural": "partner organisations",
                        "ordering": ["kind", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("estate", "kind", "name"), name="organisation_once_per_estate"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True),
                                    ("since__isnull", True),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="organisation_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PledgeAcceptance",
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
                                related_name="pledge_acceptances",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="owners.pledgetext",
                                verbose_name="version",
                            ),
                        ),
                        ("full_name", models.CharField(max_length=60, verbose_name="name")),
                        ("language", models.CharField(max_length=10, verbose_name="language")),
                        (
                            "accepted_at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now, editable=False, verbose_name="accepted"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "accepted pledge",
                        "verbose_name_plural": "accepted pledges",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "-accepted_at"], name="pledge_of_account")],
                    },
                ),
                migrations.CreateModel(
                    name="PrivacyAlert",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hour", "Many people in one hour"),
                                    ("day", "Many people in one day"),
                                    ("outside", "Many people outside working hours"),
                                    ("reveals", "Many reveals without a case"),
                                    ("crowd", "One person looked at by many"),
                                    ("own_home", "Looked at somebody of the own home"),
                                    ("own_name", "Looked at several people of the own family name"),
                                ],
                                max_length=10,
                                verbose_name="pattern",
                            ),
                        ),
                        ("viewer", models.CharField(blank=True, max_length=60)),
                        ("subject", models.CharField(blank=True, max_length=40)),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("since", models.DateTimeField(verbose_name="from")),
                        ("until", models.DateTimeField(verbose_name="to")),
                        ("count", models.PositiveIntegerField()),
                        ("usual", models.PositiveIntegerField(blank=True, null=True)),
                        ("ceiling", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be looked at"),
                                    ("explained", "Explained"),
                                    ("escalated", "Passed on"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "note",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="note"
                            ),
                        ),
                        ("decided_by", models.CharField(blank=True, editable=False, max_length=60)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("found_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "unusual pattern",
                        "verbose_name_plural": "unusual patterns",
                        "indexes": [models.Index(fields=["state", "-id"], name="privacy_alert_queue")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "viewer", "subject", "day"), name="privacy_alert_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("state", "open")),
                                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="privacy_alert_decided_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reveal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("viewer", models.CharField(help_text="pseudonym", max_length=60)),
                        ("subject", models.CharField(max_length=40)),
                        ("field", models.CharField(max_length=20)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("call_back", "I have to reach this person"),
                                    ("verify", "I have to make sure who this is"),
                                    ("safety", "Danger to people or things"),
                                    ("own_request", "The person asked me to"),
                                    ("legal", "A court or an authority demands it"),
                                    ("correct", "I am correcting the registry"),
                                    ("other", "Another reason (please write it down)"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="in your words"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "reveal",
                        "verbose_name_plural": "reveals",
                        "indexes": [
                            models.Index(fields=["subject", "-id"], name="reveal_by_subject"),
                            models.Index(fields=["viewer", "-id"], name="reveal_by_viewer"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleChange",
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
                                related_name="role_changes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("spokesperson", "Spokesperson"),
                                    ("case_officer", "Case officer"),
                                    ("handler", "Department handler"),
                                    ("case_manager", "Case manager"),
                                    ("steward", "Club steward"),
                                    ("editor", "Marketing editor"),
                                    ("approver", "Publishing approver"),
                                    ("legal", "Legal officer"),
                                    ("privacy", "Privacy officer"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="staff role",
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
                                verbose_name="estate",
                            ),
                        ),
                        ("given", models.BooleanField(verbose_name="given")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now, editable=False, verbose_name="when"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of roles",
                        "verbose_name_plural": "changes of roles",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="RoleRequest",
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
                                related_name="role_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("spokesperson", "Spokesperson"),
                                    ("case_officer", "Case officer"),
                                    ("handler", "Department handler"),
                                    ("case_manager", "Case manager"),
                                    ("steward", "Club steward"),
                                    ("editor", "Marketing editor"),
                                    ("approver", "Publishing approver"),
                                    ("legal", "Legal officer"),
                                    ("privacy", "Privacy officer"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="staff role",
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
                                verbose_name="estate",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting for a second administrator"),
                                    ("confirmed", "confirmed"),
                                    ("refused", "not given"),
                                    ("expired", "ran out"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now, editable=False, verbose_name="asked"
                            ),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="open until")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                        (
                            "decided_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason of the decision"),
                        ),
                    ],
                    options={
                        "verbose_name": "request for a role",
                        "verbose_name_plural": "requests for roles",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("user", "role", "estate"),
                                name="role_request_once_per_estate",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("estate__isnull", True), ("state", "waiting")),
                                fields=("user", "role"),
                                name="role_request_once_for_all_estates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by", models.F("asked_by")), ("state", "confirmed"), _negated=True
                                    ),
                                    models.Q(("decided_by", models.F("user")), ("state", "confirmed"), _negated=True),
                                ),
                                name="role_request_confirmed_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffRole",
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
                                related_name="staff_roles",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("spokesperson", "Spokesperson"),
                                    ("case_officer", "Case officer"),
                                    ("handler", "Department handler"),
                                    ("case_manager", "Case manager"),
                                    ("steward", "Club steward"),
                                    ("editor", "Marketing editor"),
                                    ("approver", "Publishing approver"),
                                    ("legal", "Legal officer"),
                                    ("privacy", "Privacy officer"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="staff role",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="staff_roles",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now, editable=False, verbose_name="since"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "staff role",
                        "verbose_name_plural": "staff roles",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "role", "estate"), name="staff_role_once_per_estate"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("estate__isnull", True)),
                                fields=("user", "role"),
                                name="staff_role_once_for_all_estates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entrance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "building",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entrances",
                                to="owners.building",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("building", "number"), name="entrance_once_per_building")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportRequest",
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "building",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.building",
                                verbose_name="building",
                            ),
                        ),
                        ("owners_only", models.BooleanField(default=True, verbose_name="owners only")),
                        ("fields", models.CharField(max_length=200)),
                        (
                            "format",
                            models.CharField(
                                choices=[("xlsx", "Excel (xlsx)"), ("csv", "Text (CSV)")],
                                default="xlsx",
                                max_length=4,
                                verbose_name="format",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("notice", "To bring a notice to them"),
                                    ("meeting", "To prepare an owners’ meeting or a vote"),
                                    ("handover", "To hand homes over"),
                                    ("fees", "To ask for fees that are due"),
                                    ("safety", "To warn them of a danger"),
                                    ("authority", "A court or an authority demands it"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        (
                            "why",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="in your words"
                            ),
                        ),
                        ("needs_approval", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for a second person"),
                                    ("approved", "Is being made"),
                                    ("refused", "Refused"),
                                    ("made", "Ready"),
                                    ("failed", "Could not be made"),
                                    ("expired", "Over"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rows", models.PositiveIntegerField(default=0, verbose_name="people")),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("asked_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "refusal",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="why not"
                            ),
                        ),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                        ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                        ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                        ("downloads", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "export of people",
                        "verbose_name_plural": "exports of people",
                        "indexes": [
                            models.Index(fields=["estate", "-id"], name="export_by_estate"),
                            models.Index(fields=["asked_by", "-id"], name="export_by_asker"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="export_takes_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needs_approval", False),
                                    ("decided_by__isnull", False),
                                    ("state__in", ["asked", "expired"]),
                                    _connector="OR",
                                ),
                                name="export_is_approved_before_it_is_made",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="owners.importrun",
                            ),
                        ),
                        ("sheet", models.CharField(blank=True, max_length=60)),
                        ("row", models.PositiveIntegerField()),
                        (
                            "sealed",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", editable=False, fingerprint="", purpose=""
                            ),
                        ),
                        ("kept", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "verbose_name": "import change",
                        "verbose_name_plural": "import changes",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportProblem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="problems",
                                to="owners.importrun",
                            ),
                        ),
                        ("sheet", models.CharField(blank=True, max_length=60, verbose_name="sheet")),
                        ("row", models.PositiveIntegerField(verbose_name="row")),
                        ("column", models.CharField(blank=True, max_length=4, verbose_name="column")),
                        ("problem", models.CharField(max_length=80, verbose_name="problem")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("warning", "Taken without the bad value"), ("rejected", "Not taken")],
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import problem",
                        "verbose_name_plural": "import problems",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="MappedColumn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "mapping",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="columns",
                                to="owners.columnmapping",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(blank=True, max_length=120)),
                        ("meaning", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("mapping", "position"), name="mapped_column_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeBatch",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_batches",
                                to="owners.estate",
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
                        ("count", models.PositiveIntegerField(default=0)),
                        ("used", models.PositiveIntegerField(default=0)),
                        ("replaced", models.PositiveIntegerField(default=0)),
                        ("made_by", models.CharField(editable=False, max_length=60)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        ("expires_at", models.DateTimeField(verbose_name="valid until")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "batch of fee notice codes",
                        "verbose_name_plural": "batches of fee notice codes",
                        "indexes": [models.Index(fields=["estate", "-id"], name="notice_batch_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="units", to="owners.estate"
                            ),
                        ),
                        (
                            "entrance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="units", to="owners.entrance"
                            ),
                        ),
                        ("room", models.CharField(max_length=20, verbose_name="room")),
                        (
                            "area",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="area (m²)"
                            ),
                        ),
                        ("handed_over_on", models.DateField(blank=True, null=True, verbose_name="handed over on")),
                        (
                            "title_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ownership", "Freely owned"),
                                    ("subsidised", "Bought from an employer or by a scheme"),
                                    ("use_right", "Right of use"),
                                    ("rented_out", "Let by the owner of the block"),
                                    ("commercial", "Shop or office"),
                                    ("parking", "Parking space"),
                                    ("storage", "Storage room"),
                                    ("other", "Other"),
                                ],
                                max_length=12,
                                verbose_name="kind of title",
                            ),
                        ),
                        (
                            "listed_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.importrun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unit",
                        "verbose_name_plural": "units",
                        "constraints": [
                            models.UniqueConstraint(fields=("entrance", "room"), name="unit_once_per_entrance")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
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
                                related_name="claims",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="owners.estate"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="owners.unit"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("co_owner", "Co-owner"),
                                    ("family", "Family member"),
                                    ("tenant", "Tenant"),
                                ],
                                default="owner",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                        (
                            "phone",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="phone"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "In review"),
                                    ("verified", "Verified"),
                                    ("refused", "Not accepted"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("registry", "Match with the registry"),
                                    ("code", "Code from the fee notice"),
                                    ("review", "Review by the steward"),
                                ],
                                max_length=10,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="claims",
                                to="owners.person",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("evidence_missing", "We need a photo of a document that names you and the flat."),
                                    (
                                        "evidence_unreadable",
                                        "The photo can’t be read. Please take it again in good light.",
                                    ),
                                    ("evidence_other_unit", "The document you sent is for another flat."),
                                    ("owner_must_agree", "The owner of the flat has to confirm you first."),
                                    ("not_a_resident", "Our records don’t show you at this flat."),
                                    ("other", "See the note."),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("decided_by", models.CharField(blank=True, editable=False, max_length=60)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "claim",
                        "verbose_name_plural": "claims",
                        "indexes": [
                            models.Index(fields=["estate", "state", "id"], name="claim_queue"),
                            models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="claim_waiting"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("user", "unit"),
                                name="claim_waits_once_per_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_decided_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="charges", to="owners.unit"
                            ),
                        ),
                        ("item", models.CharField(blank=True, max_length=40, verbose_name="fee")),
                        ("first_month", models.DateField(verbose_name="from")),
                        ("months", models.PositiveSmallIntegerField(default=1, verbose_name="months")),
                        ("months_owed", models.PositiveSmallIntegerField(default=0, verbose_name="months in arrears")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        (
                            "due_sealed",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", editable=False, fingerprint="", purpose=""
                            ),
                        ),
                        (
                            "paid_sealed",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", editable=False, fingerprint="", purpose=""
                            ),
                        ),
                        (
                            "listed_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.importrun",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "fee",
                        "verbose_name_plural": "fees",
                        "ordering": ["-first_month", "id"],
                        "indexes": [
                            models.Index(condition=models.Q(("months_owed__gt", 0)), fields=["unit"], name="fee_owed")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "item", "first_month", "months"), name="fee_once_per_period"
                            ),
                            models.CheckConstraint(condition=models.Q(("months__gte", 1)), name="fee_for_some_months"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes",
                                to="owners.noticebatch",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="paper_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_codes",
                                to="owners.unit",
                            ),
                        ),
                        ("fingerprint", models.CharField(editable=False, max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField(verbose_name="valid until")),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "used_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "code from a fee notice",
                        "verbose_name_plural": "codes from fee notices",
                    },
                ),
                migrations.CreateModel(
                    name="Purchase",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="purchases",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="purchases",
                                to="owners.unit",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="purchases",
                                to="owners.person",
                            ),
                        ),
                        ("service", models.CharField(blank=True, max_length=80, verbose_name="service")),
                        ("bought_on", models.DateField(verbose_name="on")),
                        (
                            "amount_sealed",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", editable=False, fingerprint="", purpose=""
                            ),
                        ),
                        (
                            "source_row",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="row of the list"),
                        ),
                        (
                            "listed_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.importrun",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "purchase",
                        "verbose_name_plural": "purchases",
                        "ordering": ["-bought_on", "id"],
                        "indexes": [models.Index(fields=["estate", "bought_on"], name="purchase_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("unit__isnull", False), ("person__isnull", False), _connector="OR"),
                                name="purchase_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Residency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="residencies",
                                to="owners.unit",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="residencies",
                                to="owners.person",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("co_owner", "Co-owner"),
                                    ("family", "Family member"),
                                    ("tenant", "Tenant"),
                                ],
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "share",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="hundredths of a percent", null=True, verbose_name="share"
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                        (
                            "listed_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.importrun",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "residency",
                        "verbose_name_plural": "residencies",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("until__isnull", False)), fields=["until"], name="residency_by_end"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("unit", "person", "role"),
                                name="residency_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True),
                                    ("since__isnull", True),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="residency_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("share__isnull", True), ("share__range", (1, 10000)), _connector="OR"
                                ),
                                name="residency_share_is_a_part",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdInvitation",
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
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="owners.residency",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("family", "Family member"), ("tenant", "Tenant")],
                                default="family",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "label",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="what you call them"
                            ),
                        ),
                        ("stays_until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("made_by", models.CharField(editable=False, max_length=60)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                        ("expires_at", models.DateTimeField(verbose_name="valid until")),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "invitation into a home",
                        "verbose_name_plural": "invitations into homes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["family", "tenant"])), name="invitation_is_for_a_guest"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stays_until__isnull", True), ("role", "tenant"), _connector="OR"),
                                name="invitation_ends_for_tenants_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LifeStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="owners.person"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("prospect", "Prospect"),
                                    ("interested", "Interested"),
                                    ("signed", "Signed"),
                                    ("owner_to_be", "Owner to be"),
                                    ("owner", "Owner"),
                                    ("repeat_buyer", "Repeat buyer"),
                                ],
                                max_length=12,
                                verbose_name="stage",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="on")),
                        ("source", models.CharField(max_length=60, verbose_name="source")),
                        (
                            "residency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="owners.residency",
                            ),
                        ),
                        ("recorded_by", models.CharField(editable=False, max_length=60)),
                        ("recorded_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "step of the life cycle",
                        "verbose_name_plural": "steps of the life cycle",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("residency__isnull", False)),
                                fields=("residency",),
                                name="life_step_once_per_home",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("residency__isnull", True)),
                                fields=("person", "estate", "stage", "on"),
                                name="life_step_once_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResidencyEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "residency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="ends", to="owners.residency"
                            ),
                        ),
                        ("until", models.DateField()),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("register", "The property office’s register no longer lists you there."),
                                    ("expired", "The agreed time is over."),
                                    ("left", "You left the home yourself."),
                                    ("removed", "The owner who invited you has ended it."),
                                    ("host_ended", "The owner who invited you no longer owns the home."),
                                    ("steward", "The property office has ended it."),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="note"
                            ),
                        ),
                        ("by", models.CharField(editable=False, max_length=60)),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "end of a residency",
                        "verbose_name_plural": "ends of residencies",
                        "constraints": [
                            models.UniqueConstraint(fields=("residency", "until"), name="residency_end_once_per_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssistedClaim",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "residency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assisted_claims",
                                to="owners.residency",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("paper", "By a code on paper, for somebody without a telephone"),
                                    ("family", "By a child or relative, as a family member in this home"),
                                ],
                                max_length=10,
                                verbose_name="how they get in",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                choices=[
                                    ("id_card", "Identity card and title deed"),
                                    ("contract", "Identity card and purchase contract"),
                                    ("handover", "Identity card and handover record"),
                                ],
                                max_length=10,
                                verbose_name="document that you checked",
                            ),
                        ),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("signed", "In person, on a signed form that we keep on file"),
                                    ("photo", "By a photo of the signed form, which the child brought"),
                                    ("verbal", "By word of mouth, before a witness"),
                                ],
                                max_length=10,
                                verbose_name="how the owner agreed",
                            ),
                        ),
                        (
                            "witness",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="witness"
                            ),
                        ),
                        (
                            "note",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="note"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invitation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="assisted_claims",
                                to="owners.householdinvitation",
                            ),
                        ),
                        ("by", models.CharField(editable=False, max_length=60)),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "assisted verification",
                        "verbose_name_plural": "assisted verifications",
                        "indexes": [models.Index(fields=["estate", "-id"], name="assisted_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdMember",
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
                            "residency",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="membership",
                                to="owners.residency",
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="owners.residency",
                            ),
                        ),
                        (
                            "invitation",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="member",
                                to="owners.householdinvitation",
                            ),
                        ),
                        (
                            "label",
                            portal.sealed_fields.SealedTextField(
                                blank=True, default="", fingerprint="", purpose="", verbose_name="what you call them"
                            ),
                        ),
                        ("consented_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "verbose_name": "household member",
                        "verbose_name_plural": "household members",
                    },
                ),
            ]
        ),
        # Steps of a life are dated once and for all.
        migrations.RunPython(guard_steps, migrations.RunPython.noop),
    ]
