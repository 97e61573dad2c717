from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from owners import pledge as rules
from owners.actions import accept_pledge
from owners.forms.pledge import PledgeForm
from owners.permissions import sign_in_required
from owners.step_up import safe_next
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def pledge(request: Request) -> HttpResponse:
    """The text that staff accept by name before they see owners' data, or what they accepted last."""
    user = request.viewer.user
    if user is None or not request.viewer.is_staff:
        raise PermissionDenied
    target = safe_next(request) or reverse("owners:me")
    if not request.viewer.second_factor:
        return redirect(f"{reverse('owners:second-factor')}?{urlencode({'next': request.get_full_path()})}")
    text, acceptance = rules.current_text(), rules.standing(user)
    form = None
    if text is not None and rules.is_due(acceptance):
        form = PledgeForm(request.POST if request.method == "POST" else None, user=user, text=text)
        if request.method == "POST" and form.is_valid():
            try:
                accept_pledge(user=user, text=text, full_name=form.cleaned_data["full_name"])
            except Refused as refusal:
                form.add_error("full_name", refusal.message)
            else:
                messages.success(request, _("Thank you. Your pledge holds for one year."))
                return redirect(target)
    context = {
        "text": text,
        "acceptance": acceptance,
        "ends_at": rules.ends_at(acceptance) if acceptance else None,
        "lapsed": acceptance is None and user.pledge_acceptances.exists(),
        "form": form,
        "target": target,
    }
    return render(request, "owners/pledge.html", context, status=422 if form and form.errors else 200)
