from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.viewers import Viewer
from search import places, tabs
from search.asking import LONGEST_QUERY
from search.scope import Scope


class SearchForm(forms.Form):
    """What the address of a results page may say. What it can't mean is left out of account."""

    q = forms.CharField(required=False)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("Board"), required=False)
    by = forms.CharField(
        label=_("Written by"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"placeholder": _("the nickname, in full"), "autocomplete": "off"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    official = forms.BooleanField(label=_("Official answers only"), required=False)

    # What hides behind “narrow down”.
    FILTERS = ("place", "by", "since", "until", "official")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prefix = self.data.get("kind", "")
        open_places = places.open_to(viewer, prefix)
        self.fields["place"].choices = [("", _("All boards")), *((one.key, one.label) for one in open_places)]  # type: ignore[attr-defined]
        self.has_places = bool(open_places)
        self.is_valid()

    def clean_q(self) -> str:
        query: str = self.cleaned_data["q"]
        return query[:LONGEST_QUERY]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        return kind if kind in {tab.prefix for tab in tabs.declared()} else ""

    def clean_sort(self) -> str:
        return "new" if self.cleaned_data["sort"] == "new" else ""

    @property
    def asked(self) -> dict[str, str]:
        """What holds, as the address says it; empty where nothing does."""
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: "1" if value is True else str(value) for name, value in given.items() if value}

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The fields to be written or chosen; boards only where there are any."""
        return [self[name] for name in self.FILTERS[:-1] if name != "place" or self.has_places]

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.FILTERS)

    def scope(self, languages: tuple[str, ...]) -> Scope:
        said = self.cleaned_data
        return Scope(
            kinds=[said["kind"]] if said.get("kind") else None,
            languages=languages,
            place=said.get("place") or "",
            author=said.get("by") or "",
            since=said.get("since"),
            until=said.get("until"),
            official=bool(said.get("official")),
        )
