"""Opening a case, who answers for it, how serious it is."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from crm import moves, permissions
from crm.actions.clocks import pause_clocks, reckon_clocks, resume_clocks, start_clocks, stop_clocks
from crm.actions.entries import move_to, push_progress, record, write_step
from crm.actions.naming import tell_nameless
from crm.disclosure import open_parties
from crm.models import Case, CaseKind, ClockKind, Entry, EntryKind, JoinedHome, JoinedTopic, Severity, Step
from forum.models import Topic
from mailbox import actions as mailbox_actions
from mailbox.models import Conversation, Message
from notify import send
from owners.models import Estate, Role, StaffRole, User
from owners.viewers import Viewer, staff_key
from portal import audit, outbox, richtext
from portal.domain_events import HomesWait
from portal.errors import Refused
from portal.worktime import now


class NotYours(Refused):
    """The viewer may not do this with this case."""


class AlreadyTaken(Refused):
    """Somebody else was faster."""


class AlreadyACase(Refused):
    """The thread has become a case before."""


def lock(case_id: int) -> Case:
    """The case, locked until commit, so that two moves of one case wait for each other."""
    return (
        Case.objects.select_for_update(of=("self",)).select_related("first_asked", "handler", "estate").get(pk=case_id)
    )


def permit(ok: bool) -> None:
    if not ok:
        raise NotYours(_("This case is in somebody else's hands. Ask them or the case manager."))


def worker(viewer: Viewer) -> User:
    """The account of whoever acts; a visitor may not."""
    if viewer.user is None:
        raise NotYours(_("Please sign in first."))
    return viewer.user


@transaction.atomic
def open_case(*, conversation_id: int) -> Case:
    """The one case of a conversation: made now, or the one that is there already. A home that stands behind
    somebody's matter has that one's."""
    if joined := JoinedHome.objects.select_related("case").filter(conversation=conversation_id).first():
        return joined.case
    conversation = Conversation.objects.select_related("estate").get(pk=conversation_id)
    case, made = Case.objects.get_or_create(
        conversation=conversation,
        defaults={
            "number": conversation.number,
            "estate": conversation.estate,
            "audience": staff_key(conversation.estate_id),
            "kind": conversation.kind,
            "subject": conversation.subject[:200],
            "opened_at": now(),
        },
    )
    if not made:
        return case
    write_step(case, Step.OPENED)
    for message in Message.objects.filter(conversation=conversation, direction__in=("in", "staff_only")).order_by("id"):
        enter_message(case, message)
    start_clocks(case)
    push_progress(case)
    open_parties(case)
    audit.record(actor="system", action="case.opened", subject=f"case:{case.number}", estate_id=case.estate_id)
    send(
        staff_of(case.estate_id, Role.CASE_OFFICER),
        kind="case.new",
        params={"number": case.number, "subject": case.subject},
        url=f"/desk/cases/{case.number}/",
        dedupe=f"crm.case:{case.pk}",
    )
    return case


def enter_message(case: Case, message: Message) -> bool:
    """Puts a message of the customer into the course of the case, once. False if it is there already."""
    own = message.conversation_id == case.conversation_id
    _entry, made = Entry.objects.get_or_create(
        message=message,
        defaults={
            "case": case,
            "kind": EntryKind.CUSTOMER,
            # Behind somebody's matter a home is its number: who lives there is no part of the work.
            "author_name": message.author_name[:60] if own else message.conversation.number,
            "created_at": message.sent_at,
        },
    )
    return made


def staff_of(estate_id: int, role: str) -> list[User]:
    """Who holds a role at an estate, or at all of them. Each once."""
    held = StaffRole.objects.filter(role=role).filter(estate_id=estate_id) | StaffRole.objects.filter(
        role=role, estate__isnull=True
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True))


@transaction.atomic
def open_case_from_topic(
    *, viewer: Viewer, topic: Topic, kind: str, note: str = "", estate: Estate | None = None
) -> Case:
    """Makes a forum thread into a case with its own conversation, in one transaction.

    `estate` says whose case it is where the topic belongs to no estate. The thread shows the public
    progress from now on. An officer or manager who does it is the first one asked; a spokesperson
    leaves the case for an officer to take. AlreadyACase if done before.
    """
    topic = (
        Topic.objects.select_for_update(of=("self",))
        .select_related("board__estate", "estate", "author")
        .get(pk=topic.pk)
    )
    estate = topic.estate or topic.board.estate or estate
    if estate is None:
        raise Refused(_("This topic belongs to no estate. Please say which one the case is for."))
    permit(viewer.has_role(*permissions.OPENERS, estate_id=estate.pk))
    if case_of_topic(topic) is not None:
        raise AlreadyACase(_("This topic has become a case already."))
    conversation = conversation_of_topic(viewer, topic, estate, CaseKind(kind))
    case = open_case(conversation_id=conversation.pk)
    case.topic_public_id = topic.public_id
    try:
        case.save(update_fields=["topic_public_id"])
    except IntegrityError:
        raise AlreadyACase(_("This topic has become a case already.")) from None
    if note.strip():
        Entry.objects.create(
            case=case,
            kind=EntryKind.NOTE,
            html=richtext.from_text(note),
            text=note,
            author=viewer.user,
            author_name=worker(viewer).get_full_name()[:60],
        )
    push_progress(case)
    _number_homes(case, topic)
    record(viewer, case, "case.opened_from_topic", topic=topic.public_id)
    tell_nameless(case)
    if viewer.has_role(*permissions.WORKERS, estate_id=estate.pk):
        return take_case(viewer=viewer, case=case)
    return case


@transaction.atomic
def join_case(*, viewer: Viewer, topic: Topic, number: str) -> Case:
    """A thread about a matter that is an open case already joins it: both show the same public progress.

    Raises NotYours, AlreadyACase, and Refused where no case of this number is open at the topic's estate.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic.pk)
    estate_id = topic.estate_id or topic.board.estate_id
    found = Case.objects.filter(number=number.strip().upper(), closed_at__isnull=True)
    found = (
        found.filter(estate_id=estate_id)
        if estate_id
        else found.filter(estate__in=viewer.estates_for(*permissions.OPENERS))
    )
    permit(viewer.has_role(*permissions.OPENERS, estate_id=estate_id))
    if case_of_topic(topic) is not None:
        raise AlreadyACase(_("This topic has become a case already."))
    case = found.first()
    if case is None:
        raise Refused(_("There is no open case of this number here."))
    case = lock(case.pk)
    JoinedTopic.objects.create(case=case, topic_public_id=topic.public_id, joined_at=now())
    write_step(case, Step.TOPIC_JOINED, author=viewer.user, text=topic.title)
    push_progress(case)
    _number_homes(case, topic)
    record(viewer, case, "case.topic_joined", topic=topic.public_id)
    return case


def _number_homes(case: Case, topic: Topic) -> None:
    """Homes that said "me too" before get their numbers in the background."""
    if topic.me_too_count:
        outbox.record(HomesWait(case_id=case.pk, topic=topic.public_id), key=f"case:{case.pk}")


def case_of_topic(topic: Topic) -> Case | None:
    """The case that a topic has become, or has joined."""
    joined = JoinedTopic.objects.filter(topic_public_id=topic.public_id).values("case")
    return Case.objects.filter(Q(topic_public_id=topic.public_id) | Q(pk__in=joined)).first()


@transaction.atomic
def take_case(*, viewer: Viewer, case: Case) -> Case:
    """The viewer becomes handler, and — if nobody was before — the first one asked, for good.

    A conditional update decides between two who press at once: the second gets AlreadyTaken.
    """
    permit(permissions.can_take(viewer, case))
    state = moves.after("take", case) if case.handler_id is None else None
    taken = Case.objects.filter(pk=case.pk, handler__isnull=True, state=case.state).update(
        handler=viewer.user, first_asked=Coalesce(F("first_asked"), worker(viewer).pk), state=state or case.state
    )
    if not taken:
        holder = Case.objects.select_related("handler").get(pk=case.pk).handler
        raise AlreadyTaken(
            _("%(who)s has taken this case already.") % {"who": holder.get_full_name() if holder else "—"}
        )
    case = lock(case.pk)
    stop_clocks(case, ClockKind.ACKNOWLEDGE)
    write_step(case, Step.TAKEN, author=viewer.user)
    push_progress(case)
    record(viewer, case, "case.taken")
    return case


@transaction.atomic
def hand_over(*, viewer: Viewer, case: Case, to: User, reason: str) -> Case:
    """Offers the case to a colleague, who becomes handler by accepting. The first one asked stays."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    moves.after("hand_over", case)
    if to.pk == case.handler_id:
        raise Refused(_("They are working on this case already."))
    if to not in staff_of(case.estate_id, Role.CASE_OFFICER) + staff_of(case.estate_id, Role.CASE_MANAGER):
        raise Refused(_("This colleague doesn't work on cases of this estate."))
    case.offered_to = to
    case.save(update_fields=["offered_to"])
    write_step(case, Step.OFFERED, author=viewer.user, text=f"→ {to.get_full_name()}: {reason}")
    record(viewer, case, "case.offered", to=to.pseudonym)
    send(
        [to],
        kind="case.offered",
        params={"number": case.number, "subject": case.subject},
        url=f"/desk/cases/{case.number}/",
        dedupe=f"crm.offer:{case.pk}:{now():%Y%m%d%H%M%S}",
    )
    return case


@transaction.atomic
def accept_hand_over(*, viewer: Viewer, case: Case) -> Case:
    """The colleague acknowledges receipt: from now on they are the handler."""
    case = lock(case.pk)
    if viewer.user is None or case.offered_to_id != viewer.user.pk:
        raise NotYours(_("This case has not been offered to you."))
    permit(permissions.can_take(viewer, case))
    case.handler, case.offered_to = viewer.user, None
    case.save(update_fields=["handler", "offered_to"])
    write_step(case, Step.HANDED_OVER, author=viewer.user)
    record(viewer, case, "case.handed_over")
    return case


@transaction.atomic
def assess(*, viewer: Viewer, case: Case, severity: str, kind: str, note: str = "") -> Case:
    """Says how serious the case is and of what kind; clocks still running get the time for that."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("assess", case)
    case.severity, case.kind = Severity(severity), CaseKind(kind)
    case.save(update_fields=["severity", "kind"])
    reckon_clocks(case)
    words = f"{case.get_kind_display()} · {case.get_severity_display()}"
    write_step(case, Step.ASSESSED, author=viewer.user, text=f"{words} {note}".strip())
    move_to(case, state)
    record(viewer, case, "case.assessed", severity=case.severity, kind=case.kind)
    return case


@transaction.atomic
def put_waiting(*, viewer: Viewer, case: Case, reason: str) -> Case:
    """Waits for the customer or somebody outside; the clocks pause, for a reason that is kept."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("wait", case)
    pause_clocks(case, reason[:200])
    write_step(case, Step.WAITING, author=viewer.user, text=reason)
    move_to(case, state)
    record(viewer, case, "case.paused")
    return case


@transaction.atomic
def resume(*, viewer: Viewer, case: Case) -> Case:
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("resume", case)
    resume_clocks(case)
    write_step(case, Step.RESUMED, author=viewer.user)
    move_to(case, state)
    record(viewer, case, "case.resumed")
    return case


@transaction.atomic
def follow_merged_topic(*, topic_id: int, into_id: int) -> None:
    """The case that grew out of a topic, or that it joined, belongs to the one into which it was merged. Homes that
    said "me too" to either stand behind it. Twice is once."""
    topics = Topic.objects.in_bulk([topic_id, into_id])
    gone, stays = topics[topic_id], topics[into_id]
    Case.objects.filter(topic_public_id=gone.public_id).update(topic_public_id=stays.public_id)
    JoinedTopic.objects.filter(topic_public_id=gone.public_id).update(topic_public_id=stays.public_id)
    if (case := case_of_topic(stays)) is not None:
        _number_homes(case, stays)


def conversation_of_topic(viewer: Viewer, topic: Topic, estate: Estate, kind: CaseKind) -> Conversation:
    """What the author asked, as their matter in the mailbox."""
    first = topic.posts.order_by("number").first()
    return mailbox_actions.open_conversation(
        estate=estate,
        kind=kind,
        channel="forum",
        subject=topic.title,
        html=first.html if first else "",
        user=None if topic.is_nameless else topic.author,
        anonymous=topic.is_nameless,
        topic_ref=topic.public_id,
        viewer=viewer,
    )
