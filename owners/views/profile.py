from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from owners.actions import change_profile
from owners.forms.accounts import ProfileForm
from owners.permissions import sign_in_required
from portal.http import Request
from portal.preferences import LARGE_TYPE_COOKIE


@sign_in_required
def profile(request: Request) -> HttpResponse:
    """Nickname, language and large type; phone and e-mail are changed on pages that confirm them."""
    user = request.viewer.user
    assert user is not None
    initial = {
        "nickname": user.nickname,
        "language": user.language or settings.LANGUAGE_CODE,
        "large_type": user.large_type,
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return render(request, "owners/profile.html", {"form": form})
    change_profile(user=user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    response = redirect("owners:profile")
    # What this browser chose on the way must not outweigh what was just chosen for the account.
    response.delete_cookie(LARGE_TYPE_COOKIE)
    return response
