"""Who looked at whom, and whether that is what their work needs. Nothing here ever stops anybody.

watch()                    counts the looks of the last hours, and finds what is out of the ordinary
looks_seen_by(viewer)      the audit trail's openings, reveals and exports, for the privacy officer
"""

from owners.oversight.looks import Look, TooMany, accounts, colleagues, looks_seen_by, narrow, subjects, told
from owners.oversight.watching import watch

__all__ = ["Look", "TooMany", "accounts", "colleagues", "looks_seen_by", "narrow", "subjects", "told", "watch"]
