"""What a house begins with, and what follows when staff reconfigure a board."""

import tomllib
from pathlib import Path

from django.db import transaction

from forum.indexing import index_board
from forum.kept_pages import BOARDS
from forum.models import Board, OfficialAnswer, Topic, Watch, WatchedWord, WordAction
from portal import pagestore, realtime

_COMPLAINTS = Path(__file__).parent.parent / "complaint_words.toml"


@transaction.atomic
def spread_board(*, board: Board) -> None:
    """Brings the audience and estate that topics copied in line with their board.

    All at once, the search index too: what somebody may no longer read they may no longer find,
    nor hear of in an open page.
    """
    topics = Topic.objects.filter(board=board)
    topics.update(audience=board.audience, estate_id=board.estate_id)
    Watch.objects.filter(topic__board=board).update(estate_id=board.estate_id)
    OfficialAnswer.objects.filter(topic__board=board).update(estate_id=board.estate_id)
    # After the topics: whoever is writing in one has put its post into the index by then.
    index_board(board)
    pagestore.changed(BOARDS)
    realtime.recheck_all()


@transaction.atomic
def add_complaint_words() -> int:
    """Adds the list of complaint words that a house begins with, and says how many were new.

    A word that is on the list of watched words already stays as staff have it.
    """
    there = set(WatchedWord.objects.values_list("word", flat=True))
    about = tomllib.loads(_COMPLAINTS.read_text(encoding="utf-8"))
    new = [
        WatchedWord(
            word=word,
            action=WordAction.COMPLAINT,
            harmless=",".join(group.get("harmless", {}).get(word, [])),
            note=label,
        )
        for label, group in about.items()
        for word in group["words"]
        if word not in there
    ]
    WatchedWord.objects.bulk_create(new)
    return len(new)
