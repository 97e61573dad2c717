"""One-time codes on paper. In clear they exist in what is printed, and nowhere else."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from owners.models import Building, Estate, NoticeBatch, NoticeCode, Unit, User
from owners.querysets import REVIEWERS
from owners.viewers import Viewer
from portal import audit, sealing
from portal.errors import Refused
from portal.worktime import now

CODE_LENGTH = 8
CODE_VALID = timedelta(days=60)
# One file: what an office prints, folds and checks in a day.
UNITS_AT_MOST = 3000
_PURPOSE = "notice code"
# No vowels and nothing to misread: 28 characters, so 378 thousand million codes.
_CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


class NotTheOffice(Refused):
    """The viewer doesn't look after the owners of this estate."""


class NoUnits(Refused):
    """Nothing to print, or more than fits into one file."""


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code in clear, as it is printed: the only time that it is known."""

    unit: Unit
    code: str


@transaction.atomic
def print_notice_codes(
    *, viewer: Viewer, estate: Estate, building: Building | None = None, valid: timedelta = CODE_VALID
) -> tuple[NoticeBatch, list[PrintedCode]]:
    """A batch for an estate or one building, for the office to print now. Raises NotTheOffice, NoUnits."""
    if not viewer.has_role(*REVIEWERS, estate_id=estate.pk):
        raise NotTheOffice(_("You can’t print codes for this estate."))
    homes = Unit.objects.of_estate(estate.pk).with_address().order_by("entrance__building__sort", "entrance_id", "id")
    if building is not None:
        homes = homes.filter(entrance__building=building)
    units = list(homes[: UNITS_AT_MOST + 1])
    if not units:
        raise NoUnits(_("There are no homes here yet."))
    if len(units) > UNITS_AT_MOST:
        raise NoUnits(_("These are too many homes for one file. Please choose a building."))
    return make_batch(estate=estate, building=building, units=units, valid=valid, actor=viewer.pseudonym)


@transaction.atomic
def make_batch(
    *,
    estate: Estate,
    units: Sequence[Unit],
    actor: str,
    building: Building | None = None,
    valid: timedelta = CODE_VALID,
) -> tuple[NoticeBatch, list[PrintedCode]]:
    """One code per unit (`BCDF-2345`); codes printed for these units before stop working."""
    _replace_older(units)
    batch = NoticeBatch.objects.create(
        estate=estate, building=building, count=len(units), made_by=actor, created_at=now(), expires_at=now() + valid
    )
    printed = [PrintedCode(unit, _new_code()) for unit in units]
    NoticeCode.objects.bulk_create(
        [
            NoticeCode(batch=batch, unit=one.unit, fingerprint=code_fingerprint(one.code), expires_at=batch.expires_at)
            for one in printed
        ],
        batch_size=1000,
    )
    _note("notice_codes.made", batch, actor)
    return batch, printed


def make_notice_codes(*, units: Sequence[Unit], actor: str) -> list[PrintedCode]:
    """Codes for these units of one estate, valid for 60 days."""
    return make_batch(estate=units[0].estate, units=units, actor=actor)[1]


@transaction.atomic
def revoke_batch(*, viewer: Viewer, batch: NoticeBatch) -> None:
    """None of its codes works any more. Revoking twice is once. Raises NotTheOffice."""
    if not viewer.has_role(*REVIEWERS, estate_id=batch.estate_id):
        raise NotTheOffice(_("You can’t change the codes of this estate."))
    if NoticeBatch.objects.filter(pk=batch.pk, revoked_at__isnull=True).update(revoked_at=now()):
        NoticeCode.objects.usable().filter(batch=batch).update(revoked_at=now())
        _note("notice_codes.revoked", batch, viewer.pseudonym)


@transaction.atomic
def make_paper_code(*, account: User, unit: Unit, actor: str) -> str:
    """A code that signs this account in once; the one printed before stops working."""
    account.paper_codes.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now())
    code = _new_code()
    NoticeCode.objects.create(
        account=account, unit=unit, fingerprint=code_fingerprint(code), expires_at=now() + CODE_VALID
    )
    audit.record(actor=actor, action="paper_code.made", subject=account.pseudonym, estate_id=unit.estate_id)
    return code


@transaction.atomic
def use_paper_code(*, code: str) -> User | None:
    """The account that a code from the counter opens, the code used up; None for every other code."""
    found = NoticeCode.objects.usable().filter(account__isnull=False, account__is_active=True)
    notice = found.filter(fingerprint__in=code_fingerprints(code)).select_related("account").first()
    if notice is None or not take(notice, notice.account):
        return None
    audit.record(
        actor=notice.account.pseudonym,
        action="paper_code.used",
        subject=notice.account.pseudonym,
    )
    return notice.account


def take(notice: NoticeCode, user: User) -> bool:
    """Uses a code up, in one statement. This is the guard: of two at once, one gets it."""
    taken = NoticeCode.objects.usable().filter(pk=notice.pk).update(used_at=now(), used_by=user)
    if taken and notice.batch_id:
        NoticeBatch.objects.filter(pk=notice.batch_id).update(used=F("used") + 1)
    return bool(taken)


def code_fingerprint(code: str) -> str:
    """Small letters, spaces, dashes and full-width characters make no difference."""
    return sealing.fingerprint(_bare(code), purpose=_PURPOSE)


def code_fingerprints(code: str) -> list[str]:
    """What to look for: a code that was printed before the keys were changed works on."""
    return sealing.fingerprints(_bare(code), purpose=_PURPOSE)


def _bare(code: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())


def _replace_older(units: Sequence[Unit]) -> None:
    older = NoticeCode.objects.usable().of_notices().filter(unit__in=[unit.pk for unit in units])
    for batch_id, count in list(older.order_by().values_list("batch_id").annotate(count=Count("id"))):
        if batch_id is not None:
            NoticeBatch.objects.filter(pk=batch_id).update(replaced=F("replaced") + count)
    older.update(revoked_at=now())


def _new_code() -> str:
    code = get_random_string(CODE_LENGTH, _CODE_ALPHABET)
    return f"{code[:4]}-{code[4:]}"


def _note(action: str, batch: NoticeBatch, actor: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=f"notice_batch:{batch.pk}",
        estate_id=batch.estate_id,
        count=batch.count,
        building=batch.building_id,
    )
