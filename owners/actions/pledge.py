"""Accepting the confidentiality pledge."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from owners import pledge as rules
from owners.models import PledgeAcceptance, PledgeText, User
from portal import audit, realtime
from portal.errors import Refused


class NotYourName(Refused):
    """The name under the pledge is not the account's."""


class PledgeChanged(Refused):
    """The text that was read is not the one in force any more."""


@transaction.atomic
def accept_pledge(*, user: User, text: PledgeText, full_name: str) -> PledgeAcceptance:
    """Puts somebody's name under the text in force. Twice is once, until it is time to renew."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if text != rules.current_text():
        raise PledgeChanged(_("The text has changed meanwhile. Please read the new one."))
    known = f"{user.last_name}{user.first_name}"
    if known and _bare(known) != _bare(full_name):
        raise NotYourName(_("This is not the name that we have for you. Please type it as it stands in your contract."))
    held = rules.standing(user)
    if held is not None and not rules.is_due(held):
        return held
    acceptance = PledgeAcceptance.objects.create(
        user=user, text=text, full_name=full_name.strip(), language=get_language() or ""
    )
    audit.record(actor=user.pseudonym, action="pledge.accepted", subject=user.pseudonym, version=text.version)
    realtime.recheck(user.public_id)
    return acceptance


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
