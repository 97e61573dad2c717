from owners.management.commands._importing import ImportCommand
from owners.models import ImportKind
from owners.registry.report import ImportReport


class Command(ImportCommand):
    help = "Takes a list of purchases (.xlsx or CSV) over for the units of an estate."
    kind = ImportKind.PURCHASES

    def _tell_figures(self, report: ImportReport, *, dry_run: bool) -> None:
        self.stdout.write(f"{len(report.figures['purchases_yuan'])} units have bought something.")
