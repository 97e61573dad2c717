from typing import Any

from django import forms

from notify.kinds import CHANNELS, Kind, kinds_for
from notify.models import Preference
from owners.viewers import Viewer


class ReadAllForm(forms.Form):
    """`through`: the newest number that was on the page."""

    through = forms.IntegerField(min_value=0)


class PreferenceForm(forms.Form):
    """One checkbox per kind and channel, named `<kind>:<channel>`."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_for(staff=viewer.is_staff)
        chosen = {
            (kind, channel): on
            for kind, channel, on in Preference.objects.filter(user=viewer.user).values_list("kind", "channel", "on")
        }
        for kind in self.kinds:
            for channel in CHANNELS:
                self.fields[f"{kind.name}:{channel}"] = forms.BooleanField(
                    required=False,
                    label=kind.label,
                    initial=chosen.get((kind.name, channel), channel in kind.default),
                )

    def rows(self) -> list[tuple[Kind, list[forms.BoundField]]]:
        """Each kind with its checkboxes in the order of CHANNELS."""
        return [(kind, [self[f"{kind.name}:{channel}"] for channel in CHANNELS]) for kind in self.kinds]

    def wanted(self) -> set[tuple[str, str]]:
        """The pairs that are ticked."""
        return {(name.rpartition(":")[0], name.rpartition(":")[2]) for name, on in self.cleaned_data.items() if on}
