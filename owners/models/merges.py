"""Which rows are one human being, and which only look like it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import SealedTextField
from portal.worktime import now


class PersonMerge(models.Model):
    """Somebody decided that `merged` is `kept`; split again once `split_at` is set.

    The running merges are a forest; `Person.canonical` is the root of each row's tree, so that one hop
    leads there. The reasons are sealed: staff write about people in them.
    """

    merged = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="merges_in")
    reason = SealedTextField(_("reason"))
    merged_by = models.CharField(max_length=60, editable=False)
    merged_at = models.DateTimeField(default=now, editable=False)
    split_reason = SealedTextField(_("reason"))
    split_by = models.CharField(max_length=60, blank=True, editable=False)
    split_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(split_at__isnull=True), name="merge_runs_once"),
            models.CheckConstraint(condition=~Q(merged=F("kept")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class KeptApart(models.Model):
    """Somebody looked, and these are two people: they are not suggested again. `one` has the lower id."""

    one = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="+")
    decided_by = models.CharField(max_length=60, editable=False)
    decided_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
