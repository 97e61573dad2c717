"""Who may see whose personal data because their work needs it, and why somebody looked without that."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.querysets import GrantQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now


class Grant(models.Model):
    """Work in hand: whoever holds `key` may see the name and numbers of `subject`, until a moment or until it ends.

    `key` is an audience key (`staff:case_officer:7`, `user:bcdf…`), `subject` a person or contact as the
    audit trail names them, `source` the work (`case:JSW-2026-000123`), so that whoever wrote it can end it.
    """

    key = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "key", "source"], name="grant_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(source=""), name="grant_says_who_and_why"),
        ]
        indexes = [
            models.Index(fields=["source"], name="grant_by_source"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="grant_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.subject} ({self.source})"


class RevealReason(models.TextChoices):
    """Why somebody has to see what their work in hand doesn't open."""

    CALL_BACK = "call_back", _("I have to reach this person")
    VERIFY = "verify", _("I have to make sure who this is")
    SAFETY = "safety", _("Danger to people or things")
    OWN_REQUEST = "own_request", _("The person asked me to")
    LEGAL = "legal", _("A court or an authority demands it")
    CORRECT = "correct", _("I am correcting the registry")
    OTHER = "other", _("Another reason (please write it down)")


class Reveal(models.Model):
    """One field of one subject, shown in full for a reason. The fact stands in the audit trail; the words that
    somebody wrote about it stand here, since the trail keeps no texts."""

    viewer = models.CharField(max_length=60, help_text="pseudonym")
    subject = models.CharField(max_length=40)
    field = models.CharField(max_length=20)
    reason = models.CharField(_("reason"), max_length=12, choices=RevealReason)
    note = SealedTextField(_("in your words"))
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        indexes = [
            models.Index(fields=["subject", "-id"], name="reveal_by_subject"),
            models.Index(fields=["viewer", "-id"], name="reveal_by_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer} {self.subject} {self.field}"
