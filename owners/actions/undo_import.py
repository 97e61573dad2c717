"""Taking an import back as a whole, as long as its journal is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from owners.actions.import_steps import NotYours
from owners.life import derive_stages
from owners.models import Estate, ImportChange, ImportRun, ImportState, LifeStage, LifeStep, Residency, User
from owners.permissions import can_import
from owners.registry.journal import Entry, entries_of, mark_of, values_of
from owners.registry.vault import drop_file
from owners.viewers import Viewer
from portal import audit, realtime
from portal.errors import Refused
from portal.sealed_fields import SealedTextField
from portal.worktime import now

CHANGED_SINCE = "changed since"
IN_USE = "in use"
# The states from which an import can be taken back.
UNDOABLE = (ImportState.DONE, ImportState.STOPPED, ImportState.GIVEN_UP)
_WINDOW = 500

type Key = tuple[str, int]


class NotToUndo(Refused):
    """This import can't be taken back, or not any more."""


@dataclass(slots=True)
class Undone:
    """How many rows were taken back, and which ones stay because somebody has worked on them since."""

    rows: int = 0
    kept: list[tuple[str, int, str]] = dataclass_field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "undone": self.rows,
            "kept": [{"row": row, "reason": reason, **({"sheet": sheet} if sheet else {})}
                     for sheet, row, reason in self.kept],
        }  # fmt: skip


@transaction.atomic
def undo_import(*, run: ImportRun, actor: str) -> Undone:
    """Gives every row of the registry that this import touched its former values again, or takes it out.

    The latest rows go first. What somebody changed since, or what something else refers to, stays
    as it is and is named (`ImportChange.kept`). Raises NotToUndo.
    """
    Estate.objects.select_for_update().get(pk=run.estate_id)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    _check(run)
    done, people = Undone(), set[int]()
    changes = ImportChange.objects.filter(run=run).order_by("-id").iterator(2000)
    for window in batched(changes, _WINDOW, strict=False):
        _take_back(list(window), done, people)
    run.state, run.undone_at = ImportState.UNDONE, now()
    run.save(update_fields=["state", "undone_at"])
    done.kept.reverse()
    audit.record(
        actor=actor,
        action="registry.undone",
        subject=f"import:{run.pk}",
        estate_id=run.estate_id,
        rows=done.rows,
        kept=len(done.kept),
    )
    derive_stages(people)
    for public_id in User.objects.filter(person__in=people).values_list("public_id", flat=True):
        realtime.recheck(public_id)
    return done


@transaction.atomic
def ask_undo(*, viewer: Viewer, run: ImportRun) -> ImportRun:
    """Lets the taking back begin. Raises NotToUndo, NotYours."""
    if not can_import(viewer, run.estate_id):
        raise NotYours(_("You don’t look after the owners of this estate."))
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    _check(run)
    run.state, run.failure = ImportState.UNDOING, ""
    run.save(update_fields=["state", "failure"])
    return run


@transaction.atomic
def stay(*, run: ImportRun, why: str) -> None:
    """The taking back came to nothing: the import is as it was."""
    ImportRun.objects.filter(pk=run.pk, state=ImportState.UNDOING).update(state=ImportState.DONE, failure=why[:200])


@transaction.atomic
def forget_import(*, run: ImportRun) -> None:
    """Its file and its journal go, and with them the way back. A run that never ended is given up."""
    drop_file(run)
    ImportChange.objects.filter(run=run).delete()
    if run.finished_at is None:
        run.state, run.finished_at = ImportState.GIVEN_UP, now()
    run.forgotten = True
    run.save(update_fields=["state", "finished_at", "forgotten"])


def _check(run: ImportRun) -> None:
    if run.state == ImportState.UNDONE:
        raise NotToUndo(_("This import has been taken back already."))
    if run.state not in (*UNDOABLE, ImportState.UNDOING) or run.undo_until is None:
        raise NotToUndo(_("Nothing of this import is in the registry yet, or it is still running."))
    if run.forgotten or run.undo_until < now():
        raise NotToUndo(_("An import can be taken back for 7 days. This one is older."))
    later = ImportRun.objects.filter(estate=run.estate_id, kind=run.kind, pk__gt=run.pk).filter(
        state__in=(*UNDOABLE, ImportState.UNDOING, ImportState.RUNNING)
    )
    if latest := later.filter(rows_read__gt=0).order_by("-pk").first():
        raise NotToUndo(
            _("“%(name)s” was imported after this one. Please take that one back first.") % {"name": latest.file_name}
        )


def _take_back(window: list[ImportChange], done: Undone, people: set[int]) -> None:
    entries = {change.pk: entries_of(change) for change in window}
    things = _load(entry for found in entries.values() for entry in found)
    made = _sort_out(window, entries, things)
    _keep_what_is_used(window, entries, made)
    left = [change for change in window if not change.kept]
    for change in left:
        people.update(_people_of(entries[change.pk], things))
    # What was made goes first: it may have the place that something else gets back.
    _remove(key for change in left for entry in entries[change.pk] if (key := _key(entry)) in made)
    _restore([entry for change in left for entry in reversed(entries[change.pk]) if entry.before is not None], things)
    kept = [change for change in window if change.kept]
    ImportChange.objects.bulk_update(kept, ["kept"])
    done.rows += len(left)
    done.kept += [(change.sheet, change.row, change.kept) for change in kept]


def _key(entry: Entry) -> Key:
    return entry.model, entry.pk


def _people_of(entries: list[Entry], things: dict[Key, models.Model]) -> Iterator[int]:
    """Whose places in a unit are taken back: their sockets are to look again."""
    for entry in entries:
        thing = things.get(_key(entry))
        if isinstance(thing, Residency):
            yield thing.person_id


def _load(entries: Iterable[Entry]) -> dict[Key, models.Model]:
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.model].add(entry.pk)
    return {
        (name, thing.pk): thing
        for name, pks in wanted.items()
        for thing in _model(name)._base_manager.filter(pk__in=pks)
    }


def _model(name: str) -> type[models.Model]:
    return apps.get_model("owners", name)


def _sort_out(
    window: list[ImportChange], entries: dict[int, list[Entry]], things: dict[Key, models.Model]
) -> dict[Key, ImportChange]:
    """Marks the rows that were changed since, and gives what the others made, each with its row.

    Works on the values in memory from the latest row to the first, as taking them back does: a later
    row's former values are what an earlier row wrote.
    """
    current = {key: values_of(thing) for key, thing in things.items()}
    made: dict[Key, ImportChange] = {}
    for change in window:
        if not all(_as_written(entry, current.get(_key(entry))) for entry in entries[change.pk]):
            change.kept = CHANGED_SINCE
            continue
        for entry in reversed(entries[change.pk]):
            if entry.before is None:
                made[_key(entry)] = change
            elif _key(entry) in current:
                current[_key(entry)].update(entry.before)
    return {key: change for key, change in made.items() if key in things}


def _as_written(entry: Entry, current: dict[str, object] | None) -> bool:
    """True if it still has what the import wrote; what is gone altogether needs no taking back."""
    if current is None:
        return True
    names = current if entry.before is None else entry.before
    return mark_of({name: current[name] for name in names}) == entry.mark


def _keep_what_is_used(
    window: list[ImportChange], entries: dict[int, list[Entry]], made: dict[Key, ImportChange]
) -> None:
    """Keeps rows whose new objects something else refers to; and so on for what those refer to."""
    going = dict(made)
    while used := _used(going):
        for key in used:
            change = going[key]
            change.kept = IN_USE
            for entry in entries[change.pk]:
                going.pop(_key(entry), None)
    made.clear()
    made.update(going)


def _used(going: dict[Key, ImportChange]) -> set[Key]:
    """Those that a row outside of `going` refers to."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for name, pk in going:
        by_model[name].append(pk)
    used: set[Key] = set()
    for name, pks in by_model.items():
        for relation in _model(name)._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many:
                used.update((name, pk) for pk in _referred(relation, pks, going))
    return used


def _referred(relation: models.ForeignObjectRel, pks: Sequence[int], going: dict[Key, ImportChange]) -> set[int]:
    """Which of `pks` a row of the relation's model points at that doesn't go away itself."""
    source = relation.related_model
    column = relation.field.attname
    if source is LifeStage:
        return set()
    rows = source._base_manager.filter(**{f"{relation.field.name}__in": pks}).values_list("pk", column)
    if source is LifeStep:
        # What follows from a home goes with it; what a steward wrote down stays, and the person too.
        rows = rows.filter(residency__isnull=True)
    label = source._meta.model_name if source._meta.app_label == "owners" else ""
    return {target for pk, target in rows if (label, pk) not in going}


def _restore(entries: list[Entry], things: dict[Key, models.Model]) -> None:
    changed: defaultdict[tuple[bool, str, frozenset[str]], dict[int, models.Model]] = defaultdict(dict)
    touched: defaultdict[Key, set[str]] = defaultdict(set)
    for entry in entries:
        thing = things.get(_key(entry))
        if thing is None or entry.before is None:
            continue
        for name, value in entry.before.items():
            field = _field(thing, name)
            setattr(thing, name, field.to_python(value))
            touched[_key(entry)].update(_columns(field))
    for key, names in touched.items():
        fields = frozenset(names)
        # One main number of each kind is all that the table allows: those that lose their place go first.
        changed[getattr(things[key], "main", False), key[0], fields][key[1]] = things[key]
    for (_late, name, fields), rows in sorted(changed.items(), key=lambda group: group[0][0]):
        _model(name)._base_manager.bulk_update(rows.values(), sorted(fields))


def _field(thing: models.Model, name: str) -> models.Field[Any, Any]:
    return next(field for field in thing._meta.concrete_fields if field.attname == name)


def _columns(field: models.Field[Any, Any]) -> set[str]:
    """A sealed text and its fingerprint are written together."""
    found_by = field.fingerprint if isinstance(field, SealedTextField) else ""
    return {field.name, found_by} if found_by else {field.name}


def _remove(keys: Iterable[Key]) -> None:
    """Takes out what the import made. Nothing else refers to it: `_keep_what_is_used` has looked."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for name, pk in keys:
        by_model[name].append(pk)
    LifeStep.objects.filter(residency__in=by_model["residency"]).delete()
    LifeStage.objects.filter(person__in=by_model["person"]).delete()
    for name, pks in by_model.items():
        rows = _model(name)._base_manager.filter(pk__in=pks)
        rows._raw_delete(rows.db)
