"""Which section of the site an address belongs to; the frame marks it as current."""

from django.conf import settings

# The first prefix that fits wins.
_SECTIONS = (
    ("/desk/watch/", "watch"),
    ("/desk/cases/", "cases"),
    ("/desk/follow-ups/", "cases"),
    ("/desk/work-orders/", "cases"),
    ("/desk/ledger/", "cases"),
    ("/desk/claims/", "claims"),
    ("/desk/counter/", "claims"),
    ("/desk/notice-codes/", "claims"),
    ("/desk/residencies/", "claims"),
    ("/desk/registry/", "registry"),
    ("/desk/imports/", "registry"),
    ("/desk/club/", "club"),
    ("/desk/staff/", "staff"),
    ("/desk/privacy/", "privacy"),
    ("/desk/", "dashboard"),
    ("/news/", "news"),
    ("/forum/", "forum"),
    ("/club/events/", "events"),
    ("/club/", "club"),
    ("/contact/", "contact"),
    ("/me/", "me"),
    ("/accounts/", "me"),
    ("/notifications/", "me"),
)


def section_of(path: str) -> str:
    """The name of the section, `home` for the home page alone, or an empty string."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            path = path.removeprefix(f"/{code}")
            break
    if path == "/":
        return "home"
    return next((section for prefix, section in _SECTIONS if path.startswith(prefix)), "")
