"""What a person may ask of us about their own data: to see, to take along, to have corrected or erased.

Every room says in its `personal_data.py` (loaded by itself) what it holds of people:

    rights.hold(
        "forum.Post", title=_("Your posts"), retention=Retention.ACCOUNT,
        rows=lambda whose: Post.objects.filter(author=whose.user),
        shows={"written_at": _("Written"), "text": _("Text")},
        erase=forget_posts,
    )
    rights.exempt("forum.Board", why="set up by staff, about no person")
    rights.keep_while("crm.open_case", text=_("…"), applies=has_open_case)     # a legal hold

`erase` may run any number of times. A model that neither claims nor exempts fails the tests.
"""

from owners.rights.holdings import (
    Holding,
    Retention,
    delete_rows,
    exempt,
    exempted,
    hold,
    holdings,
    holds_personal_data,
    keep,
)
from owners.rights.legal_holds import hold_on, hold_text, keep_while
from owners.rights.whose import Whose, register_audited, register_contacts

__all__ = [
    "Holding",
    "Retention",
    "Whose",
    "delete_rows",
    "exempt",
    "exempted",
    "hold",
    "hold_on",
    "hold_text",
    "holdings",
    "holds_personal_data",
    "keep",
    "keep_while",
    "register_audited",
    "register_contacts",
]
