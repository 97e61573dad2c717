import django.db.models.deletion
import owners.models.accounts
import portal.sealed_fields
import portal.worktime.clock
from django.db import migrations, models


def give_public_ids(apps, schema_editor):
    """Imports of earlier days get addresses too."""
    runs = apps.get_model("owners", "ImportRun")
    for run in runs.objects.filter(public_id=None).iterator(500):
        run.public_id = owners.models.accounts.new_public_id()
        run.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("owners", "0002_registry"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="building",
            name="building_once_per_estate",
        ),
        migrations.AddField(
            model_name="building",
            name="phase",
            field=models.CharField(blank=True, max_length=20, verbose_name="phase"),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="column",
            field=models.CharField(blank=True, max_length=4, verbose_name="column"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="actor",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="importrun",
            name="ended",
            field=models.PositiveIntegerField(default=0, verbose_name="former owners ended"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="failure",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="importrun",
            name="kind",
            field=models.CharField(
                choices=[("register", "Owners’ register"), ("fees", "Fee list"), ("purchases", "Purchase list")],
                default="register",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="public_id",
            field=models.CharField(editable=False, max_length=12, null=True),
        ),
        migrations.RunPython(
            code=give_public_ids,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
        migrations.AlterField(
            model_name="importrun",
            name="public_id",
            field=models.CharField(
                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows_changed",
            field=models.PositiveIntegerField(default=0, verbose_name="changed"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows_new",
            field=models.PositiveIntegerField(default=0, verbose_name="new"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows_rejected",
            field=models.PositiveIntegerField(default=0, verbose_name="rejected"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows_same",
            field=models.PositiveIntegerField(default=0, verbose_name="unchanged"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows_total",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="residency",
            name="share",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="hundredths of a percent", null=True, verbose_name="share"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="title_kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "Columns to be checked"),
                    ("checking", "Trial run"),
                    ("checked", "Ready to be applied"),
                    ("running", "Running"),
                    ("stopped", "Stopped"),
                    ("failed", "Could not be read"),
                    ("done", "Done"),
                    ("given_up", "Given up"),
                    ("undone", "Taken back"),
                ],
                default="running",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["estate", "-id"], name="import_of_estate"),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.UniqueConstraint(fields=("estate", "phase", "number"), name="building_once_per_phase"),
        ),
        migrations.AddConstraint(
            model_name="residency",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__isnull", True), ("share__range", (1, 10000)), _connector="OR"),
                name="residency_share_is_a_part",
            ),
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="owners.estate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "kind"), name="mapping_once_per_estate_and_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(blank=True, max_length=60)),
                ("row", models.PositiveIntegerField()),
                (
                    "sealed",
                    portal.sealed_fields.SealedTextField(
                        blank=True, default="", editable=False, fingerprint="", purpose=""
                    ),
                ),
                ("kept", models.CharField(blank=True, max_length=80)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="owners.importrun"
                    ),
                ),
            ],
            options={
                "verbose_name": "import change",
                "verbose_name_plural": "import changes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FeeCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
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
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="charges", to="owners.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "fee",
                "verbose_name_plural": "fees",
                "ordering": ["-first_month", "id"],
                "indexes": [models.Index(condition=models.Q(("months_owed__gt", 0)), fields=["unit"], name="fee_owed")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "item", "first_month", "months"), name="fee_once_per_period"
                    ),
                    models.CheckConstraint(condition=models.Q(("months__gte", 1)), name="fee_for_some_months"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MappedColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=120)),
                ("meaning", models.CharField(blank=True, max_length=20)),
                (
                    "mapping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="columns", to="owners.columnmapping"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("mapping", "position"), name="mapped_column_once")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="organisations", to="owners.estate"
                    ),
                ),
            ],
            options={
                "verbose_name": "partner organisation",
                "verbose_name_plural": "partner organisations",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "kind", "name"), name="organisation_once_per_estate"),
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
            name="Purchase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(blank=True, max_length=80, verbose_name="service")),
                ("bought_on", models.DateField(verbose_name="on")),
                (
                    "amount_sealed",
                    portal.sealed_fields.SealedTextField(
                        blank=True, default="", editable=False, fingerprint="", purpose=""
                    ),
                ),
                ("source_row", models.PositiveIntegerField(blank=True, null=True, verbose_name="row of the list")),
                ("created_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="purchases", to="owners.estate"
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
    ]
