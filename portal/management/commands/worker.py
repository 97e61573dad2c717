import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.jobs.running import Rounds


class Command(BaseCommand):
    help = "Does background work: outbox deliveries, tasks, periodic jobs. Run as many as you need."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between looks when idle (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = Rounds()
        if options["once"]:
            rounds.keep_house()
            while rounds.round():
                continue
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: rounds.stop())
        self.stdout.write(f"worker {rounds.name} is at work")
        rounds.run(pause=options["pause"])
