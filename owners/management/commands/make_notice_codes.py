import csv
from argparse import ArgumentParser
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from owners.actions.claims import make_notice_codes
from owners.models import Estate, Unit
from owners.registry.addresses import read_building
from portal.worktime import today

_CHUNK = 500


class Command(BaseCommand):
    help = "Makes one-time codes to print on fee notices, and prints them as CSV. Codes made before stop working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--estate", required=True, metavar="SLUG")
        parser.add_argument("--building", default="", help="only this building, e.g. 3; all of them if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        estate = Estate.objects.filter(slug=options["estate"]).first()
        if estate is None:
            raise CommandError(f"There is no estate “{options['estate']}”.")
        units = (
            Unit.objects.of_estate(estate.pk).with_address().order_by("entrance__building__sort", "entrance_id", "id")
        )
        if options["building"]:
            units = units.filter(entrance__building__number=read_building(options["building"], estate_name=estate.name))
        if not units.exists():
            raise CommandError("There are no units to make codes for.")
        writer = csv.writer(self.stdout)
        writer.writerow(["building", "entrance", "room", "code", "made_on"])
        for chunk in batched(units.iterator(_CHUNK), _CHUNK, strict=False):
            for printed in make_notice_codes(units=list(chunk), actor="command"):
                entrance = printed.unit.entrance
                writer.writerow(
                    [entrance.building.number, entrance.number, printed.unit.room, printed.code, today().isoformat()]
                )
