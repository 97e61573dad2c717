from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from club import card_picture
from club.codes import card_payload
from club.models import Card, MembershipState
from owners.permissions import sign_in_required
from portal.http import Request
from portal.languages import localized


def _own_card(request: Request) -> Card | None:
    cards = Card.objects.filter(revoked_at__isnull=True, membership__state=MembershipState.ACTIVE)
    return (
        cards.filter(membership__user=request.viewer.user)
        .select_related("membership__tier", "membership__estate", "membership__person__naming")
        .first()
    )


@never_cache
@sign_in_required
def card(request: Request) -> HttpResponse:
    """The member's own card; without one, the way to get it."""
    own = _own_card(request)
    if own is None:
        return redirect("club:join")
    context = {"card": own, "membership": own.membership, "payload": card_payload(own.number)}
    return render(request, "club/card.html", context)


@never_cache
@sign_in_required
def card_png(request: Request) -> HttpResponse:
    """The same as a picture to keep."""
    own = _own_card(request)
    if own is None or own.membership.tier is None:
        raise Http404
    membership, tier = own.membership, own.membership.tier
    picture = card_picture.card_png(
        number=own.number,
        payload=card_payload(own.number),
        name=membership.person.name,
        tier=localized(tier, "name"),
        club=localized(membership.estate, "name"),
        colour=tier.colour,
    )
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="linli-card-{own.number}.png"'
    return response
