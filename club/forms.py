from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from club.actions import EventFacts, WishedDate
from club.models import ClubInterest, DateCalendar, DateKind, Event
from owners.forms.fields import EstateChoice
from owners.models import Estate
from owners.viewers import MEMBERS, PUBLIC, estate_key
from portal.languages import localized

CONTACT_WAYS = [("email", _("by e-mail")), ("sms", _("by text message")), ("phone", _("by telephone"))]


class InterestChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return localized(obj, "name")


class JoinForm(forms.Form):
    """The application. `estates` are those where the applicant lives; a single one isn't asked for."""

    estate = EstateChoice(label=_("Your estate"), queryset=Estate.objects.none(), empty_label=None)
    interests = InterestChoice(
        label=_("What do you like to do?"),
        queryset=ClubInterest.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    calendar = forms.ChoiceField(
        label=_("My birthday is in the"), choices=DateCalendar, required=False, widget=forms.RadioSelect
    )
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, required=False)
    contact_by = forms.MultipleChoiceField(
        label=_("How may the club reach you?"),
        choices=CONTACT_WAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.BooleanField(
        label=_("I agree that the club keeps these data for my membership. I can withdraw this at any time.")
    )

    def __init__(self, *args: Any, estates: Sequence[Estate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["estate"]
        assert isinstance(field, EstateChoice)
        field.queryset = Estate.objects.filter(pk__in=[estate.pk for estate in estates])
        if len(estates) == 1:
            field.initial = estates[0]
            field.widget = forms.HiddenInput()
        self.initial.setdefault("calendar", DateCalendar.SOLAR)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        month, day = cleaned.get("month"), cleaned.get("day")
        if bool(month) != bool(day):
            self.add_error("day", _("Please give month and day, or neither."))
        elif month and day and not _can_exist(cleaned.get("calendar") or DateCalendar.SOLAR, month, day):
            self.add_error("day", _("This month has no such day."))
        return cleaned

    def dates(self) -> list[WishedDate]:
        data = self.cleaned_data
        if not data.get("month"):
            return []
        return [WishedDate(DateKind.BIRTHDAY, data.get("calendar") or DateCalendar.SOLAR, data["month"], data["day"])]


def _can_exist(calendar: str, month: int, day: int) -> bool:
    if calendar == DateCalendar.LUNAR:
        return day <= 30
    return day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


class RegisterForm(forms.Form):
    seats = forms.TypedChoiceField(label=_("How many people?"), coerce=int)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[int, Any]] = [(1, _("Just me"))]
        choices += [
            (seats, _("%(seats)d people (me and %(more)d more)") % _party(seats)) for seats in range(2, limit + 1)
        ]
        field = self.fields["seats"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices
        if limit == 1:
            field.initial = 1
            field.widget = forms.HiddenInput()


def _party(seats: int) -> dict[str, int]:
    return {"seats": seats, "more": seats - 1}


class DoorForm(forms.Form):
    code = forms.CharField(
        label=_("Ticket code"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("accept", _("Accept")), ("refuse", _("Refuse"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason, if refused (the person reads it)"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SuspendForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AdjustForm(forms.Form):
    points = forms.IntegerField(label=_("Points (with a minus to take)"), min_value=-100_000, max_value=100_000)
    reason = forms.CharField(label=_("Reason (the member reads it)"), max_length=200)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class CancelEventForm(forms.Form):
    reason = forms.CharField(label=_("Reason (everybody registered reads it)"), max_length=200)


class DoorLinkForm(forms.Form):
    person_name = forms.CharField(label=_("Name of the volunteer"), max_length=60)


class LocalDateTime(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class EventForm(forms.ModelForm[Event]):
    """An event's facts. `audience` is asked in words; `cover` is a picture, kept by portal.uploads."""

    who = forms.ChoiceField(
        label=_("Who may come"),
        choices=[
            ("members", _("Club members")),
            ("estate", _("Verified residents of this estate")),
            ("public", _("Everybody")),
        ],
    )
    cover = forms.FileField(
        label=_("Cover picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )

    class Meta:
        model = Event
        fields = [
            "title", "title_zh_hant", "title_en", "place", "starts_at", "ends_at", "description", "capacity",
            "per_member_limit", "opens_at", "closes_at", "cancel_until", "cost_points", "award_points",
        ]  # fmt: skip
        widgets = {name: LocalDateTime() for name in ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")}

    def __init__(self, *args: Any, estate: Estate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.estate = estate
        audience = self.instance.audience or MEMBERS
        self.fields["who"].initial = audience if audience in (MEMBERS, PUBLIC) else "estate"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("The event ends before it starts."))
        closes = cleaned.get("closes_at")
        if ends and closes and closes > ends:
            self.add_error("closes_at", _("Registration can't close after the event."))
        return cleaned

    def facts(self) -> EventFacts:
        data = self.cleaned_data
        who = data["who"]
        audience = estate_key(self.estate.pk) if who == "estate" else who
        return EventFacts(audience=audience, **{name: data[name] for name in self._meta.fields or ()})
