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
            name="AuditPartition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.CharField(max_length=7, unique=True)),
                ("opening", models.CharField(max_length=64)),
                ("first", models.PositiveBigIntegerField(unique=True)),
                ("last", models.PositiveBigIntegerField()),
                ("chain", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("mark", portal.sealed_fields.SealedTextField(blank=True, default="", fingerprint="", purpose="")),
            ],
            options={
                "verbose_name": "month of the audit trail",
                "verbose_name_plural": "months of the audit trail",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="audit_partition_is_a_span"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
                ("actor", models.CharField(max_length=60)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=80)),
                ("estate_id", models.BigIntegerField(blank=True, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("position", models.PositiveBigIntegerField(blank=True, editable=False, null=True, unique=True)),
                ("chain", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "audit row",
                "verbose_name_plural": "audit rows",
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="audit_by_subject"),
                    models.Index(fields=["actor", "-id"], name="audit_by_actor"),
                    models.Index(condition=models.Q(("position__isnull", True)), fields=["id"], name="audit_unsealed"),
                    models.Index(
                        condition=models.Q(("action__in", ("data.opened", "data.revealed", "data.exported"))),
                        fields=["-id"],
                        name="audit_openings",
                    ),
                    models.Index(
                        condition=models.Q(("action__in", ("data.opened", "data.revealed", "data.exported"))),
                        fields=["recorded_at"],
                        name="audit_openings_by_time",
                    ),
                ],
            },
        ),
    ]
