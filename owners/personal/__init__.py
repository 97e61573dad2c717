"""Personal data before the eyes of staff: masked, unless work in hand opens it or a reason is given.

    personal.grant(key=staff_key(7, Role.CASE_OFFICER), subjects=[person], source="case:JSW-2026-000123")
    opened = personal.open_for(viewer, people, fields=("name", "phone"), where="desk:case")   # logged
    {% personal person "phone" %}              in a template that has `opened` in its context
    personal.reveal(viewer=viewer, subject=person, field="id_number", reason="verify", note="…")

The log row is written before a value leaves: if it can't be written, nothing is shown.
"""

from owners.personal.fields import FIELDS, DataClass, Field, masked, value_of
from owners.personal.grants import end, grant
from owners.personal.opening import NOTHING_OPEN, NotYoursToSee, Opened, may_reveal, open_for, reveal
from owners.personal.subjects import find_subject, register_subjects

__all__ = [
    "FIELDS",
    "NOTHING_OPEN",
    "DataClass",
    "Field",
    "NotYoursToSee",
    "Opened",
    "end",
    "find_subject",
    "grant",
    "masked",
    "may_reveal",
    "open_for",
    "register_subjects",
    "reveal",
    "value_of",
]
