from owners.management.commands._importing import ImportCommand
from owners.models import ImportKind
from owners.registry.report import ImportReport


class Command(ImportCommand):
    help = "Takes a register of owners (.xlsx or CSV) over into the registry of an estate."
    kind = ImportKind.REGISTER
    makes_estates = True

    def _tell_figures(self, report: ImportReport, *, dry_run: bool) -> None:
        self.stdout.write(
            f"In the registry{' there would be' if dry_run else ''}: {report.units} units, {report.people} people. "
            f"Former owners{' who would be' if dry_run else ''} ended: {report.ended}."
        )
