"""What follows when staff reconfigure a board."""

from django.db import transaction

from forum.indexing import index_board
from forum.kept_pages import BOARDS
from forum.models import Board, OfficialAnswer, Topic, Watch
from portal import pagestore, realtime


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
