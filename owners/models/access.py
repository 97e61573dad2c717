from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.querysets import StaffRoleQuerySet
from portal.worktime import now


class Role(models.TextChoices):
    """What somebody is employed to do. A StaffRole binds it to a user and to one or all estates."""

    SPOKESPERSON = "spokesperson", _("Spokesperson")
    CASE_OFFICER = "case_officer", _("Case officer")
    HANDLER = "handler", _("Department handler")
    CASE_MANAGER = "case_manager", _("Case manager")
    STEWARD = "steward", _("Club steward")
    EDITOR = "editor", _("Marketing editor")
    APPROVER = "approver", _("Publishing approver")
    LEGAL = "legal", _("Legal officer")
    PRIVACY = "privacy", _("Privacy officer")
    EXECUTIVE = "executive", _("Executive")
    ADMIN = "admin", _("Administrator")


# Roles that open other people's data widely, or give access to others: it takes two administrators to
# give one, and so it does to give any role to oneself (owners.permissions.needs_two_people).
SENSITIVE_ROLES = frozenset({Role.ADMIN, Role.PRIVACY, Role.EXECUTIVE, Role.CASE_MANAGER, Role.LEGAL})


class StaffRole(models.Model):
    """A role of a user at one estate, or at all of them where `estate` is empty."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="staff_roles"
    )
    role = models.CharField(_("staff role"), max_length=20, choices=Role)
    estate = models.ForeignKey(
        "owners.Estate",
        verbose_name=_("estate"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="staff_roles",
    )
    created_at = models.DateTimeField(_("since"), default=now, editable=False)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        # Roles are given and withdrawn at the desk (owners.actions.roles), by nobody's Django permission.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "estate"], name="staff_role_once_per_estate"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(estate__isnull=True), name="staff_role_once_for_all_estates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.estate or _('all estates')}"


class KeyGrant(models.Model):
    """One audience key opened to one account by a floor above, e.g. `members` by the club.

    `source` names the reason (`club:membership:12`) so that the floor that opened it can close it.
    A grant that names an `estate` counts only while the account is a resident there.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="key_grants")
    key = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "source"], name="key_grant_once"),
            models.CheckConstraint(condition=~Q(key=""), name="key_grant_names_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ← {self.source}"
