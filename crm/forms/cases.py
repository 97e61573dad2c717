"""The moves of one case, as forms. What may be done is decided by the actions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm import permissions
from crm.actions import ALL, ASKER, homes_that_wrote, staff_of
from crm.forms.choices import offer
from crm.models import Case, CaseKind, EntryKind, Severity
from forum.models import Topic
from owners.forms.fields import EstateChoice
from owners.models import Estate, Role, User
from owners.viewers import Viewer


class NoteForm(forms.Form):
    html = forms.CharField(label=_("Note for colleagues"), widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    """`confirmed` appears once the leak guard has spoken."""

    html = forms.CharField(label=_("Answer to the customer"), widget=forms.Textarea(attrs={"rows": 8}))
    solves = forms.BooleanField(
        label=_("This settles the matter"),
        required=False,
        help_text=_("Stops the clock for the solution. You can close the case afterwards."),
    )
    confirmed = forms.BooleanField(
        label=_("The customer may have these numbers"), required=False, widget=forms.HiddenInput
    )
    to = forms.ChoiceField(label=_("To"), required=False, choices=[(ALL, "")])

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Where homes stand behind the case, who is to read it is asked."""
        super().__init__(*args, **kwargs)
        count = case.home_count
        if not count:
            del self.fields["to"]
            return
        everybody = ngettext("The asker and %(n)d home behind it", "The asker and %(n)d homes behind it", count)
        homes = [(number, number) for number in homes_that_wrote(case)]
        choice = cast("forms.ChoiceField", self.fields["to"])
        everybody_first = [] if case.is_private else [(ALL, everybody % {"n": count})]
        choice.choices = [*everybody_first, (ASKER, _("The asker alone")), *homes]

    def ask_to_confirm(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()


class ContactForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How"),
        choices=[(EntryKind.CALL, EntryKind.CALL.label), (EntryKind.VISIT, EntryKind.VISIT.label)],
        widget=forms.RadioSelect,
        initial=EntryKind.CALL,
    )
    html = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 4}))
    told = forms.BooleanField(
        label=_("The customer now knows how the matter ended"),
        required=False,
        help_text=_("Counts as the answer, and stops the clocks."),
    )


class AssessForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Why"), required=False, max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("How the matter ended"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


class HandOverForm(forms.Form):
    to = ColleagueField(label=_("To"), queryset=User.objects.none(), empty_label=_("Please choose"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_of(case.estate_id, Role.CASE_OFFICER) + staff_of(case.estate_id, Role.CASE_MANAGER)
        ids = {person.pk for person in people} - {case.handler_id}
        offer(self, "to", User.objects.filter(pk__in=ids))


class PrivateForm(forms.Form):
    """Why a matter had better go on in private, in words for its author."""

    note = forms.CharField(
        label=_("Why, in words for the author"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class JoinForm(forms.Form):
    """Which open case a topic joins."""

    number = forms.CharField(label=_("Number of the case"), max_length=30)


class FromTopicForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind, widget=forms.RadioSelect, initial=CaseKind.COMPLAINT)
    note = forms.CharField(
        label=_("Note for the case officer"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, topic: Topic, viewer: Viewer, **kwargs: Any) -> None:
        """A topic of no estate asks which one the case is for."""
        super().__init__(*args, **kwargs)
        if topic.estate_id is None and topic.board.estate_id is None:
            estates = Estate.objects.filter(pk__in=viewer.estates_for(*permissions.OPENERS))
            self.fields["estate"] = EstateChoice(label=_("Estate"), queryset=estates, empty_label=_("Please choose"))
