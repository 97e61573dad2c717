from typing import Any

from django.db import migrations, models
from django.utils import timezone

import portal.sealed_fields


def gather(apps: Any, schema_editor: Any) -> None:
    """What was sealed before months were kept becomes one month: that of its last row."""
    rows = apps.get_model("audit", "AuditRow").objects.filter(position__isnull=False)
    last = rows.order_by("-position").first()
    if last is None:
        return
    opening, month = "0" * 64, f"{timezone.localtime(last.recorded_at):%Y-%m}"
    apps.get_model("audit", "AuditPartition").objects.create(
        month=month, opening=opening, first=1, last=last.position, chain=last.chain,
        mark=f"{month} {opening} 1 {last.position} {last.chain}",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
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
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(
                condition=models.Q(("action__in", ("data.opened", "data.revealed", "data.exported"))),
                fields=["-id"],
                name="audit_openings",
            ),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(
                condition=models.Q(("action__in", ("data.opened", "data.revealed", "data.exported"))),
                fields=["recorded_at"],
                name="audit_openings_by_time",
            ),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
