from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notify import actions
from notify.delivering import proven_email, proven_phone
from notify.forms import PreferenceForm
from owners.permissions import sign_in_required
from portal.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def preference_edit(request: Request) -> HttpResponse:
    """What reaches me how: kinds down, channels across."""
    form = PreferenceForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        actions.choose(user=request.user, kinds=form.kinds, wanted=form.wanted())
        messages.success(request, _("Saved. From now on we tell you as you chose."))
        return redirect("notify:preference-edit")
    context = {"form": form, "email": proven_email(request.user), "phone": proven_phone(request.user)}
    return render(request, "notify/preference_edit.html", context)
