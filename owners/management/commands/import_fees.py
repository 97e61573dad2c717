from owners.management.commands._importing import ImportCommand
from owners.models import ImportKind
from owners.registry.report import ImportReport


class Command(ImportCommand):
    help = "Takes a list of fees due and paid (.xlsx or CSV) over for the units of an estate."
    kind = ImportKind.FEES

    def _tell_figures(self, report: ImportReport, *, dry_run: bool) -> None:
        owed = report.figures["months_in_arrears"]
        self.stdout.write(f"{len(owed)} units, {sum(1 for months in owed.values() if months)} of them in arrears.")
