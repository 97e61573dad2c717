"""May we? Consent per purpose: what holds now, its history, and the purposes that the house knows.

    if consents.holds(user, "marketing"): …
    users = consents.holders(users, "surveys")          # two queries for any number

A withdrawal holds from the next question on. New words don't widen an old yes: once the privacy officer marks
a change as material, only a yes to the new words counts. Where a room has proof of its own that somebody agreed (the
club's application), it registers it: it counts until the person says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Min

from owners.models import Consent, ConsentPurpose, ConsentWording, User
from portal.appendonly import Guard, install
from portal.worktime import now

# What a purpose says: the same columns in ConsentPurpose, as it holds now, and in ConsentWording, for good.
WORDS = ("name", "name_zh_hant", "name_en", "text", "text_zh_hant", "text_en")
# The purposes that the house starts with; the words can be changed, the codes are asked for in code.
PURPOSES: tuple[dict[str, Any], ...] = (
    {
        "code": "community",
        "name": "社区服务通知",
        "name_zh_hant": "社區服務通知",
        "name_en": "Community service",
        "text": "停水停电、维修、缴费等与您家有关的服务通知，除站内消息外，也可以电话或短信联系您。",
        "text_zh_hant": "停水停電、維修、繳費等與您家有關的服務通知，除站內消息外，也可以電話或簡訊聯繫您。",
        "text_en": "Besides messages here, we may call or text you about water, power, repairs and fees of your home.",
    },
    {
        "code": "club",
        "name": "会员关怀",
        "name_zh_hant": "會員關懷",
        "name_en": "Club care",
        "text": "用您填写的兴趣和重要日子，为您推荐活动、送上生日与节日问候。",
        "text_zh_hant": "用您填寫的興趣和重要日子，為您推薦活動、送上生日與節日問候。",
        "text_en": "We use the interests and days you told the club to suggest events and to congratulate you.",
    },
    {
        "code": "marketing",
        "name": "新房与优惠推广",
        "name_zh_hant": "新房與優惠推廣",
        "name_en": "News of new homes and offers",
        "text": "向您介绍我们的新楼盘、车位和合作商家的优惠。",
        "text_zh_hant": "向您介紹我們的新樓盤、車位和合作商家的優惠。",
        "text_en": "We may tell you about our new homes, parking spaces and offers of our partners.",
    },
    {
        "code": "surveys",
        "name": "满意度调查",
        "name_zh_hant": "滿意度調查",
        "name_en": "Surveys",
        "text": "偶尔请您花几分钟评价我们的服务，一年不超过四次。",
        "text_zh_hant": "偶爾請您花幾分鐘評價我們的服務，一年不超過四次。",
        "text_en": "We may ask you for some minutes what you think of our service, four times a year at most.",
    },
    {
        "code": "wechat",
        "name": "微信消息",
        "name_zh_hant": "微信消息",
        "name_en": "Messages by WeChat",
        "text": "把您选择接收的通知，也通过微信服务号发给您。",
        "text_zh_hant": "把您選擇接收的通知，也通過微信服務號發給您。",
        "text_en": "We may send the notifications that you chose by our WeChat account, too.",
    },
)


def equip_purposes(**_signal: Any) -> None:
    """After migrations: every purpose is there, and its words are kept. Words that somebody changed are left alone."""
    for sort, purpose in enumerate(PURPOSES):
        words = {name: value for name, value in purpose.items() if name != "code"}
        ConsentPurpose.objects.get_or_create(code=purpose["code"], defaults={**words, "sort": sort})
    unkept = ConsentPurpose.objects.exclude(wordings__version=F("version"))
    for kept in unkept.annotate(first=Min("consents__at")):
        keep_words(kept, since=kept.first or now())


def keep_words(purpose: ConsentPurpose, *, since: datetime, material: bool = False, by: str = "") -> ConsentWording:
    """Writes down for good what the purpose says in its version."""
    words = {name: getattr(purpose, name) for name in WORDS}
    return ConsentWording.objects.create(
        purpose=purpose, version=purpose.version, since=since, material=material, written_by=by, **words
    )


def guard_consents(using: str = "default", **_signal: Any) -> None:
    """Rows are added, never changed: SQLite loses the triggers when a migration rebuilds the table."""
    install(Guard("owners_consent"), using)
    install(Guard("owners_consentwording"), using)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where else somebody agreed: when, and the words for it."""

    at: datetime
    where: Any


type FindEvidence = Callable[[User], Evidence | None]
type FindMany = Callable[[Iterable[int]], Mapping[int, datetime]]
_evidence: dict[str, list[tuple[FindEvidence, FindMany]]] = {}


def register_evidence(code: str, *, of: FindEvidence, of_many: FindMany) -> None:
    """A room's own proof of consent: for one account in words, for many as id → moment."""
    _evidence.setdefault(code, []).append((of, of_many))


def evidence_of(user: User, code: str) -> Evidence | None:
    found = [evidence for of, _many in _evidence.get(code, []) if (evidence := of(user)) is not None]
    return max(found, key=lambda one: one.at, default=None)


def holds(user: User, purpose: str) -> bool:
    """True if this person agreed to the purpose and has not withdrawn since. Never without being asked."""
    return bool(holders([user], purpose))


def holders(users: Iterable[User], purpose: str) -> list[User]:
    """Those of them for whom it holds, in their order."""
    users = list(users)
    ids = [user.pk for user in users]
    newest = (
        Consent.objects.filter(user__in=ids, purpose__code=purpose, purpose__active=True)
        .order_by()
        .values("user")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = Consent.objects.filter(pk__in=newest).annotate(agreed_from=F("purpose__agreed_from"))
    said = {row.user_id: row for row in rows}
    yes = {user_id for user_id, row in said.items() if row.given and row.version >= row.agreed_from}
    if purpose in _evidence:
        agreed_since = ConsentPurpose.objects.filter(code=purpose).values_list("agreed_since", flat=True).first()
        for _of, of_many in _evidence[purpose]:
            for user_id, at in of_many(ids).items():
                if (user_id not in said or said[user_id].at < at) and (agreed_since is None or agreed_since <= at):
                    yes.add(user_id)
    return [user for user in users if user.pk in yes]


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose as one person stands to it; `history` newest first, each with the words of its version.

    `asked_anew`: they had said yes, but to words that were changed materially since.
    """

    purpose: ConsentPurpose
    given: bool
    history: list[tuple[Consent, ConsentWording | None]]
    evidence: Evidence | None
    asked_anew: bool = False


def standing(user: User) -> list[Standing]:
    """Every purpose in use, for the person's own page."""
    by_purpose: dict[int, list[Consent]] = {}
    for row in Consent.objects.filter(user=user).order_by("-pk"):
        by_purpose.setdefault(row.purpose_id, []).append(row)
    words = {(one.purpose_id, one.version): one for one in ConsentWording.objects.filter(purpose__in=by_purpose)}
    found = []
    for purpose in ConsentPurpose.objects.filter(active=True):
        history = by_purpose.get(purpose.pk, [])
        evidence = evidence_of(user, purpose.code)
        newest = history[0] if history else None
        said, given = (newest.given, newest.version >= purpose.agreed_from) if newest else (False, False)
        if evidence and (newest is None or newest.at < evidence.at):
            said, given = True, purpose.agreed_since is None or purpose.agreed_since <= evidence.at
        told = [(row, words.get((purpose.pk, row.version))) for row in history]
        found.append(Standing(purpose, said and given, told, evidence, asked_anew=said and not given))
    return found
