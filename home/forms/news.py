from typing import Any

from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from home.forms.pages import SitePageForm
from portal.worktime import now


class NewsPageForm(SitePageForm):
    """Dates a correction by itself, and takes one only where there is something to correct."""

    def clean_correction(self) -> str:
        correction = self.cleaned_data["correction"].strip()
        if correction and self.instance.first_published_at is None:
            raise ValidationError(_("This was never published, so nothing needs to be corrected in public."))
        return correction

    def save(self, commit: bool = True) -> Any:
        if "correction" in self.changed_data:
            self.instance.corrected_at = now() if self.cleaned_data["correction"] else None
        return super().save(commit=commit)
