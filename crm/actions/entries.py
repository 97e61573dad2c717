"""Lines in the course of a case, and what each change tells the public and the open screens."""

from crm import moves
from crm.models import Case, Entry, EntryKind, State, Step
from forum import actions as forum_actions
from forum.models import Topic
from mailbox import actions as mailbox_actions
from owners.models import User
from owners.viewers import Viewer
from portal import audit, outbox, realtime, richtext
from portal.domain_events import HomesHear


def write_step(case: Case, step: Step, *, author: User | None = None, text: str = "", name: str = "") -> Entry:
    """Notes down that something happened; `name` is that of an author without an account."""
    entry = Entry.objects.create(
        case=case,
        kind=EntryKind.SYSTEM,
        step=step,
        text=text,
        html=richtext.from_text(text) if text else "",
        author=author,
        author_name=name or (author.get_full_name()[:60] if author else ""),
    )
    tell(case)
    return entry


def write_entry(case: Case, kind: EntryKind, *, html: str, author: User) -> Entry:
    clean = richtext.clean(html)
    entry = Entry.objects.create(
        case=case,
        kind=kind,
        html=clean,
        text=richtext.to_text(clean),
        author=author,
        author_name=author.get_full_name()[:60],
    )
    tell(case)
    return entry


def tell(case: Case) -> None:
    """Tells open desk screens, after commit, that the case has something new."""
    realtime.tell(f"case:{case.number}", "changed", {"number": case.number})


def move_to(case: Case, state: State, *also: str) -> None:
    """Writes the new state with the `also` named fields, and pushes the public words down."""
    case.state = state
    case.save(update_fields=["state", *also])
    push_progress(case)


def push_progress(case: Case) -> None:
    """Shows state, answerable person and next promise on the conversation and the forum's topics."""
    state = moves.PUBLIC[State(case.state)]
    who = case.first_asked.get_full_name() if case.first_asked else ""
    promise_at = case.next_due_at if case.is_open else None
    mailbox_actions.set_progress(conversation_id=case.conversation_id, state=state, who=who, promise_at=promise_at)
    topics = [case.topic_public_id, *case.joined_topics.values_list("topic_public_id", flat=True)]
    for topic_id in (
        Topic.objects.filter(public_id__in=filter(None, topics)).order_by("pk").values_list("pk", flat=True)
    ):
        forum_actions.set_topic_progress(
            topic_id=topic_id,
            case_number=case.number,
            state=state,
            who=who,
            promise_at=promise_at,
            customer_id=case.conversation.user_id,
        )
    tell_homes(case)


def tell_homes(case: Case, *, message_id: int | None = None) -> None:
    """Lets the homes behind the case hear where it stands, and its answer, in the background."""
    if case.home_count:
        outbox.record(HomesHear(case_id=case.pk, message_id=message_id), key=f"case:{case.pk}")


def record(viewer: Viewer, case: Case, action: str, **facts: object) -> None:
    """The audit row of one move of one case."""
    audit.record(
        actor=viewer.pseudonym, action=action, subject=f"case:{case.number}", estate_id=case.estate_id, **facts
    )
