"""Every write of notify."""

from collections.abc import Iterable, Mapping
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from notify.addresses import without_language
from notify.kinds import CHANNELS, Kind, kind_named
from notify.models import Bell, Notification, Preference
from notify.realtime import ring
from notify.tasks import deliver_elsewhere
from owners.models import User
from portal.worktime import now

BATCH = 500


def send(
    *, users: Iterable[User], kind: str, params: Mapping[str, str | int], url: str, dedupe: str
) -> list[Notification]:
    """See `notify.send`."""
    declared = kind_named(kind)
    _check(declared, params)
    recipients = {user.pk: user for user in users if user.is_active}
    draft = Notification(kind=kind, params=dict(params), url=without_language(url), dedupe=dedupe)
    sent: list[Notification] = []
    for ids in batched(sorted(recipients), BATCH, strict=False):
        chunk = [recipients[pk] for pk in ids]
        sent += _send_to(chunk, draft, declared)
    return sent


def _check(kind: Kind, params: Mapping[str, str | int]) -> None:
    """A text without its params would fail when it is read, far from whoever forgot them."""
    for name, value in params.items():
        if not isinstance(value, str | int):
            raise TypeError(f"{kind.name}: {name} must be a plain string or integer, not {type(value).__name__}")
    kind.title_with(params)
    kind.text_with(params)


@transaction.atomic
def _send_to(users: list[User], draft: Notification, kind: Kind) -> list[Notification]:
    """Numbers are given out under the bells' locks, taken in one order so that senders can't block
    each other in a circle."""
    ids = [user.pk for user in users]
    Bell.objects.bulk_create([Bell(user_id=pk) for pk in ids], ignore_conflicts=True)
    bells = {bell.user_id: bell for bell in Bell.objects.select_for_update().filter(user__in=ids).order_by("user_id")}
    told = set(Notification.objects.filter(user__in=ids, dedupe=draft.dedupe).values_list("user_id", flat=True))
    fresh = [user for user in users if user.pk not in told]
    wanted = _channels_of(fresh, kind)
    rows = [
        Notification(
            user=user,
            number=bells[user.pk].last_number + 1,
            kind=draft.kind,
            params=draft.params,
            url=draft.url,
            dedupe=draft.dedupe,
            on_bell="bell" in wanted[user.pk],
            wants_email="email" in wanted[user.pk],
            wants_sms="sms" in wanted[user.pk],
            created_at=now(),
        )
        for user in fresh
    ]
    Notification.objects.bulk_create(rows)
    Bell.objects.filter(user__in=[user.pk for user in fresh]).update(last_number=F("last_number") + 1)
    if elsewhere := [row.pk for row in rows if row.wants_email or row.wants_sms]:
        deliver_elsewhere.enqueue(elsewhere)
    for row in rows:
        if row.on_bell:
            ring(row.user)
    return rows


def _channels_of(users: list[User], kind: Kind) -> dict[int, set[str]]:
    """Per user the kind's default, changed by what the user chose."""
    wanted = {user.pk: set(kind.default) for user in users}
    chosen = Preference.objects.filter(user__in=users, kind=kind.name).values_list("user_id", "channel", "on")
    for user_id, channel, on in chosen:
        if on:
            wanted[user_id].add(channel)
        else:
            wanted[user_id].discard(channel)
    return wanted


@transaction.atomic
def mark_read(*, notification: Notification) -> None:
    """Marks one as read; nothing happens if it is already."""
    changed = Notification.objects.filter(pk=notification.pk, read_at__isnull=True).update(read_at=now())
    if changed:
        ring(notification.user)


@transaction.atomic
def mark_all_read(*, user: User, through: int) -> None:
    """Marks everything up to number `through` as read: one row, however many there are.

    `through` is the newest number that the person saw, so what came in meanwhile stays unread.
    """
    Bell.objects.filter(user=user, last_number__gte=through).update(read_through=Greatest("read_through", through))
    ring(user)


@transaction.atomic
def choose(*, user: User, kinds: Iterable[Kind], wanted: set[tuple[str, str]]) -> None:
    """Keeps what the user ticked of these kinds as (kind, channel); what is not ticked is off."""
    Preference.objects.bulk_create(
        [
            Preference(user=user, kind=kind.name, channel=channel, on=(kind.name, channel) in wanted)
            for kind in kinds
            for channel in CHANNELS
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["on"],
    )
