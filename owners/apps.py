from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from portal.appendonly import Guard, install

# What an assessment of impact said stays readable, whatever it says later.
IMPACT_GUARD = Guard("owners_impactversion")


def _guard_assessments(using: str, **kwargs: Any) -> None:
    install(IMPACT_GUARD, using)


def _reinstall(using: str, **kwargs: Any) -> None:
    from owners.life import GUARD
    from portal.appendonly import install

    install(GUARD, using)


class OwnersConfig(AppConfig):
    name = "owners"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from owners import checks  # noqa: F401 - registers itself
        from owners.consents import equip_purposes, guard_consents
        from owners.role_groups import equip_role_groups
        from owners.second_factor import count_enrolment

        post_migrate.connect(_guard_assessments, sender=self, dispatch_uid="owners.impact_guard")
        authenticator_added.connect(count_enrolment, dispatch_uid="owners.count_enrolment")
        post_migrate.connect(_reinstall, sender=self, dispatch_uid="owners.guard")
        # After the last app with models, when every permission exists.
        post_migrate.connect(
            equip_role_groups, sender=apps.get_app_config("sessions"), dispatch_uid="owners.equip_role_groups"
        )
        post_migrate.connect(equip_purposes, sender=self, dispatch_uid="owners.equip_purposes")
        post_migrate.connect(guard_consents, sender=self, dispatch_uid="owners.guard_consents")
        autodiscover_modules("tiles", "personal_data")
