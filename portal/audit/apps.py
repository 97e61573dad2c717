from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from portal.appendonly import Guard, install

# A sealed row never changes. An unsealed one changes once: when the sealer numbers it.
GUARD = Guard("audit_auditrow", update_when="OLD.position IS NOT NULL", delete_when="TRUE")
# A month that is closed stays as it is; only its mark is sealed anew when data keys are rotated.
PARTITION_GUARD = Guard(
    "audit_auditpartition",
    update_when="OLD.closed_at IS NOT NULL AND (NEW.closed_at IS NULL OR OLD.month <> NEW.month"
    " OR OLD.opening <> NEW.opening OR OLD.first <> NEW.first OR OLD.last <> NEW.last OR OLD.chain <> NEW.chain)",
)


def _reinstall(using: str, **kwargs: Any) -> None:
    install(GUARD, using)
    install(PARTITION_GUARD, using)


class AuditConfig(AppConfig):
    name = "portal.audit"

    def ready(self) -> None:
        post_migrate.connect(_reinstall, sender=self, dispatch_uid="audit.guard")
