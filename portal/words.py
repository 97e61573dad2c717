"""How dates, times, money, sizes, telephones and masked names are said, in the reader's language."""

import re
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from portal.worktime import now

# Django's own formats leave the weekday out; its Chinese abbreviations are as long as the names.
_DAY_FORMATS = {"zh-hans": "Y年n月j日", "zh-hant": "Y年n月j日", "en": "j M Y"}
_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_KIB = 1024
# E.164, with an extension after a semicolon where there is one.
_LANDLINE = re.compile(r"\+86(10|2\d|[3-9]\d{2})(\d{7,8})(?:;(\d+))?")


def _local(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) else value


def cn_date(value: date | datetime) -> str:
    """2026年11月22日 周日; in English 22 Nov 2026 Sun."""
    day = dateformat.format(_local(value), _DAY_FORMATS.get(get_language() or "", _DAY_FORMATS["zh-hans"]))
    return f"{day} {weekday(value)}"


def weekday(value: date | datetime) -> str:
    """周日, Sun."""
    return str(_WEEKDAYS[_local(value).weekday()])


def month(value: date | datetime) -> str:
    """11月, Nov."""
    return dateformat.format(_local(value), "M" if get_language() == "en" else "n月")


def cn_datetime(value: datetime) -> str:
    """2026年11月22日 周日 09:30."""
    return f"{cn_date(value)} {localtime(value):%H:%M}"


def relative(value: datetime) -> SafeString:
    """`3 分钟前` under a day, then the date; as `<time>` with the exact moment in title and datetime."""
    local = localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        cn_datetime(value),
        _said(value),
    )


def _said(value: datetime) -> str:
    passed = now() - value
    if passed < timedelta(0) or passed >= timedelta(days=1):
        return _short_date(value)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}


def _short_date(value: datetime) -> str:
    """The year only where it is not this one."""
    local = localtime(value)
    english = get_language() == "en"
    if local.year == localtime(now()).year:
        return dateformat.format(local, "j M" if english else "n月j日")
    return dateformat.format(local, "j M Y" if english else "Y年n月j日")


def money(fen: int) -> str:
    """Integer fen as ¥1,280.00; a minus stands before the sign."""
    yuan, rest = divmod(abs(int(fen)), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def file_size(octets: int) -> str:
    """720 B, 35 KB, 2.4 MB — as phones show it."""
    if octets < _KIB:
        return f"{octets} B"
    if octets < _KIB * _KIB:
        return f"{round(octets / _KIB)} KB"
    return f"{octets / _KIB / _KIB:.1f} MB"


def group_phone(phone: str) -> str:
    """138 0000 1501 and 010-8888 0000 for mainland numbers, with or without +86; others as given."""
    if mobile := _mobile(phone):
        return f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}"
    if landline := _LANDLINE.fullmatch(phone):
        area, number, extension = landline.groups()
        said = f"0{area}-{number[:4]} {number[4:]}"
        return f"{said}-{extension}" if extension else said
    return phone


def mask_phone(phone: str) -> str:
    """138 **** 1501; of any other number the last two digits stay."""
    if mobile := _mobile(phone):
        return f"{mobile[:3]} **** {mobile[7:]}"
    return f"**** {phone[-2:]}" if len(phone) > 4 else "****"


def mask_name(name: str) -> str:
    """The family name of a Chinese name (周* for 周喆), the first letter of any other."""
    name = name.strip()
    return name[0] + "*" * min(len(name) - 1, 2) if name else ""


def mask_email(email: str) -> str:
    """o***@lzbank.example for olga@lzbank.example."""
    local, _, host = email.partition("@")
    return f"{local[:1]}***@{host}" if host else ""


def _mobile(phone: str) -> str:
    digits = re.sub(r"[\s-]", "", phone).removeprefix("+86")
    return digits if re.fullmatch(r"1\d{10}", digits) else ""
