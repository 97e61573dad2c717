"""What columns and problems are called on screens and in reports. The problems' own texts are for programs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.registry import problems
from owners.registry.columns import Field

FIELD_LABELS = {
    Field.PHASE: _("Phase"),
    Field.BUILDING: _("Building"),
    Field.ENTRANCE: _("Entrance"),
    Field.ROOM: _("Room"),
    Field.AREA: _("Area"),
    Field.NAME: _("Owner’s name"),
    Field.BIRTH: _("Date of birth"),
    Field.ID_NUMBER: _("ID number"),
    Field.PHONE: _("Telephone"),
    Field.MORE_PHONES: _("Further telephone"),
    Field.CO_NAME: _("Co-owner’s name"),
    Field.CO_PHONE: _("Co-owner’s telephone"),
    Field.CO_ID_NUMBER: _("Co-owner’s ID number"),
    Field.EMAIL: _("E-mail"),
    Field.HANDED_OVER: _("Handover date"),
    Field.ROLE: _("Role in the flat"),
    Field.TITLE_KIND: _("Kind of title"),
    Field.SHARE: _("Share of the title"),
    Field.PERIOD: _("Months charged"),
    Field.PERIOD_FROM: _("Charged from"),
    Field.PERIOD_TO: _("Charged to"),
    Field.ITEM: pgettext_lazy("column", "Fee"),
    Field.DUE: _("Amount due"),
    Field.PAID: _("Amount paid"),
    Field.OWED: _("Amount owed"),
    Field.MONTHS_OWED: _("Months owed"),
    Field.MONTH: _("Amount or mark of a month"),
    Field.STATE: _("Paid or not"),
    Field.PAID_ON: _("Date of payment"),
    Field.ON: _("Date"),
    Field.SERVICE: pgettext_lazy("column", "Service"),
    Field.AMOUNT: _("Amount"),
}

PROBLEM_LABELS = {
    problems.AMOUNT_MISSING: _("The amount is missing."),
    problems.AMOUNT_UNREADABLE: _("The amount can’t be read."),
    problems.AREA_UNREADABLE: _("The area can’t be read."),
    problems.BIRTH_AGAINST_ID: _("Date of birth and ID number disagree."),
    problems.BIRTH_IMPOSSIBLE: _("There is no such date of birth."),
    problems.BIRTH_INCOMPLETE: _("The date of birth is incomplete."),
    problems.BUILDING_AMBIGUOUS: _("Several phases have a building of this number."),
    problems.BUILDING_MISSING: _("The building is missing."),
    problems.BUILDING_UNREADABLE: _("The building can’t be read."),
    problems.CHARGE_LISTED: _("This fee stands in the list already."),
    problems.DATE_MISSING: _("The date is missing."),
    problems.DATE_UNREADABLE: _("The date can’t be read."),
    problems.DUE_UNREADABLE: _("The amount due can’t be read."),
    problems.EMAIL_UNREADABLE: _("The e-mail address can’t be read."),
    problems.HANDOVER_IMPOSSIBLE: _("There is no such handover date."),
    problems.ID_BIRTH_IMPOSSIBLE: _("The ID number holds an impossible date of birth."),
    problems.ID_CHECK_DIGIT: _("The last digit of the ID number is wrong."),
    problems.ID_DAMAGED: _("The spreadsheet has damaged the ID number: make the column text."),
    problems.ID_LENGTH: _("The ID number has the wrong length."),
    problems.ID_OTHER_NAME: _("This ID number is registered under another name."),
    problems.ID_UNREADABLE: _("The ID number can’t be read."),
    problems.MONTH_UNCLEAR: _("It doesn’t say whether this is paid or owed."),
    problems.NAME_MISSING: _("The owner’s name is missing."),
    problems.NAME_TOO_LONG: _("The name is too long."),
    problems.PAID_ON_UNREADABLE: _("The date of payment can’t be read."),
    problems.PAID_UNREADABLE: _("The amount paid can’t be read."),
    problems.PERIOD_MISSING: _("It doesn’t say for which months."),
    problems.PERIOD_UNREADABLE: _("The months can’t be read."),
    problems.PERSON_UNKNOWN: _("Nobody of this name and number is in the registry."),
    problems.PHONE_DAMAGED: _("The spreadsheet has damaged the number: make the column text."),
    problems.PHONE_IMPOSSIBLE: _("There is no such telephone number."),
    problems.PHONE_NO_AREA_CODE: _("The telephone number lacks its area code."),
    problems.PHONE_TOO_LONG: _("The telephone number is too long."),
    problems.PHONE_TOO_SHORT: _("The telephone number is too short."),
    problems.PHONE_UNREADABLE: _("The telephone number can’t be read."),
    problems.ROOM_MISSING: _("The room is missing."),
    problems.ROOM_UNREADABLE: _("The room can’t be read."),
    problems.SHARE_UNREADABLE: _("The share can’t be read."),
    problems.STATE_UNREADABLE: _("It doesn’t say whether it is paid."),
    problems.UNIT_LISTED_OTHER: _("The flat stands in the list already, with another owner. Both were taken."),
    problems.UNIT_LISTED_SAME: _("The flat stands in the list already, with the same owner."),
    problems.UNIT_UNKNOWN: _("No such flat is in the registry."),
}
KEPT_LABELS = {
    "changed since": _("Somebody has changed it since."),
    "in use": _("Something else refers to it by now."),
}


def label_of(problem: str) -> str:
    return str(PROBLEM_LABELS.get(problem, problem))
