"""Every write of notify."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import batched

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from notify.addresses import without_language
from notify.bundling import fold, unfold, without_what_left
from notify.kinds import CHANNELS, Kind, kind_named
from notify.models import (
    Bell,
    Delivery,
    DeliveryState,
    MailPace,
    Notification,
    Preference,
    PushDevice,
    Rhythm,
)
from notify.models.devices import endpoint_digest
from notify.planning import plan, wanted_channels
from notify.realtime import ring
from notify.tasks import deliver_soon
from notify.unsubscribing import DIGEST
from owners import consents
from owners.models import User
from portal.worktime import now

BATCH = 500


def send(
    *,
    users: Iterable[User],
    kind: str,
    params: Mapping[str, str | int],
    url: str,
    dedupe: str,
    audience: str = "",
    bundle: str = "",
    actor: str = "",
) -> list[Notification]:
    """See `notify.send`."""
    declared = kind_named(kind)
    _check(declared, params)
    recipients = {user.pk: user for user in users if user.is_active}
    draft = Notification(
        kind=kind,
        params=dict(params),
        url=without_language(url),
        dedupe=dedupe,
        audience=audience,
        bundle=bundle,
        actor=actor,
        rank=declared.rank,
    )
    sent: list[Notification] = []
    for ids in batched(sorted(recipients), BATCH, strict=False):
        chunk = [recipients[pk] for pk in ids]
        if declared.purpose:
            chunk = consents.holders(chunk, declared.purpose)
        sent += _send_to(chunk, draft, declared)
    return sent


def _check(kind: Kind, params: Mapping[str, str | int]) -> None:
    """A text without its params would fail when it is read, far from whoever forgot them."""
    for name, value in params.items():
        if not isinstance(value, str | int):
            raise TypeError(f"{kind.name}: {name} must be a plain string or integer, not {type(value).__name__}")
    kind.title_with(params)
    kind.title_with(params, people=2)
    kind.text_with(params)
    kind.outside_title_with(params)


@transaction.atomic
def _send_to(users: list[User], draft: Notification, kind: Kind) -> list[Notification]:
    """Numbers are given out under the bells' locks, taken in one order so that senders can't block
    each other in a circle."""
    ids = [user.pk for user in users]
    Bell.objects.bulk_create([Bell(user_id=pk) for pk in ids], ignore_conflicts=True)
    bells = {bell.user_id: bell for bell in Bell.objects.select_for_update().filter(user__in=ids).order_by("user_id")}
    told = set(Notification.objects.filter(user__in=ids, dedupe=draft.dedupe).values_list("user_id", flat=True))
    fresh = [user for user in users if user.pk not in told]
    wanted = wanted_channels(fresh, kind)
    rows = [
        Notification(
            user=user,
            number=bells[user.pk].last_number + 1,
            kind=draft.kind,
            params=draft.params,
            url=draft.url,
            dedupe=draft.dedupe,
            audience=draft.audience,
            bundle=draft.bundle,
            actor=draft.actor,
            rank=draft.rank,
            on_bell="bell" in wanted[user.pk],
            created_at=now(),
        )
        for user in fresh
    ]
    if draft.bundle:
        fold(rows, kind)
    Notification.objects.bulk_create(rows)
    Bell.objects.filter(user__in=[user.pk for user in fresh]).update(last_number=F("last_number") + 1)
    planned = plan(rows, wanted, kind)
    if draft.bundle:
        planned = without_what_left(planned, kind, draft.bundle)
    deliveries = Delivery.objects.bulk_create(planned)
    deliver_soon([delivery.pk for delivery in deliveries if delivery.state == DeliveryState.WAITING])
    for row in rows:
        if row.on_bell:
            ring(row.user)
    return rows


@transaction.atomic
def mark_read(*, notification: Notification) -> None:
    """Marks one as read, with all that it stands for; nothing happens if it is already."""
    these = Q(pk=notification.pk)
    if notification.bundle:
        these |= Q(user=notification.user_id, bundle=notification.bundle, visited=False)
    changed = Notification.objects.filter(these, read_at__isnull=True).update(read_at=now())
    if changed:
        ring(notification.user)


@transaction.atomic
def visit(*, user: User, bundle: str) -> int:
    """See `notify.visit`."""
    found = Notification.objects.filter(~Q(bundle=""), user=user, bundle=bundle, visited=False)
    visited = found.update(visited=True, read_at=Coalesce("read_at", now()))
    if visited:
        ring(user)
    return visited


@transaction.atomic
def mark_all_read(*, user: User, through: int) -> None:
    """Marks everything up to number `through` as read: one row, however many there are.

    `through` is the newest number that the person saw, so what came in meanwhile stays unread.
    """
    Bell.objects.filter(user=user, last_number__gte=through).update(read_through=Greatest("read_through", through))
    ring(user)


@transaction.atomic
def silence(*, user: User, actor: str, silent: bool) -> int:
    """See `notify.silence`."""
    Bell.objects.bulk_create([Bell(user=user)], ignore_conflicts=True)
    # Whoever tells this person something waits: a bundle is put in order by one at a time.
    Bell.objects.select_for_update().get(user=user)
    theirs = Notification.objects.filter(~Q(actor=""), user=user, actor=actor, silenced=not silent)
    bundles = set(theirs.filter(~Q(bundle="")).order_by().values_list("bundle", flat=True))
    changed = theirs.update(silenced=silent)
    for bundle in bundles:
        unfold(user, bundle)
    if changed:
        ring(user)
    return changed


@transaction.atomic
def choose(*, user: User, kinds: Iterable[Kind], wanted: set[tuple[str, str]]) -> None:
    """Keeps what the user ticked of these kinds as (kind, channel); what is not ticked is off."""
    _keep_choices(
        Preference(user=user, kind=kind.name, channel=channel, on=(kind.name, channel) in wanted)
        for kind in kinds
        for channel in CHANNELS
    )


@transaction.atomic
def set_rhythm(*, user: User, quiet: bool, quiet_from: time, quiet_until: time, mail: str, digest_hour: int) -> None:
    """Keeps when the user wants to be told. What already waits for its hour keeps it."""
    Rhythm.objects.update_or_create(
        user=user,
        defaults={
            "quiet": quiet,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "mail": mail,
            "digest_hour": digest_hour,
        },
    )


@transaction.atomic
def switch(*, user: User, kind: str, channel: str, on: bool) -> None:
    """One switch from outside the preferences: the link in a mail. `digest` switches the daily mail."""
    if kind == DIGEST:
        Rhythm.objects.update_or_create(user=user, defaults={"mail": MailPace.DAILY if on else MailPace.OFF})
    else:
        _keep_choices([Preference(user=user, kind=kind, channel=channel, on=on)])


def _keep_choices(choices: Iterable[Preference]) -> None:
    Preference.objects.bulk_create(
        choices, update_conflicts=True, unique_fields=["user", "kind", "channel"], update_fields=["on"]
    )


@transaction.atomic
def add_push_device(*, user: User, session_key: str, name: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Keeps a browser that may be woken. Whoever signed in there last has it."""
    PushDevice.objects.update_or_create(
        endpoint_digest=endpoint_digest(endpoint),
        defaults={
            "user": user,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "name": name[:60],
            "session_key": session_key,
        },
    )


def remove_push_device(*, user: User, endpoint: str) -> None:
    PushDevice.objects.filter(user=user, endpoint_digest=endpoint_digest(endpoint)).delete()


def forget(*, dedupes: Iterable[str]) -> int:
    """See `notify.forget`. One pass over the table for each batch: erasures are few, and run in the background."""
    gone = 0
    for names in batched(dedupes, BATCH, strict=False):
        gone += Notification.objects.filter(dedupe__in=names).delete()[0]
    return gone
