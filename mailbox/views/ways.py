from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from mailbox.models import Kind, Mailbox
from owners.models import Estate
from portal.http import Request

ICONS = {
    Kind.COMPLAINT: "speak",
    Kind.REPAIR: "wrench",
    Kind.SUGGESTION: "idea",
    Kind.ENQUIRY: "question",
    Kind.LEGAL: "scale",
}


@dataclass(frozen=True, slots=True)
class Way:
    kind: Kind
    icon: str


def ways(request: Request) -> HttpResponse:
    """The ways to be heard: telephone first, then what it is about, mail addresses, and finding a matter again."""
    mailboxes = list(Mailbox.objects.in_use().select_related("estate"))
    estates = list({box.estate_id: box.estate for box in mailboxes}.values())
    estates.sort(key=lambda estate: (estate.pk not in request.viewer.resident_estates, estate.sort, estate.pk))
    offered = {kind for box in mailboxes for kind in box.kinds} or set(Kind.values)
    context = {
        "estates": [estate for estate in estates if estate.phone_24h],
        "kinds": [Way(kind, ICONS[kind]) for kind in Kind if kind in offered],
        "mailboxes": _by_estate(mailboxes, estates),
    }
    return render(request, "mailbox/ways.html", context)


def _by_estate(mailboxes: list[Mailbox], estates: list[Estate]) -> list[Mailbox]:
    order = {estate.pk: index for index, estate in enumerate(estates)}
    return sorted(mailboxes, key=lambda box: (order[box.estate_id], box.sort, box.pk))
