"""The people of the demonstration: one card per person of the house, and their accounts."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from owners.actions import accept_pledge, assign_role
from owners.models import Estate, Role, User
from owners.pledge import ensure_first_text
from portal.worktime import at_clock, now


@dataclass(frozen=True, slots=True)
class Card:
    """One card at the door. `roles` are (role, estate slug or None for all estates)."""

    username: str
    name: str
    what: str | Promise
    try_this: str | Promise
    starts_at: str
    phone: str = ""
    roles: tuple[tuple[Role, str | None], ...] = ()

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)


CARDS = (
    Card(
        "visitor-hao", "郝访", _("Future buyer, without a unit"),
        _("Read the news, look at both estates, write on the public square, try to claim a unit that is not yours."),
        "/", "+8617090000001",
    ),
    Card(
        "owner-olga", "欧丽", _("Owner at Jinshui Bay, building 3"),
        _("Post a topic with a photo, send a complaint and follow it, show your member card, sign up for an event."),
        "/", "+8617090000002",
    ),
    Card(
        "owner-nina", "倪娜", _("Her neighbour"),
        _(
            "Open the same topic in a second window and watch the answer with the seal arrive by itself. "
            "Apply to the club."
        ),
        "/forum/", "+8617090000003",
    ),
    Card(
        "owner-otto", "欧图", _("Owner at Yunqi Terrace"),
        _("Look for what the owners of Jinshui Bay say among themselves: you won't find it anywhere."),
        "/forum/", "+8617090000004",
    ),
    Card(
        "newcomer-lan", "蓝新", _("New account, not verified yet"),
        _(
            "Claim flat 3-1-1601 by this name, or with the code of the fee notice that lies in the demo inbox."
        ),
        "/me/", "+8617090000005",
    ),
    Card(
        "sam", "沈言", _("Spokesperson"),
        _("See which threads wait for the company's word, claim one, answer under the seal, open a case from it."),
        "/desk/watch/", "+8617090000011", ((Role.SPOKESPERSON, None),),
    ),
    Card(
        "dana", "戴娜", _("Case officer"),
        _("Take a case, send a work order, answer the customer, close, make the follow-up call."),
        "/desk/cases/", "+8617090000012", ((Role.CASE_OFFICER, None),),
    ),
    Card(
        "mona", "莫主任", _("Case manager"),
        _("Look at the dashboard, what is late and with whom, export the ledger."),
        "/desk/", "+8617090000013", ((Role.CASE_MANAGER, None),),
    ),
    Card(
        "gao", "高总", _("Executive"),
        _("See on one page how the company answers: cases, clocks, forum, club."),
        "/desk/", "+8617090000019", ((Role.EXECUTIVE, None),),
    ),
    Card(
        "stella", "石黛", _("Club steward"),
        _("Decide on claims and applications, make an event, check people in at the door with a phone."),
        "/desk/club/", "+8617090000014", ((Role.STEWARD, None),),
    ),
    Card(
        "eddy", "艾迪", _("Marketing editor"),
        _("Write a news item with a picture, preview it on a phone, send it for approval, schedule it."),
        "/cms/", "+8617090000015", ((Role.EDITOR, None),),
    ),
    Card(
        "ava", "安和", _("Publishing approver"),
        _("Approve what the editor sent, or send it back with a note."),
        "/cms/", "+8617090000016", ((Role.APPROVER, None),),
    ),
    Card(
        "leo", "黎法", _("Legal officer"),
        _("Read the legal questions that customers asked."),
        "/desk/", "+8617090000017", ((Role.LEGAL, None),),
    ),
    Card(
        "ada", "安敏", _("Privacy officer"),
        _("See who holds which role; change the confidentiality pledge and watch everybody be asked anew."),
        "/desk/staff/", "+8617090000018", ((Role.PRIVACY, None),),
    ),
    Card(
        "guan", "管明", _("Administrator"),
        _("Give somebody a role, ask for a sensitive one, withdraw one; set up estates, mailboxes, boards, tiers."),
        "/desk/staff/", "+8617090000020", ((Role.ADMIN, None),),
    ),
    Card(
        "ning", "宁静", _("Second administrator"),
        _("Confirm or refuse the sensitive role that the first administrator asks for."),
        "/desk/staff/", "+8617090000021", ((Role.ADMIN, None),),
    ),
)  # fmt: skip


def card(username: str) -> Card:
    return next(card for card in CARDS if card.username == username)


def make_account(username: str, *, name: str, phone: str) -> User:
    """An account with a confirmed phone, named so that the door finds it again."""
    user = User(
        username=username, nickname=name, phone=phone, phone_verified_at=now(), last_name=name, date_joined=now()
    )
    user.set_unusable_password()
    user.save()
    return user


def make_staff(estates: dict[str, Estate]) -> dict[str, User]:
    """The staff with their roles, by username. All of them have pledged, the legal officer last."""
    staff, text = {}, ensure_first_text()
    for known in (card for card in CARDS if card.is_staff):
        user = make_account(known.username, name=known.name, phone=known.phone)
        for role, slug in known.roles:
            assign_role(user=user, role=role, estate=estates[slug] if slug else None)
        with at_clock(now() + timedelta(days=11 if known.username == "leo" else 0)):
            accept_pledge(user=user, text=text, full_name=known.name)
        staff[known.username] = user
    return staff


def renew_pledges(staff: dict[str, User]) -> None:
    """The year is nearly over: whoever was reminded renews, the legal officer has not got to it yet."""
    for username, user in staff.items():
        if username != "leo":
            accept_pledge(user=user, text=ensure_first_text(), full_name=card(username).name)
