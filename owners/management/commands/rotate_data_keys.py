"""Seals with the current key whatever an older key had sealed: rows, then files."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.db.models import Q

from portal import sealed_files
from portal.mailwire import raw_mail
from portal.sealed_fields import SealedTextField
from portal.sealing import SealBroken, current_prefix

_CHUNK = 500
_TELL_EVERY = 500


class Command(BaseCommand):
    help = (
        "Seals personal data anew with LINLI_DATA_KEY and finds it by new fingerprints; files too. "
        "Can be stopped and run again; afterwards LINLI_DATA_KEYS_OLD can be emptied."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="counts what an older key has sealed")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for model in apps.get_models():
            fields = [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
            if not fields:
                continue
            done, bad = self._rotate(model, fields, dry_run=options["dry_run"])
            broken += bad
            if done or bad:
                self.stdout.write(f"{model._meta.label}: {done} rows{', ' + str(bad) + ' unreadable' if bad else ''}")
        self._files(dry_run=options["dry_run"])
        if broken:
            self.stderr.write(f"{broken} rows were sealed with a key that is not here; they were left as they are.")

    def _rotate(self, model: type[models.Model], fields: list[SealedTextField], *, dry_run: bool) -> tuple[int, int]:
        """Rows done, and rows that no key opens. By primary key, a chunk to a transaction."""
        done = bad = 0
        last: Any = None
        old = Q()
        for field in fields:
            column = f"{field.name}_token"
            old |= ~Q(**{f"{column}__startswith": current_prefix()}) & ~Q(**{column: ""})
        tokens = {f"{field.name}_token": models.functions.Cast(field.name, models.TextField()) for field in fields}
        while True:
            rows = model._default_manager.annotate(**tokens).filter(old).order_by("pk")
            rows = rows.filter(pk__gt=last) if last is not None else rows
            with transaction.atomic():
                chunk = list(rows.select_for_update(of=("self",))[:_CHUNK])
                if not chunk:
                    return done, bad
                last = chunk[-1].pk
                for row in chunk:
                    try:
                        names = self._seal_again(row, fields)
                    except SealBroken:
                        bad += 1
                        continue
                    done += 1
                    if not dry_run:
                        row.save(update_fields=names)

    def _files(self, *, dry_run: bool) -> None:
        """Evidence, lists, exports and mails, one by one; those done before are passed over by their first bytes."""
        storage = storages["private"]
        seen = done = 0
        for name in sealed_files.names(storage):
            seen += 1
            if seen % _TELL_EVERY == 0:
                self.stdout.write(f"files: {seen} looked at, {done} sealed anew")
            try:
                if raw_mail.lies_open(name):
                    done += dry_run or raw_mail.seal_open(name)
                elif sealed_files.needs_sealing_anew(storage, name):
                    done += dry_run or sealed_files.seal_anew(storage, name)
            except FileNotFoundError:
                continue
            except SealBroken:
                self.stderr.write(f"{name} was sealed with a key that is not here; it was left as it is.")
        self.stdout.write(f"files: {seen} looked at, {done} sealed anew")

    def _seal_again(self, row: models.Model, fields: list[SealedTextField]) -> list[str]:
        """Opens and assigns each value, which seals it and sets its fingerprint. Names of the columns to write."""
        names = []
        for field in fields:
            setattr(row, field.name, getattr(row, field.name).open())
            names += [field.name, field.fingerprint] if field.fingerprint else [field.name]
        return names
