"""What can be listed of the registry and of claims, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from owners.names import name_key
from portal.worktime import now, today

if TYPE_CHECKING:
    from owners.models import DataRequest, Entrance, Unit, User
    from owners.viewers import Viewer

# The roles that decide claims (values of owners.models.Role).
REVIEWERS = ("steward", "admin")
# The roles that stand at a service counter.
COUNTER = ("steward", "case_officer", "admin")
# Values of owners.models.ResidencyRole.
OWNING = ("owner", "co_owner")
# The roles that see who holds which role.
ROLE_READERS = ("admin", "privacy")
# The roles that look people and homes up in the registry.
REGISTRY_READERS = ("steward", "case_officer", "case_manager", "admin")
# The roles that read what people ask about their own data; all but the first read corrections only.
PRIVACY = "privacy"
REQUEST_READERS = (PRIVACY, *REVIEWERS)


class PersonQuerySet(models.QuerySet[Any, Any]):
    def same_as(self, person_id: int) -> PersonQuerySet:
        """The rows of one human being: the one that stays, and all that were merged into it."""
        stays = Subquery(self.model.objects.filter(pk=person_id).values(stays=Coalesce("canonical_id", "pk"))[:1])
        return self.filter(Q(pk=stays) | Q(canonical_id=stays))

    def same_as_any(self, person_ids: Iterable[int]) -> PersonQuerySet:
        """The same for several people, each named by the row that stays."""
        ids = list(person_ids)
        return self.filter(Q(pk__in=ids) | Q(canonical_id__in=ids))

    def visible_to(self, viewer: Viewer) -> PersonQuerySet:
        """People who own, live, once did so, or are about to at an estate whose registry this viewer reads."""
        return self.filter(known_at(viewer.estates_for(*REGISTRY_READERS)))

    def at_stage(self, estate_id: int, stage: str) -> PersonQuerySet:
        """Who has come this far at an estate, and not further; by one index, in the order of `pk`."""
        return self.filter(stages__estate_id=estate_id, stages__stage=stage)


def accounts_of(person_id: int) -> models.QuerySet[User]:
    """The accounts in use of a person, under whichever of their rows."""
    from owners.models import Person, User

    return User.objects.filter(person__in=Person.objects.same_as(person_id), is_active=True)


def known_at(estate_ids: Iterable[int], ref: str = "pk") -> Q:
    """Rows whose person (the column `ref`) has or had a home, or is about to have one, at one of the estates."""
    from owners.models import LifeStep, Residency

    ids = list(estate_ids)
    homes = Residency.objects.filter(person=OuterRef(ref), unit__estate_id__in=ids)
    return Q(Exists(homes)) | Q(Exists(LifeStep.objects.filter(person=OuterRef(ref), estate_id__in=ids)))


def lives_at(estate_ids: Iterable[int], user: str = "user") -> Q:
    """Rows whose account (the column `user`) is somebody with a home at one of the estates, now or formerly,
    under whichever of their merged rows."""
    from owners.models import Residency

    homes = Residency.objects.filter(unit__estate_id__in=list(estate_ids))
    stays = Coalesce(OuterRef(f"{user}__person__canonical_id"), OuterRef(f"{user}__person_id"))
    return Q(Exists(homes.filter(person_id=stays))) | Q(Exists(homes.filter(person__canonical_id=stays)))


def _held_at(viewer: Viewer, *roles: str) -> set[int | None]:
    """Ids of the estates at which the viewer holds one of the roles; None among them stands for all estates."""
    return {held_at for role, held_at in viewer.roles if role in roles} if viewer.works_here else set()


class UnitQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, viewer: Viewer) -> UnitQuerySet:
        """Homes of the estates whose registry this viewer reads."""
        return self.filter(estate_id__in=viewer.estates_for(*REGISTRY_READERS))

    def of_estate(self, estate_id: int) -> UnitQuerySet:
        return self.filter(estate_id=estate_id)

    def with_address(self) -> UnitQuerySet:
        """Entrance and building come along, so that `str(unit)` costs no query."""
        return self.select_related("entrance__building")

    def behind(self, entrance: Entrance) -> list[Unit]:
        """The units of an entrance in the order in which people count: 101, 102, 1101."""
        return sorted(self.filter(entrance=entrance), key=lambda unit: (len(unit.room), unit.room))


class PersonNameQuerySet(models.QuerySet[Any, Any]):
    def called(self, written: str) -> PersonNameQuerySet:
        """Names in which the written characters stand beside each other, by index. Two are the least
        that is looked for: one would find half a town."""
        return self.filter(name_matches(written))

    def ids_called(self, written: str, *, after: int = 0) -> QuerySet[Any, Any]:
        """Only the ids of those people, beyond `after` and in order, read off the indexes alone."""
        key = name_key(written)
        if len(key) < 2:
            return self.none().values_list("person_id", flat=True)
        beyond = self.filter(person_id__gt=after).order_by().values_list("person_id", flat=True)
        first, *others = (beyond.filter(**{f"{column}__startswith": key}) for column in ("key", "key_2", "key_3"))
        return first.union(*others).order_by("person_id")


def name_matches(written: str, path: str = "") -> Q:
    """The same as a condition for rows that lead to a PersonName by `path` (`person__naming__`)."""
    key = name_key(written)
    if len(key) < 2:
        return Q(pk__in=[])
    return reduce(or_, (Q(**{f"{path}{column}__startswith": key}) for column in ("key", "key_2", "key_3")))


class ResidencyQuerySet(models.QuerySet[Any, Any]):
    def open(self) -> ResidencyQuerySet:
        """Those that hold today: without an end, or ending today or later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today()))

    def of_estate(self, estate_id: int) -> ResidencyQuerySet:
        return self.filter(unit__estate_id=estate_id)

    def of_owners(self) -> ResidencyQuerySet:
        return self.filter(role__in=OWNING)

    def of_person(self, person_id: int) -> ResidencyQuerySet:
        """Of this person, under whichever of their merged rows."""
        from owners.models import Person

        return self.filter(person__in=Person.objects.same_as(person_id))

    def visible_to(self, viewer: Viewer) -> ResidencyQuerySet:
        """Those at the estates whose registry this viewer reads."""
        return self.filter(unit__estate_id__in=viewer.estates_for(*REGISTRY_READERS))

    def with_account(self) -> ResidencyQuerySet:
        """Adds `has_account`: whether an account was verified as this person, under whichever row."""
        from owners.models import User

        stays = OuterRef("stays")
        own = User.objects.filter(person_id=stays, is_active=True)
        merged = User.objects.filter(person__canonical_id=stays, is_active=True)
        return self.annotate(stays=Coalesce(F("person__canonical_id"), F("person_id"))).annotate(
            has_account=Exists(own) | Exists(merged)
        )


class ClaimQuerySet(models.QuerySet[Any, Any]):
    def waiting(self) -> ClaimQuerySet:
        return self.filter(state="waiting")

    def reviewable_by(self, viewer: Viewer) -> ClaimQuerySet:
        """Claims at the estates whose owners this viewer looks after."""
        return self.filter(estate_id__in=viewer.estates_for(*REVIEWERS))

    def made_by(self, viewer: Viewer) -> ClaimQuerySet:
        return self.filter(user=viewer.user) if viewer.user else self.none()

    def visible_to(self, viewer: Viewer) -> ClaimQuerySet:
        """The claimant's own, and those that this viewer reviews."""
        own = Q(user=viewer.user) if viewer.user else Q(pk__in=[])
        return self.filter(own | Q(estate_id__in=viewer.estates_for(*REVIEWERS)))


class GrantQuerySet(models.QuerySet[Any, Any]):
    def running(self) -> GrantQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=now()))


class ImportRunQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, viewer: Viewer) -> ImportRunQuerySet:
        """Imports into the registries of the estates whose owners this viewer looks after."""
        return self.filter(estate_id__in=viewer.estates_for(*REVIEWERS))


class NoticeBatchQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, viewer: Viewer) -> NoticeBatchQuerySet:
        """Batches of the estates whose owners this viewer looks after."""
        return self.filter(estate_id__in=viewer.estates_for(*REVIEWERS))


class DataRequestQuerySet(models.QuerySet[Any, Any]):
    def open(self) -> DataRequestQuerySet:
        """Those that wait for an answer, the most urgent first."""
        return self.filter(state__in=("open", "held", "working")).order_by("due_at", "id")

    def overdue(self) -> DataRequestQuerySet:
        return self.open().filter(due_at__lt=now())

    def closed(self) -> DataRequestQuerySet:
        """Those that are over, the newest first."""
        return self.exclude(state__in=("open", "held", "working")).order_by("-id")

    def seen_by(self, viewer: Viewer) -> DataRequestQuerySet:
        """All for the privacy officer of all estates, those of their people for one of some; and corrections for
        whoever looks after the owners of an estate: somebody there has to put them right."""
        officer_at = _held_at(viewer, PRIVACY)
        if None in officer_at:
            return self
        seen = Q(pk__in=[])
        if officer_at:
            seen |= lives_at(viewer.estates_for(PRIVACY))
        if steward_at := viewer.estates_for(*REVIEWERS):
            seen |= Q(kind="correct") & lives_at(steward_at)
        return self.filter(seen)

    def with_people(self) -> DataRequestQuerySet:
        """The account comes along, and the name under which the registry knows its person."""
        return self.select_related("user__person__naming", "user__person__canonical__naming")

    def beyond(self, last: DataRequest) -> DataRequestQuerySet:
        """What follows on `last` in the order of `open` or `closed`."""
        if last.is_open:
            return self.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=last.pk))
        return self.filter(id__lt=last.pk)

    def of(self, user: User) -> DataRequestQuerySet:
        return self.filter(user=user).order_by("-id")


class ConsentQuerySet(models.QuerySet[Any, Any]):
    def seen_by(self, viewer: Viewer) -> ConsentQuerySet:
        """All for the privacy officer of all estates, those of their people for one of some."""
        officer_at = _held_at(viewer, PRIVACY)
        if None in officer_at:
            return self
        return self.filter(lives_at(viewer.estates_for(PRIVACY))) if officer_at else self.none()

    def with_people(self) -> ConsentQuerySet:
        """The account comes along, and the name under which the registry knows its person."""
        return self.select_related("user__person__naming", "user__person__canonical__naming")


class NoticeCodeQuerySet(models.QuerySet[Any, Any]):
    def usable(self) -> NoticeCodeQuerySet:
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now())

    def of_notices(self) -> NoticeCodeQuerySet:
        """Those that claim a unit, not those that open an account."""
        return self.filter(account__isnull=True)


class HouseholdInvitationQuerySet(models.QuerySet[Any, Any]):
    def open(self) -> HouseholdInvitationQuerySet:
        """Those whose link still lets somebody in."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now())

    def made_by(self, viewer: Viewer) -> HouseholdInvitationQuerySet:
        """Those of the viewer's own places."""
        return self.filter(host__person_id__in=viewer.people)


class HouseholdMemberQuerySet(models.QuerySet[Any, Any]):
    def living_there(self) -> HouseholdMemberQuerySet:
        return self.filter(Q(residency__until__isnull=True) | Q(residency__until__gte=today()))

    def invited_by(self, viewer: Viewer) -> HouseholdMemberQuerySet:
        """Those whose place hangs on one of the viewer's."""
        return self.filter(host__person_id__in=viewer.people)


class StaffRoleQuerySet(models.QuerySet[Any, Any]):
    """Of roles, of requests for them and of their changes: rows with a `role`, a `user` and an `estate`."""

    def seen_by(self, viewer: Viewer) -> Self:
        """What an administrator or privacy officer sees: their estates' rows, and those for all estates."""
        held = _held_at(viewer, *ROLE_READERS)
        if None in held:
            return self
        return self.filter(Q(estate_id__in=held) | Q(estate__isnull=True)) if held else self.none()


class RoleRequestQuerySet(StaffRoleQuerySet):
    def waiting(self) -> RoleRequestQuerySet:
        """Those that can still be decided."""
        return self.filter(state="waiting", expires_at__gt=now())

    def decidable_by(self, viewer: Viewer) -> RoleRequestQuerySet:
        """Those for which this viewer can be the second person."""
        held = _held_at(viewer, "admin")
        mine = self.waiting().exclude(user=viewer.user).exclude(asked_by=viewer.user)
        return mine if None in held else mine.filter(estate_id__in=held)


class TaskLinkQuerySet(models.QuerySet[Any, Any]):
    def open(self) -> TaskLinkQuerySet:
        """Those that still let somebody in."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now())
