"""Every address as every kind of viewer. A route that nobody classified fails."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

import notify
from answers.actions import save_prepared_answer
from answers.models import KnowledgeArticle, PreparedVersion
from club.actions import EventFacts, apply, create_event, decide_application, publish_event, register
from club.models import Event
from crm.actions import dispatch_work_order, open_case, take_case
from crm.models import Department, FollowUp
from forum.actions import NewPoll, answer_officially, hide_topic, start_topic
from forum.models import Absence, Board, Burst, ModerationRecord, Removal, Sanction, Shift, Topic
from mailbox.actions import open_conversation
from mailbox.models import Mailbox, Message
from notify.models import Notification
from notify.unsubscribing import off_token
from owners.actions import accept_invitation, ask_for_copy, ask_for_correction, claim_unit, invite, request_role
from owners.actions.exports import ListWanted, ask_for_export
from owners.actions.import_steps import upload_list
from owners.actions.notice_codes import make_batch
from owners.actions.privacy import Assessment, write_assessment
from owners.models import Estate, Person, PersonMerge, PrivacyAlert, Residency, StaffRole, Unit, User
from owners.rights.copies import make_copy
from owners.viewers import estate_key
from portal import audit, uploads
from portal.audit.models import AuditRow
from portal.jobs.models import Heartbeat
from portal.mailwire.models import OutgoingMail
from portal.worktime import now

pytestmark = pytest.mark.django_db

VISITOR, STRANGER, NEIGHBOUR, OWNER, OUTSIDER = "visitor", "stranger", "nina", "olga", "otto"
SAM, DANA, MONA, STELLA, EDDY, ADAM, PETRA = "sam", "dana", "mona", "stella", "eddy", "adam", "petra"
LOOSE, UNPLEDGED = "dana without second factor", "dana without pledge"
WORKING = {SAM, DANA, MONA, STELLA, EDDY, ADAM, PETRA}
EVERYBODY = {VISITOR, STRANGER, NEIGHBOUR, OWNER, OUTSIDER, LOOSE, UNPLEDGED} | WORKING
ACCOUNTS = EVERYBODY - {VISITOR}
# Who reads what the residents of an estate write among themselves: they, and staff whose work it is.
RESIDENTS = {NEIGHBOUR, OWNER, SAM, DANA, MONA, STELLA, ADAM}


def named(names: str, who: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(names.split(), who)


# Route → who gets in. Whoever isn't named must be refused: sent to sign in, 403 or 404.
RULES: dict[str, set[str]] = {
    **named(
        """healthz readyz file-upload large-type set_language service-worker manifest offline demo-door
        demo-enter demo-confirm styleguide
        forum:index forum:estate forum:feed forum:record club:landing club:join
        club:ticket-scan club:events club:event club:event-ics
        mailbox:ways mailbox:matter-new mailbox:matter-find
        mailbox:tracking mailbox:receipt mailbox:tracking-reply mailbox:tracking-verdict
        search:results search:suggest answers:articles answers:article
        home:estate home:estate-list home:news-feed home:news-feed-rss home:sitemap home:robots
        notify:notification-count notify:demo-inbox notify:demo-inbox-body offline service-worker manifest""",
        EVERYBODY,
    ),
    **named(
        """forum:board-choose club:leave club:card club:points club:my-events
        club:event-register club:event-cancel mailbox:mine owners:me owners:profile owners:security owners:sessions
        owners:session-end-others owners:second-factor owners:claim owners:claim-code owners:claim-unit
        owners:claim-details owners:my-data owners:my-data-looks owners:consent-choose owners:my-data-correct
        owners:copy-ask owners:my-data-close owners:close-take-back owners:confirm notify:notification-list
        notify:notification-read-all notify:preference-edit notify:push-device-add
        notify:push-device-remove forum:read-all forum:draft-list forum:draft-drop
        forum:saved-list forum:blocked-list""",
        ACCOUNTS,
    ),
    # A topic on the board of the estate's verified residents, and a photo in it.
    **named(
        """file file-thumb forum:board forum:topic forum:topic-changes forum:topic-unread
        forum:post-history forum:topic-follow forum:topic-reply forum:post-react forum:topic-start forum:draft
        forum:topic-people forum:topic-poll forum:topic-vote forum:topic-date forum:post-save
        forum:person-block forum:profile""",
        RESIDENTS,
    ),
    # Nobody reports what they wrote themselves.
    "forum:post-flag": RESIDENTS - {OWNER},
    **named("forum:post-edit forum:post-take-back", {OWNER}),
    # Only the author, and only of a version that is there: none is.
    "forum:post-restore": set(),
    # Whoever asked anonymously, and nobody did here: only that it is their topic lets the owner come so far.
    "forum:topic-naming": {OWNER},
    **named("forum:topic-verdict forum:topic-private", {OWNER}),
    "forum:topic-watch": {SAM, MONA, ADAM},
    **named("forum:topic-moderate forum:topic-split forum:post-moderate forum:post-sanction", {SAM, MONA, ADAM}),
    # What was taken away: for its author and those who keep order.
    **named("forum:removal forum:sanction", {OWNER, SAM, MONA, ADAM}),
    # What is one person's own.
    **named("club:card-png club:ticket owners:claim-show owners:claim-evidence notify:notification-open", {OWNER}),
    **named(
        """owners:household owners:household-invite owners:household-invitation owners:household-withdraw
        owners:household-member""",
        {OWNER},
    ),
    # Only a guest leaves a home by a click, and none of these is one.
    "owners:household-leave": set(),
    # The link, or the code on paper, is the key.
    **named("owners:household-join owners:paper", EVERYBODY),
    # The token in a mail is the authority.
    "notify:mail-off": EVERYBODY,
    # Services that prove themselves by a signature; anybody else finds nothing there.
    **named("sms-status wechat-event", set()),
    "owners:copy-fetch": {OWNER},
    # Nothing of that name is there: for everybody alike.
    **named("owners:session-end home:rendition owners:go owners:reveal", set()),
    **named("mailbox:tracking-file mailbox:tracking-thumb", EVERYBODY),
    "mailbox:mine-one": {OWNER},
    # The door of an event, and a repairman's work order: a role or a task link, never an account alone.
    "club:door": {STELLA, ADAM},
    "crm:workorder-task": set(),
    # The desk.
    "desk:dashboard": WORKING,
    **named(
        """desk:watch-list desk:watch desk:watch-claim desk:watch-release
        desk:watch-draft desk:watch-submit desk:watch-answer desk:watch-correct desk:watch-dismiss""",
        {SAM, MONA},
    ),
    **named("desk:watch-flags desk:watch-flag-decide desk:removal-list desk:removal-decide", {SAM, MONA, ADAM}),
    **named("desk:sanction-list desk:appeal-decide desk:burst-list desk:burst-decide", {SAM, MONA, ADAM}),
    "desk:prepared-list": {SAM, MONA, ADAM},
    "desk:prepared-review": {ADAM},
    "desk:answering-figures": {SAM, MONA},
    "desk:sighting-list": {SAM, DANA, MONA},
    **named("desk:duty desk:absence-add desk:absence-drop", {SAM, MONA}),
    **named("desk:shift-add desk:shift-drop", {MONA}),
    **named("desk:watch-approve desk:watch-return", {MONA}),
    **named("desk:case-list desk:case desk:case-note desk:ledger desk:ledger-export", {DANA, MONA}),
    **named(
        """desk:phone-entry desk:phone-entry-caller desk:case-take desk:case-accept desk:case-hand-over desk:case-assess
        desk:case-answer desk:case-contact desk:case-wait desk:case-resume desk:case-close desk:case-reopen
        desk:work-order-dispatch desk:follow-up-list desk:follow-up-record desk:follow-up-missed""",
        {DANA, MONA},
    ),
    **named("desk:work-order-list desk:work-order", {DANA, MONA}),
    **named("desk:staff-list desk:staff-show desk:role-request", {ADAM, PETRA}),
    **named("desk:role-give desk:role-withdraw", {ADAM}),
    # Without the second factor the way starts where it is set up.
    "owners:step-up": ACCOUNTS - {LOOSE},
    # The pledge is for those who work here; before they proved themselves twice nobody makes it.
    "owners:pledge": WORKING | {UNPLEDGED},
    **named("desk:case-from-topic desk:private-ask", {SAM, DANA, MONA}),
    **named("desk:notice-codes desk:notice-codes-revoke desk:residency-end", {STELLA, ADAM}),
    **named("desk:counter desk:counter-home", {STELLA, DANA, ADAM}),
    **named("desk:claim-list desk:claim-review", {STELLA, ADAM}),
    **named(
        """desk:registry desk:registry-search desk:registry-estate desk:registry-building desk:registry-unit
        desk:registry-person desk:registry-stages""",
        {DANA, MONA, STELLA, ADAM},
    ),
    **named(
        """desk:import-list desk:import-new desk:import-run desk:import-columns desk:import-progress desk:import-apply
        desk:import-stop desk:import-undo desk:import-export
        desk:registry-duplicates desk:registry-resident-add desk:registry-merge desk:registry-apart
        desk:registry-step desk:registry-split""",
        {STELLA, ADAM},
    ),
    # Only for whoever sent the list.
    "desk:import-report": {STELLA},
    **named(
        """desk:club desk:club-application desk:club-members desk:club-member desk:club-points desk:club-suspend
        desk:club-resume desk:club-event-new desk:club-event desk:club-event-edit desk:club-event-publish
        desk:club-event-call-off desk:club-door-link desk:club-registration-cancel""",
        {STELLA, ADAM},
    ),
}
# The privacy officer, and lists of people: asked for by those who deal with owners, agreed to by others.
RULES |= {
    **named(
        """desk:privacy-looks desk:privacy-look desk:privacy-alerts desk:privacy-alert desk:impact-list desk:impact-new
        desk:consent-list desk:consent-purpose desk:impact-show desk:impact-edit""",
        {PETRA},
    ),
    "desk:consent-person": {DANA, STELLA, ADAM, PETRA},
    **named("desk:data-request-list desk:data-request", {STELLA, ADAM, PETRA}),
    "desk:export-list": {DANA, MONA, STELLA, PETRA, ADAM},
    "desk:export-ask": {DANA, MONA, STELLA},
    "desk:export": {DANA, MONA, PETRA, ADAM},
    "desk:export-decide": {MONA, PETRA, ADAM},
    "desk:export-file": {DANA, MONA, STELLA},
}
# allauth's own pages and Wagtail's are theirs; that they are reached as they should be is tested in
# tests/owners and tests/home.
NOT_OURS = ("account_", "mfa_", "usersessions_", "socialaccount_", "weixin_", "wagtail", "wagtailcore_")


def routes() -> list[str]:
    """The names of our routes, from the resolver itself."""

    def walk(resolver: Any, namespace: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                if not str(pattern.pattern).startswith(("cms/", "documents/")):
                    yield from walk(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif pattern.name and not pattern.name.startswith(NOT_OURS):
                yield namespace + pattern.name

    return list(walk(get_resolver(), ""))


ASSESSMENT = Assessment(
    title="门禁", purpose="进门", data_classes="L2", data="姓名", necessity="无", risks="无", measures="无",
    decided_by="法务", decided_on=date(2026, 1, 1), next_review=date(2099, 1, 1),
)  # fmt: skip


@pytest.fixture
def world(
    estate: Estate, unit: Unit, olga: User, nina: User, otto: User, stranger: User,
    sam: User, dana: User, mona: User, stella: User, eddy: User, adam: User, petra: User, viewer_of: Callable[..., Any],
) -> dict[str, Any]:  # fmt: skip
    """One of everything at the estate, and the arguments that lead to it."""
    key = estate_key(estate.pk)
    board = Board.objects.create(
        slug="service", estate=estate, name="物业服务", audience=key, start_audience=key, answer_expected=True
    )
    photo = uploads.store_bytes(b"%PDF-1.7 plan", name="plan.pdf", owner=olga.pseudonym)
    topic = start_topic(
        viewer=viewer_of(olga),
        board=board,
        title="电梯又停了",
        html="<p>三号楼左边。</p>",
        upload_ids=[photo.public_id],
        poll=NewPoll(question="几点修", options=("上午", "下午")),
    )
    gone = start_topic(viewer=viewer_of(olga), board=board, title="被隐藏的", html="<p>一句话。</p>")
    hide_topic(viewer=viewer_of(sam), topic=gone, reason="walk")
    answered = start_topic(viewer=viewer_of(nina), board=board, title="路灯坏了", html="<p>北门的路灯。</p>")
    answer_officially(viewer=viewer_of(sam), topic=answered, html="<p>今晚修好。</p>")
    save_prepared_answer(title="致歉", html="<p>抱歉</p>")
    shift = Shift.objects.create(user=sam, estate=estate, weekday=0, starts=time(9), ends=time(18))
    away = Absence.objects.create(user=sam, since=now().date(), until=now().date() + timedelta(days=1))
    Mailbox.objects.create(estate=estate, slug="tousu", name="客户信箱", kinds=["complaint"], address="t@jsw.example")
    matter = open_conversation(
        estate=estate,
        kind="complaint",
        channel="web",
        subject="漏水",
        text="地库漏水",
        viewer=viewer_of(olga),
        user=olga,
    )
    paper = uploads.store_bytes(
        b"%PDF-1.7", name="a.pdf", owner="x", scope=f"mailbox.message:{Message.objects.get(conversation=matter).pk}"
    )
    case = take_case(viewer=viewer_of(dana), case=open_case(conversation_id=matter.pk))
    order = dispatch_work_order(
        viewer=viewer_of(dana), case=case, department=Department.objects.create(name="工程部"), handler_name="王师傅",
        handler_phone="+8617090000099", instructions="查漏", due_at=now() + timedelta(days=1),
    )  # fmt: skip
    follow_up = FollowUp.objects.create(case=case, planned_for=now().date())
    claim = claim_unit(
        user=olga, unit=Unit.objects.create(estate=estate, entrance=unit.entrance, room="201"), name="别人"
    )
    home = Residency.objects.get(person=olga.person)
    guest = User.objects.create(username="guest")
    asked, _token = invite(viewer=viewer_of(olga), host=home, role="family", label="妈妈")
    housemate = accept_invitation(user=guest, invitation=asked, name="妈妈", consent=True)
    waiting_guest, invitation_token = invite(viewer=viewer_of(olga), host=home, role="family", label="爸爸")
    batch, _codes = make_batch(estate=estate, units=[unit], actor="walk")
    event = _event(estate, viewer_of(stella))
    booked = register(viewer=viewer_of(olga), event=event, seats=1, key="walk")
    member = apply(viewer=viewer_of(olga), estate=estate, consent=True)
    decide_application(viewer=viewer_of(stella), membership=member, accept=True)
    waiting = apply(viewer=viewer_of(nina), estate=estate, consent=True)
    copy = make_copy(ask_for_copy(user=olga).pk)
    correction = ask_for_correction(user=olga, field="name", wish="更正")
    Heartbeat.objects.create(worker="walk")
    asked = request_role(viewer=viewer_of(adam), user=olga, role="legal", estate=None, reason="试试")
    notify.send(
        [olga],
        kind="forum.reply",
        params={"who": "倪娜", "topic": "电梯", "excerpt": "修好了"},
        url="/forum/",
        dedupe="walk",
    )
    article = KnowledgeArticle.objects.create(title="怎样报修", html="<p>在这里。</p>", audience="public")
    fees = upload_list(
        viewer=viewer_of(stella), estate=estate, kind="fees", name="f.csv", data="房号,账期,应收\n1,2026-1,9".encode()
    )
    audit.record(
        actor=dana.pseudonym,
        action="data.opened",
        subject="contact:1",
        estate_id=estate.pk,
        fields=["name"],
        why="case:X",
    )
    alert = PrivacyAlert.objects.create(
        kind="day",
        viewer=dana.pseudonym,
        estate=estate,
        day=now().date(),
        since=now(),
        until=now(),
        count=99,
        ceiling=9,
    )
    asked_list = ask_for_export(
        viewer=viewer_of(dana),
        wanted=ListWanted(estate=estate, fields={"unit": True}, purpose="notice", why="walk"),
    )
    assessment = write_assessment(viewer=viewer_of(petra), says=ASSESSMENT)
    mail = OutgoingMail.objects.create(message_id="<walk@x>", to="a@b.example", subject="s", text="t")
    return {
        "key": f"topic-{topic.public_id}",
        "public_id": photo.public_id, "estate": estate.slug, "board": board.slug, "topic": topic.public_id, "number": 1,
        "event_id": event.public_id, "kind": "complaint", "token": matter.token, "username": "sam", "post": 1,
        "topic_id": topic.public_id, "order_id": order.pk, "follow_up_id": follow_up.pk, "unit_id": unit.pk,
        "slug": estate.slug, "membership_id": waiting.public_id, "code": booked.code, "session_id": 1,
        "removal": Removal.objects.get().public_id,
        "name": "none.jpg", "pk": mail.pk, "building_id": unit.entrance.building_id, "person_id": olga.person.public_id,
        "residency_id": home.pk,
        "owners:household-join": {"token": invitation_token},
        "owners:household-member": {"unit_id": unit.pk, "public_id": housemate.public_id},
        "owners:household-invitation": {"unit_id": unit.pk, "public_id": waiting_guest.public_id},
        "owners:household-withdraw": {"unit_id": unit.pk, "public_id": waiting_guest.public_id},
        "desk:notice-codes-revoke": {"public_id": batch.public_id},
        "request_id": asked.pk, "role_id": sam.staff_roles.get().pk,
        "desk:staff-show": {"public_id": sam.public_id},
        "notify:mail-off": {"token": off_token(olga, kind="forum.reply", channel="email")},
        "other_id": nina.person.public_id, "merge_id": _former(nina.person).pk,
        "look_id": AuditRow.objects.filter(action="data.opened").latest("pk").pk,
        "desk:consent-person": {"public_id": olga.public_id}, "desk:consent-purpose": {"code": "surveys"},
        "desk:data-request": {"public_id": correction.public_id},
        "desk:privacy-alert": {"public_id": alert.public_id},
        **{
            f"desk:export{move}": {"public_id": asked_list.public_id} for move in ("", "-decide", "-file")
        },
        **{name: {"public_id": assessment.public_id} for name in ("desk:impact-show", "desk:impact-edit")},
        "desk:claim-review": {"public_id": claim.public_id}, "owners:claim-show": {"public_id": claim.public_id},
        "owners:copy-fetch": {"public_id": copy.public_id},
        "owners:claim-evidence": {"public_id": claim.public_id}, "answers:article": {"public_id": article.public_id},
        **{name: {"public_id": fees.public_id} for name in RULES if name.startswith("desk:import-")},
        "desk:import-list": {}, "desk:import-new": {}, "desk:import-export": {"estate": estate.slug},
        "mailbox:mine-one": {"number": matter.number},
        "mailbox:tracking-file": {"token": matter.token, "public_id": paper.public_id},
        "mailbox:tracking-thumb": {"token": matter.token, "public_id": paper.public_id},
        "notify:notification-open": {"number": Notification.objects.get(user=olga, dedupe="walk").number},
        **{name: {"number": case.number} for name in RULES if name.startswith(("desk:case-", "desk:work-order-dis"))},
        "desk:case": {"number": case.number}, "desk:case-list": {},
        "sanction": _warned(topic, olga).public_id,
        "burst": Burst.objects.create(due_at=now()).public_id, "person": olga.public_id,
        "desk:watch-correct": {"topic": answered.public_id, "number": 2},
        "revision": 1, "version": PreparedVersion.objects.get().pk, "shift": shift.pk, "absence": away.pk,
        "desk:case-from-topic": {"topic_id": topic.public_id},
    }  # fmt: skip


def _warned(topic: Topic, user: User) -> Sanction:
    post = topic.posts.get(number=1)
    record = ModerationRecord.objects.create(topic=topic, post=post, audience=topic.audience, act="warn", reason="语气")
    return Sanction.objects.create(record=record, user=user, post=post, estate=topic.estate, kind="warning")


def _former(person: Person) -> PersonMerge:
    """Somebody who was merged into the person."""
    merged = Person.objects.create(canonical=person)
    return PersonMerge.objects.create(kept=person, merged=merged, reason="同一人", merged_by="walk")


def _event(estate: Estate, viewer: Any) -> Event:
    starts_at = now() + timedelta(days=2)
    facts = EventFacts(
        title="茶会", place="会所", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=9,
        audience="public", opens_at=now() - timedelta(hours=1),
    )  # fmt: skip
    return publish_event(viewer=viewer, event=create_event(viewer=viewer, estate=estate, facts=facts))


def address(route: str, world: dict[str, Any]) -> str:
    """The route's address with what the world has for its arguments."""
    given = world.get(route)
    if isinstance(given, dict):
        return reverse(route, kwargs=given)
    for pattern in get_resolver().reverse_dict.getlist(route) if ":" not in route else []:
        return reverse(route, kwargs={name: world[name] for name in pattern[0][0][1]})
    namespace, _, name = route.rpartition(":")
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    names = resolver.reverse_dict.getlist(name)[0][0][0][1]
    return reverse(route, kwargs={name: world[name] for name in names})


def refused(response: Any) -> bool:
    """Sent to sign in, to use the second factor, to pledge, or turned away (410: a task link that opens nothing)."""
    if response.status_code == 302:
        return any(door in response["Location"] for door in ("/accounts/login", "/me/second-factor", "/me/pledge"))
    return response.status_code in {403, 404, 410}


def _double_of(user: User) -> User:
    """Somebody with the same role who has not pledged."""
    double = User.objects.create(username="double", nickname="双", phone="+8613900000099", phone_verified_at=now())
    StaffRole.objects.create(user=double, role=user.staff_roles.get().role, estate=user.staff_roles.get().estate)
    return double


def test_every_route_is_classified() -> None:
    assert sorted(set(routes()) - set(RULES)) == []
    assert sorted(set(RULES) - set(routes())) == []


def test_every_route_lets_in_whom_it_should_and_nobody_else(
    world: dict[str, Any], request: pytest.FixtureRequest, client_for: Callable[..., Client]
) -> None:
    accounts = {name: request.getfixturevalue(name) for name in EVERYBODY - {VISITOR, LOOSE, UNPLEDGED}}
    clients = {name: client_for(user) for name, user in accounts.items()}
    clients[VISITOR] = client_for(None)
    clients[LOOSE] = client_for(accounts[DANA], second_factor=False)
    clients[UNPLEDGED] = client_for(_double_of(accounts[DANA]))
    wrong = []
    for route in routes():
        url = address(route, world)
        for name, client in clients.items():
            # Read-only routes and the forms' first sight; what a POST does is each room's own test.
            response = client.get(url)
            if response.status_code == 405 and name not in RULES[route]:
                response = client.post(url)
            if response.status_code >= 500:
                wrong.append(f"{route} breaks for {name}: {response.status_code}")
            elif refused(response) == (name in RULES[route]):
                wrong.append(
                    f"{route} ({url}) {'refuses' if refused(response) else 'lets in'} {name}: {response.status_code}"
                )
    assert wrong == []
