"""The shape of what is typed into the week's plan of the spokesperson's desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.duty import speakers
from forum.models import WEEKDAYS
from forum.permissions import SPOKESPEOPLE
from owners.models import Estate, User
from owners.viewers import Viewer

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Colleague(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


class ShiftForm(forms.Form):
    user = _Colleague(label=_("Who"), queryset=User.objects.none())
    estate = forms.ModelChoiceField(
        label=_("Estate"), queryset=Estate.objects.none(), required=False, empty_label=_("The company's own boards")
    )
    weekday = forms.TypedChoiceField(label=_("Day"), choices=list(enumerate(WEEKDAYS)), coerce=int)
    starts = forms.TimeField(label=_("From"), widget=_TIME)
    ends = forms.TimeField(label=_("Until"), widget=_TIME)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = viewer.estates_for(*SPOKESPEOPLE)
        self.fields["user"].queryset = speakers(None, roles=SPOKESPEOPLE)  # type: ignore[attr-defined]
        self.fields["estate"].queryset = Estate.objects.filter(pk__in=estates)  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    """`plans` offers everybody; without it one says that one is away oneself."""

    user = _Colleague(label=_("Who"), queryset=User.objects.none())
    since = forms.DateField(label=_("Away from"), widget=_DATE)
    until = forms.DateField(label=_("until, that day included"), widget=_DATE)
    substitute = _Colleague(
        label=_("Who stands in"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, viewer: Viewer, plans: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = speakers(None, roles=SPOKESPEOPLE)
        own = everybody.filter(pk=viewer.user.pk) if viewer.user else everybody.none()
        self.fields["user"].queryset = everybody if plans else own  # type: ignore[attr-defined]
        self.fields["user"].initial = viewer.user
        self.fields["substitute"].queryset = everybody  # type: ignore[attr-defined]
