import gc
import logging
import os
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from wagtail.models import Site

READY, BUILDING = "ready", "building"


class Command(BaseCommand):
    help = "Builds the demonstration, once, and serves it. Stopped midway, it begins anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and build it anew")
        parser.add_argument("--no-serve", action="store_true", help="only build")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs under portal.settings.demo only.")
        if "LINLI_CANONICAL_URL" not in os.environ:
            # Links in mails and text messages lead to where the demonstration is served.
            settings.CANONICAL_URL = settings.WAGTAILADMIN_BASE_URL = f"http://localhost:{options['port']}"
        started = monotonic()
        if self._must_build(fresh=options["fresh"]):
            self._build()
            self.stdout.write(f"Built in {monotonic() - started:.0f} s.")
        else:
            call_command("migrate", verbosity=0)
            Site.objects.filter(is_default_site=True, hostname="localhost").update(port=options["port"])
        if not options["no_serve"]:
            self._serve(options["host"], options["port"])

    @property
    def _mark(self) -> Path:
        return settings.VAR / "demo-state"

    def _must_build(self, *, fresh: bool) -> bool:
        state = self._mark.read_text().strip() if self._mark.exists() else ""
        if state == READY and not fresh:
            return False
        if state or fresh:
            self._empty_database()
            return True
        if connection.introspection.table_names():
            raise CommandError(
                "There is a database already, and it is not the demonstration's. "
                "Point LINLI_VAR (or DATABASE_URL) elsewhere, or say --fresh to throw it away."
            )
        return True

    def _empty_database(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
            return
        connection.close()
        name = Path(connection.settings_dict["NAME"])
        for path in (name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-shm")):
            path.unlink(missing_ok=True)

    def _build(self) -> None:
        self._mark.write_text(BUILDING)
        self.stdout.write("Preparing the database …")
        # Much is made and little is rubbish: looking for it less often saves several seconds.
        gc.set_threshold(200_000, 20, 20)
        # A year's publishing, page by page, is no news to whoever waits for the demonstration.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                # A build that is cut off begins anew: its writes needn't survive a power failure.
                cursor.execute("PRAGMA synchronous=OFF")
        from portal.demo.pictures import drawing_ahead

        with drawing_ahead():
            call_command("migrate", verbosity=0)
            from portal.demo.build import build

            build(self._progress)
        self.stdout.write("")
        self._mark.write_text(READY)

    def _progress(self, done: int, left: int, when: datetime) -> None:
        if done % 50 == 0 or left == 0:
            share = done / (done + left)
            end = "\r" if self.stdout.isatty() else "\n"
            if end == "\r" or done % 500 == 0 or left == 0:
                self.stdout.write(f"A year in the life of two estates … {share:4.0%}  {when:%Y-%m-%d}", ending=end)
                self.stdout.flush()

    def _serve(self, host: str, port: int) -> None:
        import uvicorn

        from portal.jobs.running import worker_thread

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
        address = f"http://{'localhost' if host in {'127.0.0.1', '::1'} else host}:{port}/demo/"
        self.stdout.write(self.style.SUCCESS(f"\nLinli is open: {address}\n"))
        with worker_thread():
            uvicorn.run("portal.asgi:application", host=host, port=port, log_level="warning")
