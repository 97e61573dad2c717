"""What staff promise about owners' data: versions of the text, and who accepted which by name."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now

_WORDS = ("text", "text_zh_hant", "text_en", "valid_from")


class PledgeText(models.Model):
    """One version. The one in force is the one that began last; see `owners.pledge`.

    Once somebody has accepted it, neither its words nor its beginning change any more.
    """

    version = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    valid_from = models.DateTimeField(
        _("in force from"),
        default=now,
        help_text=_("From then on everybody who works here has to accept it before they see owners' data again."),
    )
    text = models.TextField(_("text"), help_text=_("An empty line begins a paragraph."))
    text_zh_hant = models.TextField(_("text in Traditional Chinese"))
    text_en = models.TextField(_("text in English"))
    created_at = models.DateTimeField(_("written"), default=now, editable=False)

    class Meta:
        verbose_name = _("confidentiality pledge")
        verbose_name_plural = _("confidentiality pledge, versions")
        ordering = ["-version"]
        # A version that was in force stays, so that it can be shown what people promised.
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.version or "–"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._is_altered():
            raise ValueError(f"version {self.version} of the pledge has been accepted and can't change")
        if not self.version:
            self.version = (PledgeText.objects.aggregate(last=models.Max("version"))["last"] or 0) + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuses what nobody may do to a version that was accepted, and versions that would never be in force."""
        super().clean()
        if self._is_altered():
            raise ValidationError(
                _("People have accepted this version, so it stays as it is. Make a copy and change that.")
            )
        later = PledgeText.objects.filter(valid_from__gte=self.valid_from or now()).exclude(pk=self.pk)
        if self.pk is None and later.exists():
            raise ValidationError({"valid_from": _("A version that begins later exists already.")})

    def _is_altered(self) -> bool:
        if self.pk is None or not self.acceptances.exists():
            return False
        stored = PledgeText.objects.values(*_WORDS).get(pk=self.pk)
        return any(_plain(stored[name]) != _plain(getattr(self, name)) for name in _WORDS)


def _plain(value: Any) -> Any:
    """Forms send line ends as CRLF and moments without seconds: neither is a change."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value.replace(second=0, microsecond=0)


class PledgeAcceptance(models.Model):
    """A member of staff accepted a version, under the name they typed; see `owners.pledge` for how long."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="pledge_acceptances",
    )
    text = models.ForeignKey(
        PledgeText, verbose_name=_("version"), on_delete=models.PROTECT, related_name="acceptances"
    )
    full_name = models.CharField(_("name"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    accepted_at = models.DateTimeField(_("accepted"), default=now, editable=False)

    class Meta:
        verbose_name = _("accepted pledge")
        verbose_name_plural = _("accepted pledges")
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-accepted_at"], name="pledge_of_account")]

    def __str__(self) -> str:
        return f"{self.user} · {self.text} · {self.accepted_at:%Y-%m-%d}"
