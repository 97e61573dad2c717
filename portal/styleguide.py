"""The living page of tokens and components, for people who build and for people who judge.

The samples are invented; everything is drawn by the same components as the real pages.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from portal import richtext
from portal.http import Request
from portal.worktime import calendar, now

COLOURS = (
    ("paper", pgettext_lazy("style guide", "page")),
    ("card", pgettext_lazy("style guide", "card")),
    ("sunk", pgettext_lazy("style guide", "sunk surface")),
    ("ink", pgettext_lazy("style guide", "text")),
    ("quiet", pgettext_lazy("style guide", "quiet text")),
    ("line", pgettext_lazy("style guide", "hairline")),
    ("celadon", pgettext_lazy("style guide", "brand, links, main action")),
    ("celadon-wash", pgettext_lazy("style guide", "brand wash")),
    ("cinnabar", pgettext_lazy("style guide", "official seal, nothing else")),
    ("amber", pgettext_lazy("style guide", "the clock runs out")),
    ("persimmon", pgettext_lazy("style guide", "late, error")),
    ("moss", pgettext_lazy("style guide", "done")),
)
ANSWER = """<p>尊敬的业主，您好！</p>
<p>3号楼地下二层的渗水已查明：负一层风机房的排水立管接口松脱。我们已于今天上午更换接口，周三前完成墙面干燥与补漆。</p>
<p>给您带来不便，非常抱歉。如再发现渗水，请直接拨打24小时电话，值班工程师15分钟内到场。</p>"""


class SampleForm(forms.Form):
    """Every kind of control once."""

    phone = forms.CharField(
        label=pgettext_lazy("style guide", "Mobile number"),
        help_text=pgettext_lazy("style guide", "We send a code to it. Neighbours never see it."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("style guide", "What is it about?"),
        choices=[
            ("repair", pgettext_lazy("style guide", "Repair")),
            ("complaint", pgettext_lazy("style guide", "Complaint")),
        ],
    )
    reach = forms.ChoiceField(
        label=pgettext_lazy("style guide", "How may we reach you?"),
        choices=[
            ("phone", pgettext_lazy("style guide", "By telephone")),
            ("email", pgettext_lazy("style guide", "By e-mail")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("style guide", "What happened?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    anonymous = forms.BooleanField(label=pgettext_lazy("style guide", "Don't show my name"), required=False)


class ComposerForm(forms.Form):
    body = forms.CharField(label=pgettext_lazy("style guide", "Your reply"), required=False)


@require_GET
def styleguide(request: Request) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    # Shown with mistakes, because that is the state that is forgotten.
    wrong = SampleForm({"phone": "138", "kind": "repair", "words": "厨房水槽下面一直在滴水。"})
    wrong.add_error("phone", pgettext_lazy("style guide", "Please enter all eleven digits."))
    context = {"colours": COLOURS, "form": wrong, "composer_form": ComposerForm(), "answer": richtext.clean(ANSWER)}
    return render(request, "portal/styleguide.html", {**context, **_clocks(), **_people()})


def _clocks() -> dict[str, Any]:
    """One clock of each tone, counted in working time from now."""
    moment = now()
    steps = [
        {"label": pgettext_lazy("style guide", "Received"), "at": moment - timedelta(days=2), "state": "done"},
        {"label": pgettext_lazy("style guide", "In progress"), "at": moment - timedelta(hours=5), "state": "now"},
        {"label": pgettext_lazy("style guide", "Answered"), "state": "next"},
        {"label": pgettext_lazy("style guide", "Closed"), "state": "next"},
        {"label": pgettext_lazy("style guide", "Followed up"), "state": "next"},
    ]
    return {
        "moment": moment,
        "steps": steps,
        "due_later": calendar().add_working(moment, timedelta(hours=7)),
        "due_soon": calendar().add_working(moment, timedelta(minutes=40)),
        "started": moment - timedelta(days=4),
        "overdue": moment - timedelta(days=3),
        "stopped": moment - timedelta(days=4),
        "took": timedelta(hours=3, minutes=20),
    }


def _icons() -> list[str]:
    """Every name that `{% ui "icon" %}` knows."""
    sprite = Path(str(finders.find("img/icons.svg"))).read_text(encoding="utf-8")
    return re.findall(r'<symbol id="([^"]+)"', sprite)


def _people() -> dict[str, Any]:
    return {
        "event_at": now() + timedelta(days=6),
        "member_since": date(2024, 5, 18),
        "names": ["金水湾小周", "Nina", "三号楼老李", "云栖", "豆豆妈妈", "1501"],
        "crumbs": [
            {"label": pgettext_lazy("style guide", "Forum"), "url": "/forum/"},
            {"label": "金水湾 · 业主之声", "url": ""},
        ],
        "icons": _icons(),
        "files": [SimpleNamespace(kind="file", url="/styleguide/", name="楼道照明整改方案.pdf", size=248_000)],
    }
