import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import search
from forum.indexing import KIND
from owners.models import User
from owners.viewers import VISITOR, Viewer, viewer_for_user
from search.scope import Scope


class Command(BaseCommand):
    help = "Prints the numbers of all forum posts that a search finds, newest first. Reads only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="as in the search box; one that begins with a minus comes after --")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="who looks; a visitor if left out")
        parser.add_argument("--json", action="store_true", help="one object: query, count, ids")

    def handle(self, *args: Any, **options: Any) -> None:
        query = options["query"]
        hits = search.hits(self._viewer(options["username"]), query, Scope(kinds=[KIND])).newest_first()
        ids = [int(ref) for ref in hits.values_list("ref", flat=True)]
        if options["json"]:
            self.stdout.write(json.dumps({"query": query, "count": len(ids), "ids": ids}, ensure_ascii=False))
            return
        for number in ids:
            self.stdout.write(str(number))

    def _viewer(self, username: str | None) -> Viewer:
        """The account as it is signed in, with its second factor where it has one."""
        if username is None:
            return VISITOR
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        return viewer_for_user(user, second_factor=True)
