"""What follows when staff reconfigure a board."""

from django.db import transaction

from forum.models import Board, OfficialAnswer, Topic, Watch
from forum.tasks import index_board_anew


@transaction.atomic
def spread_board(*, board: Board) -> None:
    """Brings the audience and estate that topics copied in line with their board.

    The topics change at once; the search index, which may be long, follows in the background. Until
    then a hit leads to a page that refuses.
    """
    topics = Topic.objects.filter(board=board)
    topics.update(audience=board.audience, estate_id=board.estate_id)
    Watch.objects.filter(topic__board=board).update(estate_id=board.estate_id)
    OfficialAnswer.objects.filter(topic__board=board).update(estate_id=board.estate_id)
    # The queue is a table: the task is there if, and only if, this commits.
    index_board_anew.enqueue(board.pk)
