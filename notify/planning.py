"""Which deliveries a new notification gets, and when each may leave."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notify.channels import WAYS, reachable
from notify.kinds import Kind, find_kind
from notify.models import Delivery, DeliveryState, MailPace, Notification, Preference, Rhythm
from notify.quiet import next_hour, quiet_until
from notify.unsubscribing import DIGEST
from owners.models import User
from portal.worktime import now


def wanted_channels(users: Sequence[User], kind: Kind) -> dict[int, set[str]]:
    """Per user the kind's default, changed by what the user chose."""
    wanted = {user.pk: set(kind.default) for user in users}
    chosen = Preference.objects.filter(user__in=users, kind=kind.name).values_list("user_id", "channel", "on")
    for user_id, channel, on in chosen:
        if on:
            wanted[user_id].add(channel)
        else:
            wanted[user_id].discard(channel)
    return wanted


def plan(rows: Sequence[Notification], wanted: Mapping[int, set[str]], kind: Kind) -> list[Delivery]:
    """One delivery per row and channel that the person wants and can be reached on. Not saved yet."""
    asked = {name for names in wanted.values() for name in names}
    reach = reachable([row.user for row in rows], sorted(asked))
    rhythms = Rhythm.objects.in_bulk([row.user_id for row in rows]) if any(reach.values()) else {}
    planned = []
    for row in rows:
        rhythm = rhythms.get(row.user_id) or Rhythm(user_id=row.user_id)
        for name in WAYS:
            if name in wanted[row.user_id] and row.user_id in reach.get(name, ()):
                timing = _timing(name, rhythm, urgent=kind.urgent)
                if timing is not None:
                    state, due_at = timing
                    planned.append(Delivery(notification=row, user=row.user, channel=name, state=state, due_at=due_at))
    return planned


def _timing(channel: str, rhythm: Rhythm, *, urgent: bool) -> tuple[DeliveryState, datetime] | None:
    """State and hour of a new delivery; None where the person wants no mail at all."""
    moment = now()
    if channel == "email" and rhythm.mail == MailPace.OFF:
        return None
    if urgent:
        return DeliveryState.WAITING, moment
    if channel == "email" and rhythm.mail == MailPace.DAILY:
        return DeliveryState.DIGEST, next_hour(moment, rhythm.digest_hour)
    if not WAYS[channel].keeps_quiet or not rhythm.quiet:
        return DeliveryState.WAITING, moment
    due_at = quiet_until(moment, start=rhythm.quiet_from, end=rhythm.quiet_until)
    return (DeliveryState.HELD if due_at > moment else DeliveryState.WAITING), due_at


def is_on(user: User, kind: str, channel: str) -> bool:
    """Whether the user gets this kind on this channel; `digest` stands for the daily mail."""
    if kind == DIGEST:
        return not Rhythm.objects.filter(user=user, mail=MailPace.OFF).exists()
    chosen = Preference.objects.filter(user=user, kind=kind, channel=channel).values_list("on", flat=True).first()
    declared = find_kind(kind)
    return bool(declared and channel in declared.default) if chosen is None else chosen
