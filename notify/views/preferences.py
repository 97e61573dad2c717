from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notify import actions
from notify.channels.push import vapid
from notify.forms import PreferenceForm, RhythmForm
from notify.standing import standing_of
from owners.permissions import sign_in_required
from portal.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def preference_edit(request: Request) -> HttpResponse:
    """What reaches me how and when: kinds down, channels across."""
    channels = standing_of(request.user)
    form = PreferenceForm(request.POST or None, viewer=request.viewer, channels=channels)
    rhythm = RhythmForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and rhythm.is_valid():
        actions.choose(user=request.user, kinds=form.kinds, wanted=form.wanted())
        actions.set_rhythm(user=request.user, **rhythm.cleaned_data)
        messages.success(request, _("Saved. From now on we tell you as you chose."))
        return redirect("notify:preference-edit")
    context = {
        "form": form,
        "rhythm": rhythm,
        "channels": channels,
        "push_key": vapid().public,
        "is_demo": settings.DEMO,
    }
    return render(request, "notify/preference_edit.html", context)
