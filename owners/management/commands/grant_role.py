from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from owners.actions import assign_role
from owners.models import Estate, Role, StaffRole, User
from owners.phones import PhoneNumberError, normalise_phone


class Command(BaseCommand):
    help = (
        "Gives a role from the machine's shell: for the first administrator of a new installation, and where "
        "only one is left who could confirm. Everything else is done at the desk. Leaves an audit row."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="confirmed mobile number of the account")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--estate", metavar="SLUG", help="only at this estate; at all of them if left out")
        parser.add_argument("--reason", required=True, help="kept with the change, e.g. “first administrator”")

    def handle(self, *args: Any, **options: Any) -> None:
        user, estate = self._account(options["phone"]), self._estate(options["estate"])
        where = estate.name if estate else "all estates"
        if StaffRole.objects.filter(user=user, role=options["role"], estate=estate).exists():
            self.stdout.write(f"{user} is {options['role']} at {where} already.")
            return
        assign_role(user=user, role=options["role"], estate=estate, actor="command", reason=options["reason"][:200])
        self.stdout.write(f"{user} is {options['role']} at {where} now.")

    def _account(self, written: str) -> User:
        try:
            phone = normalise_phone(written)
        except PhoneNumberError:
            raise CommandError(f"“{written}” is no mobile number.") from None
        user = User.objects.filter(phone=phone, phone_verified_at__isnull=False, is_active=True).first()
        if user is None:
            raise CommandError("No account has confirmed this number. People sign up by themselves.")
        return user

    def _estate(self, slug: str | None) -> Estate | None:
        if slug is None:
            return None
        estate = Estate.objects.filter(slug=slug).first()
        if estate is None:
            raise CommandError(f"There is no estate “{slug}”.")
        return estate
