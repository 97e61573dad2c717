"""Accounts: making one, and what a person changes about their own."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from owners.models import Person, User
from portal import audit, outbox, realtime
from portal.domain_events import SessionEnded
from portal.errors import Refused
from portal.worktime import now


class PhoneTaken(Refused):
    """Another account uses this number."""


class EmailTaken(Refused):
    """Another account uses this address."""


@transaction.atomic
def register_account(
    *, phone: str = "", email: str = "", nickname: str = "", person: Person | None = None, actor: str = "system"
) -> User:
    """Makes an account whose phone (E.164) and e-mail were confirmed some other way: at the counter, in the demo.

    Signing up on the site goes through allauth, which confirms them by code.
    """
    if phone and User.objects.filter(phone=phone).exists():
        raise PhoneTaken(_("Another account uses this telephone number."))
    if email and EmailAddress.objects.filter(email__iexact=email).exists():
        raise EmailTaken(_("Another account uses this e-mail address."))
    user = User(
        phone=phone,
        phone_verified_at=now() if phone else None,
        email=email.lower(),
        nickname=nickname,
        person=person,
        date_joined=now(),
    )
    user.set_unusable_password()
    user.save()
    if email:
        EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    audit.record(actor=actor, action="account.registered", subject=user.pseudonym)
    return user


@transaction.atomic
def set_phone(*, user: User, phone: str, confirmed: bool) -> None:
    """Writes an account's number; `confirmed` once its code was entered. Raises PhoneTaken."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not confirmed and locked.phone == phone and locked.phone_verified_at:
        return
    locked.phone = phone
    locked.phone_verified_at = now() if confirmed else None
    try:
        with transaction.atomic():
            locked.save(update_fields=["phone", "phone_fp", "phone_verified_at"])
    except IntegrityError:
        raise PhoneTaken(_("Another account uses this telephone number.")) from None
    user.phone, user.phone_verified_at = locked.phone, locked.phone_verified_at
    if confirmed:
        audit.record(actor=user.pseudonym, action="account.phone_confirmed", subject=user.pseudonym)


@transaction.atomic
def change_profile(*, user: User, nickname: str, language: str, large_type: bool) -> None:
    """What neighbours call me, and how pages are shown to me."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    changed = [
        name
        for name, value in (("nickname", nickname), ("language", language), ("large_type", large_type))
        if getattr(locked, name) != value
    ]
    if not changed:
        return
    User.objects.filter(pk=user.pk).update(nickname=nickname, language=language, large_type=large_type)
    audit.record(actor=user.pseudonym, action="account.profile_changed", subject=user.pseudonym, fields=changed)


@transaction.atomic
def end_session(*, user: User, session_id: int) -> bool:
    """Signs one of the user's own sessions out; False if it was none of theirs, or is over already."""
    session = UserSession.objects.select_for_update().filter(user=user, pk=session_id).first()
    if session is None:
        return False
    _end([session], user)
    return True


@transaction.atomic
def end_other_sessions(*, user: User, current_key: str | None) -> int:
    """Signs the user out everywhere but here; says how many sessions ended."""
    sessions = list(UserSession.objects.select_for_update().filter(user=user).exclude(session_key=current_key))
    _end(sessions, user)
    return len(sessions)


def _end(sessions: list[UserSession], user: User) -> None:
    Session.objects.filter(session_key__in=[session.session_key for session in sessions]).delete()
    UserSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()
    if sessions:
        realtime.recheck(user.public_id)
    for session in sessions:
        outbox.record(SessionEnded(user_id=user.pk, session_key=session.session_key), key=f"user:{user.pk}")
        audit.record(actor=user.pseudonym, action="session.ended", subject=f"session:{session.pk}")
