from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from portal.appendonly import Guard, install

# A sealed row never changes. An unsealed one changes once: when the sealer numbers it.
GUARD = Guard("audit_auditrow", update_when="OLD.position IS NOT NULL", delete_when="TRUE")


def _reinstall(using: str, **kwargs: Any) -> None:
    install(GUARD, using)


class AuditConfig(AppConfig):
    name = "portal.audit"

    def ready(self) -> None:
        post_migrate.connect(_reinstall, sender=self, dispatch_uid="audit.guard")
