from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from mailbox.models import Mailbox
from owners.forms.fields import EstateChoice
from owners.models import Building, Estate, Unit
from owners.phones import PhoneNumberError, normalise_phone
from owners.viewers import Viewer

PHOTOS = 9
UNIT, PUBLIC, UNKNOWN = "unit", "public", "unknown"
NAMED, ANONYMOUS = "named", "anonymous"


def new_key() -> str:
    return uuid4().hex


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile], name: str) -> Any:
        return files.getlist(name)


class PhotosField(forms.FileField):
    """Any number of files from one control, as a list. What is in them `portal.uploads` judges."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if len(data or []) > PHOTOS:
            raise forms.ValidationError(_("Please send at most %(limit)d files at once."), params={"limit": PHOTOS})
        return list(data or [])


def photos_field(label: Any) -> PhotosField:
    attrs = {"accept": "image/*,.heic,.pdf,.doc,.docx,.xls,.xlsx,.mp4", "data-photos": ""}
    return PhotosField(label=label, required=False, widget=PhotosInput(attrs=attrs))


class MatterForm(forms.Form):
    """What it is about → where → what happened → how to reach me. One page, four sections."""

    estate = EstateChoice(label=_("Which estate?"), queryset=Estate.objects.none(), empty_label=None)
    where = forms.ChoiceField(label=_("Where is it?"), widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        label=_("Which of your homes?"), queryset=Unit.objects.none(), required=False, empty_label=_("Please choose")
    )
    building = forms.CharField(label=_("Building"), max_length=20, required=False)
    floor = forms.CharField(label=_("Floor"), max_length=20, required=False)
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    subject = forms.CharField(label=_("What is it about, in one sentence?"), max_length=60)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("When did it begin, how often, who was told? As far as you know."),
    )
    wish = forms.CharField(
        label=_("What would put it right?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    photos = photos_field(_("Photos or files"))
    reach = forms.ChoiceField(
        label=_("May we know who you are?"),
        widget=forms.RadioSelect,
        choices=[(NAMED, _("Yes, and answer me")), (ANONYMOUS, _("No, I want to stay anonymous"))],
        initial=NAMED,
    )
    name = forms.CharField(
        label=_("Your name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    # A person never sees it; a robot fills in whatever is called that.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, viewer: Viewer, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = Estate.objects.filter(pk__in=Mailbox.objects.in_use().values("estate"))
        self._field(EstateChoice, "estate").queryset = estates
        units = Unit.objects.filter(pk__in=viewer.resident_units).select_related("entrance__building", "estate")
        self._field(forms.ModelChoiceField, "unit").queryset = units
        self.has_units = bool(viewer.resident_units)
        places = [
            (PUBLIC, _("A shared place: lift, car park, garden …")),
            (UNKNOWN, _("Somewhere else, or I don't know")),
        ]
        if self.has_units:
            places.insert(0, (UNIT, _("In my home")))
        self._field(forms.ChoiceField, "where").choices = places
        self.fields["subject"].widget.attrs["placeholder"] = EXAMPLES[kind]

    def _field[F: forms.Field](self, of: type[F], name: str) -> F:
        field = self.fields[name]
        assert isinstance(field, of)
        return field

    @property
    def estates(self) -> list[Estate]:
        return list(self._field(EstateChoice, "estate").queryset or [])

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def anonymous(self) -> bool:
        return bool(self.cleaned_data.get("reach") == ANONYMOUS)

    def clean_phone(self) -> str:
        """A mobile number as E.164; a landline as it was written."""
        written = str(self.cleaned_data["phone"]).strip()
        try:
            return normalise_phone(written) if written else ""
        except PhoneNumberError:
            return written

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.anonymous and not cleaned.get("phone") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error(
                "phone", _("Please leave a telephone number or an e-mail address, or choose to stay anonymous.")
            )
        if cleaned.get("where") == UNIT:
            self._take_estate_of_unit(cleaned)
        return cleaned

    def _take_estate_of_unit(self, cleaned: dict[str, Any]) -> None:
        units = list(self._field(forms.ModelChoiceField, "unit").queryset or [])
        unit = cleaned.get("unit") or (units[0] if len(units) == 1 else None)
        if unit is None:
            self.add_error("unit", _("Please choose your home."))
            return
        cleaned["unit"], cleaned["estate"] = unit, unit.estate

    @property
    def unit_chosen(self) -> Unit | None:
        return self.cleaned_data["unit"] if self.cleaned_data["where"] == UNIT else None

    @property
    def building_named(self) -> Building | None:
        """The building that the words name (3, 3号楼), if the estate has it."""
        if self.cleaned_data["where"] != PUBLIC:
            return None
        number = (
            self.cleaned_data["building"].strip().removesuffix("楼").removesuffix("号").removesuffix("栋").strip("#＃ ")
        )
        return Building.objects.filter(estate=self.cleaned_data["estate"], number=number).first() if number else None

    @property
    def place_described(self) -> str:
        if self.cleaned_data["where"] != PUBLIC:
            return ""
        parts = (self.cleaned_data[name].strip() for name in ("building", "floor", "place"))
        return " ".join(part for part in parts if part)


EXAMPLES = {
    "complaint": _("For example: the dustbins at entrance 2 aren't emptied"),
    "repair": _("For example: water drips in the car park, space B117"),
    "suggestion": _("For example: benches in the central garden"),
    "enquiry": _("For example: when does the heating start?"),
    "legal": _("For example: the handover date in my contract"),
}


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = photos_field(_("Photos or files"))
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class EndForm(forms.Form):
    """What is not settled yet, from a home that is asked."""

    said = forms.CharField(
        label=_("What is not settled yet"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LookupForm(forms.Form):
    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"placeholder": "JSW-2026-000123", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").replace("-", "").upper()
