"""What became of roles: who asked, who agreed, and every change with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from owners.models.access import Role
from owners.querysets import RoleRequestQuerySet, StaffRoleQuerySet
from portal.worktime import now


class RoleRequestState(models.TextChoices):
    WAITING = "waiting", _("waiting for a second administrator")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not given")
    EXPIRED = "expired", _("ran out")


class RoleRequest(models.Model):
    """An administrator asks for a role that one person alone can't give; another one decides.

    A waiting request runs out at `expires_at`, whether or not anybody has marked it so.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="role_requests"
    )
    role = models.CharField(_("staff role"), max_length=20, choices=Role)
    estate = models.ForeignKey(
        "owners.Estate", verbose_name=_("estate"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=RoleRequestState, default=RoleRequestState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=now, editable=False)
    expires_at = models.DateTimeField(_("open until"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_reason = models.CharField(_("reason of the decision"), max_length=200, blank=True)

    objects = RoleRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a role")
        verbose_name_plural = _("requests for roles")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "estate"], condition=Q(state="waiting"), name="role_request_once_per_estate"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(state="waiting", estate__isnull=True),
                name="role_request_once_for_all_estates",
            ),
            # Whatever the screens say: nobody confirms what they asked for, or a role of their own.
            models.CheckConstraint(
                condition=~Q(state="confirmed", decided_by=F("asked_by")) & ~Q(state="confirmed", decided_by=F("user")),
                name="role_request_confirmed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.estate or _('all estates')}"

    @property
    def is_open(self) -> bool:
        return self.state == RoleRequestState.WAITING and self.expires_at > now()


class RoleChange(models.Model):
    """One role given or withdrawn. `by` is empty for the installation's own commands.

    `confirmed_by` is the second person where the role needed two.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="role_changes"
    )
    role = models.CharField(_("staff role"), max_length=20, choices=Role)
    estate = models.ForeignKey(
        "owners.Estate", verbose_name=_("estate"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    given = models.BooleanField(_("given"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=now, editable=False)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of roles")
        verbose_name_plural = _("changes of roles")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.at:%Y-%m-%d}"
