import csv
from argparse import ArgumentParser
from datetime import timedelta
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from owners.actions.notice_codes import CODE_VALID, make_batch
from owners.models import Building, Estate, Unit
from owners.registry.addresses import read_building
from portal.worktime import today

_CHUNK = 500


class Command(BaseCommand):
    help = "Makes one-time codes to print on fee notices, and prints them as CSV. Codes made before stop working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--estate", required=True, metavar="SLUG")
        parser.add_argument("--building", default="", help="only this building, e.g. 3; all of them if left out")
        parser.add_argument("--days", type=int, default=CODE_VALID.days, help="how long they are valid")

    def handle(self, *args: Any, **options: Any) -> None:
        estate = Estate.objects.filter(slug=options["estate"]).first()
        if estate is None:
            raise CommandError(f"There is no estate “{options['estate']}”.")
        homes = Unit.objects.of_estate(estate.pk).with_address()
        building = None
        if options["building"]:
            number = read_building(options["building"], estate_name=estate.name)
            building = Building.objects.filter(estate=estate, number=number).first()
            homes = homes.filter(entrance__building=building) if building else homes.none()
        if not homes.exists():
            raise CommandError("There are no units to make codes for.")
        writer = csv.writer(self.stdout)
        writer.writerow(["building", "entrance", "room", "code", "made_on"])
        units = homes.order_by("entrance__building__sort", "entrance_id", "id").iterator(_CHUNK)
        for chunk in batched(units, _CHUNK, strict=False):
            _batch, printed = make_batch(
                estate=estate, building=building, units=chunk, valid=timedelta(days=options["days"]), actor="command"
            )
            for one in printed:
                entrance = one.unit.entrance
                writer.writerow(
                    [entrance.building.number, entrance.number, one.unit.room, one.code, today().isoformat()]
                )
