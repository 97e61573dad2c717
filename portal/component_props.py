"""What some components derive from their props before they are drawn. Pure functions."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zlib import crc32

import segno
from django.forms import BoundField, CheckboxInput, FileInput
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, pgettext

from portal.words import month, weekday
from portal.worktime import WorkCalendar, calendar, now

type Props = dict[str, Any]

AVATAR_TONES = 6
WARN_SHARE = 0.25
_QUIET_ZONE = 2
_arcs = count(1)


def avatar_props(props: Props) -> Props:
    """The first letter or character, and a tone that stays the same for the same seed."""
    name = str(props["name"]).strip()
    seed = str(props["seed"] or name)
    return {"letter": name[:1].upper() or "·", "tone": crc32(seed.encode()) % AVATAR_TONES}


def date_block_props(props: Props) -> Props:
    at: date | datetime = props["at"]
    local = localtime(at) if isinstance(at, datetime) else at
    return {"day": local.day, "month": month(at), "weekday": weekday(at), "iso": local.isoformat()}


def field_props(props: Props) -> Props:
    """`kind`: how label and control stand to each other. `depends`: whether it is needed turns on what is chosen
    above, so the label doesn't call it optional."""
    bound: BoundField = props["field"]
    widget = bound.field.widget
    kind = "text"
    if isinstance(widget, CheckboxInput):
        kind = "check"
    elif bound.use_fieldset:
        kind = "group"
    elif isinstance(widget, FileInput):
        kind = "file"
    return {"kind": kind, "text": props["label"] or bound.label}


def composer_props(props: Props) -> Props:
    bound: BoundField = props["field"]
    return {
        "text": props["label"] or bound.label,
        "value": bound.value() or "",
        # What came back with an error is newer than any draft.
        "came_back": bound.form.is_bound,
        "upload_ids": bound.form.data.getlist("upload_ids") if hasattr(bound.form.data, "getlist") else [],
    }


def seal_props(props: Props) -> Props:
    """The ring holds about twenty-four characters: a longer company name is set smaller, never cut.

    `arc`: an id that no other seal on the page has; the name is set along that path.
    """
    # A Latin letter takes about half the room of a Chinese character.
    length = sum(0.55 if character.isascii() else 1 for character in str(props["company"]))
    crowding = "tight" if length > 16 else "close" if length > 10 else ""
    return {"crowding": crowding, "arc": f"seal-{next(_arcs)}"}


def official_answer_props(props: Props) -> Props:
    took = props["took"]
    promise, kept_at = props["promise"], props["kept_at"]
    return {
        "took_text": span(took) if isinstance(took, timedelta) else str(took or ""),
        "promise_passed": promise is not None and promise < now(),
        "kept_late": promise is not None and kept_at is not None and kept_at > promise,
    }


def status_rail_props(props: Props) -> Props:
    """Steps as plain rows: label, at, state `done`, `now` or `next` (anything else counts as next)."""
    rows = []
    for step in props["steps"]:
        get = step.get if isinstance(step, dict) else lambda name, step=step: getattr(step, name, None)
        state = get("state")
        rows.append(
            {
                "label": get("label"),
                "at": get("at"),
                "state": state if state in {"done", "now"} else "next",
            }
        )
    return {"rows": rows}


def span(length: timedelta) -> str:
    """A length of time in at most two units, rounded down: `2 days 3 hours`, `3 小时 20 分钟`."""
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        (days, ngettext("%d day", "%d days", days)),
        (hours, ngettext("%d hour", "%d hours", hours)),
        (minutes, ngettext("%d minute", "%d minutes", minutes)),
    ]
    said = [text % count for count, text in parts if count][:2]
    return pgettext("between two units of time", " ").join(said) or gettext("less than a minute")


def working_span(length: timedelta, *, day: timedelta | None = None) -> str:
    """Working time in hours and minutes; in working days from three on, when hours say little."""
    day = day or calendar().day_length
    if length >= 3 * day:
        days = length // day
        return ngettext("%d working day", "%d working days", days) % days
    hours, minutes = divmod(int(length.total_seconds() // 60), 60)
    parts = [
        (hours, ngettext("%d hour", "%d hours", hours)),
        (minutes if hours < 10 else 0, ngettext("%d minute", "%d minutes", minutes)),
    ]
    said = [text % count for count, text in parts if count]
    return pgettext("between two units of time", " ").join(said) or gettext("less than a minute")


def clock_chip_props(props: Props) -> Props:
    """Tone and words of a running clock. Times left and late are working time; nothing runs at night.

    Tones: `done` (stopped in time), `late`, `paused`, `warn` (under a quarter left), `plain`.
    """
    due_at: datetime | None = props["due_at"]
    stopped_at: datetime | None = props["stopped_at"]
    if due_at is None:
        return {"tone": "plain", "words": gettext("No deadline")}
    if stopped_at is not None and stopped_at <= due_at:
        return {"tone": "done", "words": gettext("In time")}
    if stopped_at is None and props["paused"]:
        return {"tone": "paused", "words": gettext("Clock paused")}
    working, until = calendar(), stopped_at or now()
    if until > due_at:
        late = working_span(working.working_between(due_at, until), day=working.day_length)
        words = gettext("Done, %(span)s late") if stopped_at else gettext("%(span)s late")
        return {"tone": "late", "words": words % {"span": late}}
    left = working.working_between(until, due_at)
    said = working_span(left, day=working.day_length)
    warns = _runs_out(working, left, props["started_at"], due_at)
    return {"tone": "warn" if warns else "plain", "words": gettext("%(span)s left") % {"span": said}}


def _runs_out(working: WorkCalendar, left: timedelta, started_at: datetime | None, due_at: datetime) -> bool:
    if started_at is None:
        return left < timedelta(hours=1)
    return left < working.working_between(started_at, due_at) * WARN_SHARE


def qr_props(props: Props) -> Props:
    """The code as one SVG path: no style attribute, so that it is drawn under a strict CSP."""
    code = segno.make(str(props["data"]), error="m", micro=False)
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x]:
                run += 1
            if row[x]:
                parts.append(f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h{run}v1h-{run}z")
            x += run
    return {"side": len(code.matrix) + 2 * _QUIET_ZONE, "path": "".join(parts)}
