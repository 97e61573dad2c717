"""Gathering accounts that came in a burst, for somebody who keeps order; until then what they write is held."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from forum import bursts
from forum.bursts import Arrival
from forum.models import Burst, BurstMember, BurstSign, Flag, FlagReason, MemberState, Post, Visibility
from owners.actions.sign_ups import COUNTER_DAY
from owners.models import CounterPlace, SignUp
from owners.viewers import Viewer
from portal import outbox, realtime
from portal.domain_events import BurstSeen, BurstSuspected
from portal.worktime import calendar, now

# Longer than any holiday keeps a group waiting.
YOUNG = timedelta(days=30)
MOST_LOOKED_AT = 1000
_SPARED = (MemberState.CLEARED, MemberState.LAPSED)


def held_for_burst(viewer: Viewer, text: str) -> bool:
    """Whether what a new account writes waits to be looked at: it was gathered, or says what other new ones said.

    Nothing is asked about older accounts, about verified homes and about staff; of others one query, and two more
    for their first post.
    """
    user = viewer.user
    if user is None or viewer.people or viewer.roles or user.date_joined < now() - YOUNG:
        return False
    if BurstMember.objects.filter(user=user, state=MemberState.WAITING).exists():
        return True
    if len(text) < bursts.SAID_FROM or Post.objects.filter(author=user).exists():
        return False
    return _is_said_alike(user.pk, text)


def _is_said_alike(user_id: int, text: str) -> bool:
    known = _arrivals(since=now() - bursts.LONGEST)
    speaker = next((one for one in known if one.user_id == user_id), None)
    if speaker is None:
        return False
    said = Arrival(user_id=user_id, at=speaker.at, words=text)
    if not bursts.who_said_alike(said, (one for one in known if one.user_id != user_id)):
        return False
    outbox.record(BurstSuspected(user_id=user_id), key="sign-ups")
    return True


@transaction.atomic
def gather(*, user_id: int) -> Burst | None:
    """Puts an account, and those with which it came, into a group that waits; None if it came alone.

    Of those it came with, whoever was barred before counts, but isn't gathered again. Run twice, it does nothing
    twice; two runs at once meet in the unique constraint, and one is repeated.
    """
    sign_up = SignUp.objects.filter(user=user_id).first()
    if sign_up is None:
        return None
    known = _arrivals(since=sign_up.at - bursts.LONGEST)
    newest = next((one for one in known if one.user_id == user_id), None)
    signs = bursts.signs_of(newest, known) if newest else {}
    if not signs:
        return None
    together = frozenset().union(*signs.values())
    burst = _waiting_group(together)
    is_new = burst is None
    if burst is None:
        burst = Burst.objects.create(opened_at=now(), due_at=_due())
    added = _add(burst, together)
    for sign in signs:
        BurstSign.objects.get_or_create(burst=burst, sign=sign, defaults={"at": now()})
    if is_new and not added:
        # All of them were decided about before.
        burst.delete()
        return None
    _have_looked_at_what_is_out(added)
    if is_new:
        outbox.record(BurstSeen(burst_id=burst.pk), key=f"burst:{burst.pk}")
    realtime.tell("watch:company", "flag", {"burst": burst.pk})
    return burst


def _arrivals(since: datetime) -> list[Arrival]:
    """Who signed up since then without a verified home, and wasn't cleared. Two queries."""
    first = Post.objects.filter(author=OuterRef("user")).order_by("written_at", "pk").values("text")[:1]
    rows = SignUp.objects.filter(at__gte=since, user__person=None, user__staff_roles=None, user__is_active=True)
    rows = rows.exclude(user__in=BurstMember.objects.filter(state__in=_SPARED).values("user"))
    found = rows.select_related("user").annotate(first=Subquery(first)).order_by("-at")[:MOST_LOOKED_AT]
    addresses, browsers = _counters()
    return [
        Arrival(
            user_id=row.user_id,
            at=row.at,
            browser=row.browser,
            address=row.address,
            network=row.network,
            numbers=row.numbers,
            nickname=row.user.nickname,
            words=row.first or "",
            at_counter=row.address in addresses or row.browser in browsers,
        )
        for row in found
    ]


def _counters() -> tuple[set[str], set[str]]:
    rows = list(CounterPlace.objects.filter(at__gte=now() - COUNTER_DAY).values_list("address", "browser"))
    return {address for address, _browser in rows}, {browser for _address, browser in rows}


def _waiting_group(together: Collection[int]) -> Burst | None:
    found = Burst.objects.filter(members__user__in=together, members__state=MemberState.WAITING)
    first = found.order_by("pk").first()
    return Burst.objects.select_for_update().get(pk=first.pk) if first else None


def _add(burst: Burst, together: Collection[int]) -> list[int]:
    gathered = set(BurstMember.objects.filter(user__in=together).values_list("user_id", flat=True))
    added = sorted(set(together) - gathered)
    BurstMember.objects.bulk_create([BurstMember(burst=burst, user_id=pk, since=now()) for pk in added])
    return added


def _have_looked_at_what_is_out(user_ids: Iterable[int]) -> None:
    """What they had published before stays, and stands among the reports."""
    seen_before = Flag.objects.filter(user=None).values("post")
    out = Post.objects.filter(author__in=user_ids, visibility=Visibility.VISIBLE).exclude(pk__in=seen_before)
    flags = [Flag(post=post, reason=FlagReason.BURST, created_at=now()) for post in out]
    Flag.objects.bulk_create(flags)


def _due() -> datetime:
    working = calendar()
    return working.add_working(now(), working.day_length)
