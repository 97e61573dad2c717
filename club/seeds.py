"""What a new club starts with. Planted where a table is empty; afterwards the CMS is the master."""

from club.models import AccountKind, ClubInterest, EarningRule, PointAccount, Tier, TierColour

# The four gentlemen of Chinese painting: bamboo, orchid, chrysanthemum, plum.
_TIERS = (
    ("竹卡", "竹卡", "Bamboo", TierColour.BAMBOO),
    ("兰卡", "蘭卡", "Orchid", TierColour.ORCHID),
    ("菊卡", "菊卡", "Chrysanthemum", TierColour.CHRYSANTHEMUM),
    ("梅卡", "梅卡", "Plum", TierColour.PLUM),
)

_INTERESTS = (
    ("亲子活动", "親子活動", "Family outings"),
    ("跑步骑行", "跑步騎行", "Running and cycling"),
    ("球类运动", "球類運動", "Ball games"),
    ("太极养生", "太極養生", "Tai chi"),
    ("书法绘画", "書法繪畫", "Calligraphy and painting"),
    ("合唱戏曲", "合唱戲曲", "Choir and opera"),
    ("摄影旅行", "攝影旅行", "Photography and travel"),
    ("烘焙美食", "烘焙美食", "Baking and food"),
    ("园艺花草", "園藝花草", "Gardening"),
    ("棋牌桥牌", "棋牌橋牌", "Chess and cards"),
    ("读书分享", "讀書分享", "Book club"),
    ("志愿服务", "志願服務", "Volunteering"),
)

# code, names, points, most a day, most a week
_RULES = (
    ("welcome", "入会礼", "入會禮", "Welcome gift", 100, None, None),
    ("event-attended", "参加活动", "參加活動", "Attending an event", 50, 150, None),
    ("helpful-post", "热心解答", "熱心解答", "Helpful post", 5, 20, 60),
    ("survey", "参与问卷", "參與問卷", "Answering a survey", 20, 40, None),
)


def plant(using: str = "default") -> None:
    """Fills empty configuration tables and makes the pool accounts. Runs after every migrate."""
    if not Tier.objects.using(using).exists():
        Tier.objects.using(using).bulk_create(
            Tier(name=name, name_zh_hant=hant, name_en=en, rank=rank, colour=colour)
            for rank, (name, hant, en, colour) in enumerate(_TIERS, start=1)
        )
    if not ClubInterest.objects.using(using).exists():
        ClubInterest.objects.using(using).bulk_create(
            ClubInterest(name=name, name_zh_hant=hant, name_en=en, sort=sort)
            for sort, (name, hant, en) in enumerate(_INTERESTS, start=1)
        )
    if not EarningRule.objects.using(using).exists():
        EarningRule.objects.using(using).bulk_create(
            EarningRule(
                code=code, name=name, name_zh_hant=hant, name_en=en, points=points, daily_cap=day, weekly_cap=week
            )
            for code, name, hant, en, points, day, week in _RULES
        )
    for kind in (AccountKind.ISSUED, AccountKind.REDEEMED, AccountKind.EXPIRED, AccountKind.ADJUSTED):
        PointAccount.objects.using(using).get_or_create(kind=kind)
