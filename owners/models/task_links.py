from django.db import models
from django.utils.translation import gettext_lazy as _

from owners.querysets import TaskLinkQuerySet
from portal.worktime import now


class TaskLink(models.Model):
    """One person's key to one task: a repairman's work order, a volunteer's door.

    The token itself is only in the link that was sent; here is its SHA-256. `kind` and `ref` name the
    task (`crm.workorder`, `12`) in the words of the app that registered the kind.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=60)
    person_name = models.CharField(_("for whom"), max_length=60)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = TaskLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "ref"], name="task_link_by_task")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref} → {self.person_name}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > now()

    @property
    def pseudonym(self) -> str:
        """How audit rows and uploads name whoever holds this link."""
        return f"task-link:{self.pk}"
