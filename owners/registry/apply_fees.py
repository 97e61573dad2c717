"""Writing the rows of fee and purchase lists beside the units of the registry, a chunk at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from owners.models import ContactKind, FeeCharge, ImportRun, PersonContact, Purchase, Residency, Unit
from owners.names import name_key
from owners.registry import problems
from owners.registry.apply import write_problems
from owners.registry.blocks import Ambiguous, Blocks
from owners.registry.charges import ListedCharge
from owners.registry.fees import ListedFee
from owners.registry.journal import Journal
from owners.registry.lines import ListedRow
from owners.registry.purchases import ListedPurchase

# A list with a column for each month has twelve charges to a row.
_BATCH = 1000

type ChargeKey = tuple[int, str, date, int]


def units_of(rows: Iterable[ListedRow], blocks: Blocks) -> dict[int, Unit]:
    """The unit of each row that has an address, by `id(row)`. Rows without one in the registry are rejected.

    Two queries at most, whatever the number of rows. A room without an entrance is found if the
    building has only one of that number.
    """
    entrances: dict[int, list[int]] = {}
    for row in rows:
        if row.rejected or not row.address.room:
            continue
        try:
            entrances[id(row)] = [entrance.pk for entrance in blocks.find(row.address)]
        except Ambiguous:
            row.reject(problems.BUILDING_AMBIGUOUS)
    wanted = {pk for pks in entrances.values() for pk in pks}
    rooms = {row.address.room for row in rows}
    known = {(unit.entrance_id, unit.room): unit for unit in Unit.objects.filter(entrance__in=wanted, room__in=rooms)}
    found = {}
    for row in rows:
        if id(row) in entrances:
            units = [known[pk, row.address.room] for pk in entrances[id(row)] if (pk, row.address.room) in known]
            if len(units) == 1:
                found[id(row)] = units[0]
            else:
                row.reject(problems.UNIT_UNKNOWN)
    return found


def buyers_of(rows: Iterable[ListedPurchase], estate_id: int) -> dict[int, int]:
    """Whom the rows without an address mean, by `id(row)`: by name and telephone, among the estate's people.

    One query; rows that name nobody whom the registry knows are rejected.
    """
    asked = [row for row in rows if not row.rejected and not row.address.room]
    if not asked:
        return {}
    reach = PersonContact.objects.filter(
        value__in={phone for row in asked for phone in row.phones},
        kind=ContactKind.PHONE,
        person__in=Residency.objects.of_estate(estate_id).values("person_id"),
    ).select_related("person__naming")
    known = {(name_key(one.person.name), one.value.open()): one.person_id for one in reach}
    found = {}
    for row in asked:
        people = {known[key] for phone in row.phones if (key := (name_key(row.name), phone)) in known}
        if len(people) == 1:
            found[id(row)] = people.pop()
        else:
            row.reject(problems.PERSON_UNKNOWN)
    return found


class FeeChunk:
    """Some rows of a fee list with the charges that are known of their units."""

    def __init__(self, run: ImportRun, blocks: Blocks, rows: Sequence[ListedFee]) -> None:
        self.run, self.rows, self.journal = run, rows, Journal(run)
        self._units = units_of(rows, blocks)
        self._known: dict[ChargeKey, FeeCharge] = {}
        months = {charge.period.first for row in rows if id(row) in self._units for charge in row.charges}
        charges = FeeCharge.objects.filter(unit__in={unit.pk for unit in self._units.values()}, first_month__in=months)
        for charge in charges:
            self.journal.remember(charge)
            self._known[charge.unit_id, charge.item, charge.first_month, charge.months] = charge

    def apply(self) -> Counter[str]:
        """Writes the rows in the caller's transaction; counts them as Chunk.apply does."""
        changed = [known for row in self.rows if not row.rejected for known in self._take(row)]
        fields = ["months_owed", "paid_on", "due_sealed", "paid_sealed"]
        FeeCharge.objects.bulk_update(changed, fields, batch_size=_BATCH)
        charges = list(self._known.values())
        listed = [charge for charge in charges if charge.listed_in_id == self.run.pk]
        FeeCharge.objects.filter(pk__in=[charge.pk for charge in listed if charge.pk]).update(listed_in=self.run)
        FeeCharge.objects.bulk_create([charge for charge in listed if not charge.pk])
        write_problems(self.run, self.rows)
        return self.journal.write(self.rows)

    def _take(self, row: ListedFee) -> list[FeeCharge]:
        """Brings the charges of a row up to date; answers those known before that have changed.

        What stands in the list already is rejected with its row, unless the row says more than that.
        """
        unit_id = self._units[id(row)].pk
        found = [(listed, self._known.get(_charge_key(unit_id, listed))) for listed in row.charges]
        again = [listed for listed, known in found if known is not None and known.listed_in_id == self.run.pk]
        if len(again) == len(found):
            row.reject(problems.CHARGE_LISTED, column=again[0].column)
            return []
        for listed in again:
            row.warn(problems.CHARGE_LISTED, column=listed.column)
        fresh = [(listed, known) for listed, known in found if listed not in again]
        return [charge for listed, known in fresh if (charge := self._bring_up_to_date(row, unit_id, listed, known))]

    def _bring_up_to_date(
        self, row: ListedFee, unit_id: int, listed: ListedCharge, known: FeeCharge | None
    ) -> FeeCharge | None:
        """The charge if it was known and has changed."""
        charge = known or FeeCharge(
            unit_id=unit_id, item=listed.item, first_month=listed.period.first, months=listed.period.months
        )
        self._known[_charge_key(unit_id, listed)] = charge
        self.journal.touch(charge, row)
        charge.listed_in = self.run
        changed = False
        for name in ("months_owed", "paid_on", "due", "paid"):
            # Sealing again gives another text: only what differs is written.
            if getattr(charge, name) != getattr(listed, name):
                setattr(charge, name, getattr(listed, name))
                changed = True
        return charge if changed and charge.pk is not None else None


def _charge_key(unit_id: int, listed: ListedCharge) -> ChargeKey:
    return unit_id, listed.item, listed.period.first, listed.period.months


class PurchaseChunk:
    """Some rows of a purchase list with the purchases that are known of the same days.

    A purchase has no number: it is known again by who, when, what and how much. The same twice in
    one list is two purchases; each row is matched with one that this run has not met yet.
    """

    def __init__(self, run: ImportRun, blocks: Blocks, rows: Sequence[ListedPurchase]) -> None:
        self.run, self.rows, self.journal = run, rows, Journal(run)
        self._units = units_of(rows, blocks)
        self._buyers = buyers_of(rows, run.estate_id)
        self._open: defaultdict[tuple[object, ...], list[Purchase]] = defaultdict(list)
        days = {row.bought_on for row in rows if not row.rejected and row.bought_on}
        known = Purchase.objects.filter(estate=run.estate_id, bought_on__in=days).exclude(listed_in=run)
        theirs = Q(unit__in={unit.pk for unit in self._units.values()}) | Q(person__in=set(self._buyers.values()))
        for purchase in known.filter(theirs):
            self.journal.remember(purchase)
            self._open[_purchase_key(purchase)].append(purchase)

    def apply(self) -> Counter[str]:
        """Writes the rows in the caller's transaction; counts them as Chunk.apply does."""
        again: list[Purchase] = []
        fresh: list[Purchase] = []
        for row in self.rows:
            if not row.rejected:
                purchase = self._bought(row)
                if known := self._open[_purchase_key(purchase)]:
                    purchase = known.pop(0)
                self.journal.touch(purchase, row)
                (again if purchase.pk else fresh).append(purchase)
        for purchase in (*again, *fresh):
            purchase.listed_in = self.run
        Purchase.objects.filter(pk__in=[purchase.pk for purchase in again]).update(listed_in=self.run)
        Purchase.objects.bulk_create(fresh)
        write_problems(self.run, self.rows)
        return self.journal.write(self.rows)

    def _bought(self, row: ListedPurchase) -> Purchase:
        assert row.bought_on is not None
        purchase = Purchase(
            estate_id=self.run.estate_id,
            unit=self._units.get(id(row)),
            person_id=self._buyers.get(id(row)),
            service=row.service,
            bought_on=row.bought_on,
            source_row=row.row,
        )
        purchase.amount = row.amount
        return purchase


def _purchase_key(purchase: Purchase) -> tuple[object, ...]:
    return purchase.unit_id, purchase.person_id, purchase.bought_on, purchase.service, purchase.amount
