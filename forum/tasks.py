from django.tasks import task

from forum.indexing import index_topic
from forum.models import Topic
from portal import jobs


@jobs.retried(attempts=5)
@task(queue_name="slow")
def index_board_anew(board_id: int) -> None:
    """Puts every post of a board into the search index again, as it may be read now."""
    for topic in Topic.objects.filter(board_id=board_id).order_by("id").iterator(chunk_size=200):
        index_topic(topic)
