"""Filters of the queue and of the ledger. A filter that can't be understood filters nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from crm import permissions
from crm.forms.choices import offer
from crm.models import CaseKind, JoinedHome, Severity, State
from crm.querysets import CaseQuerySet
from owners.forms.fields import EstateChoice
from owners.models import Estate
from owners.phones import PhoneNumberError, normalise_phone
from owners.viewers import Viewer
from portal.worktime import today


class EstateFilter(forms.Form):
    estate = EstateChoice(
        label=_("Estate"), queryset=Estate.objects.none(), required=False, empty_label=_("All my estates")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "estate", Estate.objects.filter(pk__in=viewer.estates_for(*permissions.READERS)))


class QueueFilter(EstateFilter):
    q = forms.CharField(label=_("Number or telephone"), required=False, max_length=30)

    def apply(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases of the chosen estate; with `q` those of one number or of one caller."""
        if not self.is_valid():
            return cases
        if estate := self.cleaned_data["estate"]:
            cases = cases.filter(estate=estate)
        if phone := self.phone:
            cases = cases.filter(conversation__contact__phone=phone)
        elif q := self.cleaned_data["q"].strip():
            # A home that stands behind a case has a number of its own; it leads to the case.
            homes = JoinedHome.objects.filter(conversation__number=q.upper()).values("case")
            cases = cases.filter(Q(number=q.upper()) | Q(pk__in=homes))
        return cases

    @property
    def phone(self) -> str:
        """The telephone number that was asked for (E.164), or an empty string."""
        try:
            return normalise_phone(self.cleaned_data["q"]) if self.is_valid() else ""
        except PhoneNumberError:
            return ""


class LedgerFilter(EstateFilter):
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *CaseKind.choices], required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("All severities")), *Severity.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All states")), *State.choices], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        if since and until and until - since > timedelta(days=366):
            self.add_error("until", _("Please choose at most one year."))
        return data

    def apply(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases opened in the span; none for a filter that is not valid."""
        if not self.is_valid():
            return cases.none()
        data = self.cleaned_data
        zone = get_current_timezone()
        cases = cases.filter(
            opened_at__gte=datetime.combine(data["since"], time.min, zone),
            opened_at__lt=datetime.combine(data["until"] + timedelta(days=1), time.min, zone),
        )
        chosen = {name: data[name] for name in ("estate", "kind", "severity", "state") if data[name]}
        return cases.filter(**chosen)

    @staticmethod
    def this_month() -> dict[str, str]:
        """What the filter shows before anything is chosen."""
        return {"since": today().replace(day=1).isoformat(), "until": today().isoformat()}
