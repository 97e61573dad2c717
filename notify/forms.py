from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notify.channels.push import is_push_service
from notify.kinds import CHANNELS, Kind, kinds_for
from notify.models import MailPace, Preference, Rhythm
from notify.standing import Standing
from notify.wire import webpush
from owners.models import User
from owners.viewers import Viewer


class ReadAllForm(forms.Form):
    """`through`: the newest number that was on the page."""

    through = forms.IntegerField(min_value=0)


class PreferenceForm(forms.Form):
    """One switch per kind and channel, named `<kind>:<channel>`.

    A channel that the person can't use yet is shown and can't be switched: what was chosen stays.
    """

    def __init__(self, *args: Any, viewer: Viewer, channels: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_for(staff=viewer.is_staff)
        self.channels = channels
        usable = {channel.channel for channel in channels if channel.usable}
        chosen = {
            (kind, channel): on
            for kind, channel, on in Preference.objects.filter(user=viewer.user).values_list("kind", "channel", "on")
        }
        for kind in self.kinds:
            for channel in CHANNELS:
                self.fields[f"{kind.name}:{channel}"] = forms.BooleanField(
                    required=False,
                    disabled=channel not in usable,
                    label=kind.label,
                    initial=chosen.get((kind.name, channel), channel in kind.default),
                    widget=forms.CheckboxInput(attrs={"role": "switch", "class": "switch"}),
                )

    def rows(self) -> list[tuple[Kind, list[tuple[Standing, forms.BoundField]]]]:
        """Each kind with its switches in the order of CHANNELS."""
        return [
            (kind, [(channel, self[f"{kind.name}:{channel.channel}"]) for channel in self.channels])
            for kind in self.kinds
        ]

    def wanted(self) -> set[tuple[str, str]]:
        """The pairs that are on."""
        return {(name.rpartition(":")[0], name.rpartition(":")[2]) for name, on in self.cleaned_data.items() if on}


def _hours() -> list[tuple[str, str]]:
    return [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]


class RhythmForm(forms.Form):
    """When somebody wants to be told: quiet hours, and how mails come."""

    quiet = forms.BooleanField(
        required=False,
        label=_("Quiet hours"),
        widget=forms.CheckboxInput(attrs={"role": "switch", "class": "switch"}),
    )
    quiet_from = forms.ChoiceField(label=_("From"), choices=_hours)
    quiet_until = forms.ChoiceField(label=_("Until"), choices=_hours)
    mail = forms.ChoiceField(label=_("Mails"), choices=MailPace, widget=forms.RadioSelect)
    digest_hour = forms.TypedChoiceField(
        label=_("Daily mail at"), coerce=int, choices=lambda: [(hour, f"{hour:02}:00") for hour in range(24)]
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        kept = Rhythm.objects.filter(user=user).first() or Rhythm(user=user)
        initial = {
            "quiet": kept.quiet,
            "quiet_from": f"{kept.quiet_from:%H:%M}",
            "quiet_until": f"{kept.quiet_until:%H:%M}",
            "mail": kept.mail,
            "digest_hour": kept.digest_hour,
        }
        super().__init__(data, initial=initial)

    def clean_quiet_from(self) -> time:
        return time.fromisoformat(self.cleaned_data["quiet_from"])

    def clean_quiet_until(self) -> time:
        return time.fromisoformat(self.cleaned_data["quiet_until"])


class PushDeviceForm(forms.Form):
    """A browser's push subscription, as it gives it."""

    endpoint = forms.URLField(max_length=700, assume_scheme="https")
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not is_push_service(endpoint):
            raise forms.ValidationError("not a push service that we know")
        return endpoint

    def clean(self) -> dict[str, Any]:
        keys = {name: self.cleaned_data.get(name, "") for name in ("p256dh", "auth")}
        try:
            webpush.encrypt(b"", **keys)
        except ValueError:
            raise forms.ValidationError("not the keys of a browser") from None
        return self.cleaned_data
