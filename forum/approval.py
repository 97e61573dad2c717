"""Which official answers a case manager releases: by board, and by what topic and answer speak of."""

from forum import watchlist
from forum.errors import NeedsApproval
from forum.models import Post, Topic, WordAction
from portal import richtext


def words_for_approval(topic: Topic, html: str = "") -> tuple[str, ...]:
    """The words in topic or answer for which somebody else must read it first."""
    question = Post.objects.filter(topic=topic, number=1).values_list("text", flat=True).first() or ""
    found = watchlist.hits(f"{topic.title}\n{question}", richtext.to_text(html) if html else "")
    return tuple(dict.fromkeys(hit.word for hits in found for hit in hits if hit.action == WordAction.APPROVAL))


def refuse_without_approval(topic: Topic, html: str) -> None:
    """Raises NeedsApproval, with the words if it is for them."""
    if topic.board.answer_approval:
        raise NeedsApproval
    if words := words_for_approval(topic, html):
        raise NeedsApproval(words)
