"""What staff do about consent: new words for a purpose, and what somebody told them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.rights import WordsChanged, choose_consent
from owners.consents import keep_words
from owners.models import Consent, ConsentPurpose, ConsentWording, User
from owners.models.rights import TOLD_TO_STAFF
from owners.permissions import can_change_words, can_record_consent
from owners.rights.answering import estates_of
from portal import audit, outbox
from portal.domain_events import ConsentRecorded
from portal.errors import Refused
from portal.worktime import now

if TYPE_CHECKING:
    from owners.viewers import Viewer


class NotYoursToChange(Refused):
    """Words are the same for everybody: the privacy officer of all estates changes them."""


class NothingChanged(Refused):
    """The words are those in use already, or one language is missing."""


class NotYoursToRecord(Refused):
    """The viewer serves at none of the person's estates, or it is about themselves."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a purpose says, in all three languages."""

    name: str
    name_zh_hant: str
    name_en: str
    text: str
    text_zh_hant: str
    text_en: str


@transaction.atomic
def change_words(
    *, viewer: Viewer, purpose: ConsentPurpose, words: Words, version: int, material: bool
) -> ConsentWording:
    """A new version of a purpose's words; the old ones stay readable. If the change is `material`, no earlier yes
    counts any more. `version` is the one that was read. Raises NotYoursToChange, WordsChanged, NothingChanged.
    """
    if not can_change_words(viewer):
        raise NotYoursToChange(_("Only the privacy officer of all estates changes these words."))
    purpose = ConsentPurpose.objects.select_for_update().get(pk=purpose.pk)
    if version != purpose.version:
        raise WordsChanged(_("Somebody has changed these words meanwhile. Please compare."))
    said = {name: value.strip() for name, value in asdict(words).items()}
    if not all(said.values()):
        raise NothingChanged(_("Please write all three languages."))
    if all(getattr(purpose, name) == value for name, value in said.items()):
        raise NothingChanged(_("These are the words in use already."))
    for name, value in said.items():
        setattr(purpose, name, value)
    moment = now()
    purpose.version += 1
    if material:
        purpose.agreed_from, purpose.agreed_since = purpose.version, moment
    purpose.save()
    audit.record(
        actor=viewer.pseudonym,
        action="consent_purpose.changed",
        subject=f"consent-purpose:{purpose.code}",
        version=purpose.version,
        material=material,
    )
    return keep_words(purpose, since=moment, material=material, by=viewer.pseudonym)


@transaction.atomic
def record_consent(
    *, viewer: Viewer, user: User, code: str, given: bool, means: str, version: int | None = None
) -> Consent | None:
    """Writes down what somebody said at the counter, on a form or by telephone.

    Raises NotYoursToRecord; WordsChanged if the yes is to other words (`version`) than those in use.
    """
    if not can_record_consent(viewer, user, estates_of(user)):
        raise NotYoursToRecord(_("You can’t write this down for this person."))
    if means not in TOLD_TO_STAFF:
        raise Refused(_("Please say how the person told you."))
    consent = choose_consent(user=user, code=code, given=given, version=version, means=means, actor=viewer.pseudonym)
    if consent is not None:
        outbox.record(ConsentRecorded(consent_id=consent.pk), key=f"user:{user.pk}")
    return consent
