from django.urls import URLPattern, URLResolver, path

from owners.views import (
    claims,
    go,
    household,
    me,
    paper,
    pledge,
    profile,
    reveal,
    second_factor,
    security,
    sessions,
    step_up,
)

app_name = "owners"
urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.me, name="me"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/security/", security.security, name="security"),
    path("me/second-factor/", second_factor.second_factor, name="second-factor"),
    path("me/step-up/", step_up.step_up, name="step-up"),
    path("me/pledge/", pledge.pledge, name="pledge"),
    path("me/sessions/", sessions.sessions, name="sessions"),
    path("me/sessions/end-others/", sessions.session_end_others, name="session-end-others"),
    path("me/sessions/<int:session_id>/end/", sessions.session_end, name="session-end"),
    path("me/claim/", claims.claim, name="claim"),
    path("me/claim/code/", claims.claim_code, name="claim-code"),
    path("me/claim/at/<slug:slug>/", claims.claim_unit, name="claim-unit"),
    path("me/claim/at/<slug:slug>/<int:unit_id>/", claims.claim_details, name="claim-details"),
    path("me/claim/<str:public_id>/", claims.claim_show, name="claim-show"),
    path("me/claim/<str:public_id>/evidence/", claims.claim_evidence, name="claim-evidence"),
    path("people/reveal/", reveal.reveal, name="reveal"),
    path("me/home/<int:unit_id>/", household.household, name="household"),
    path("me/home/<int:unit_id>/invite/", household.household_invite, name="household-invite"),
    path(
        "me/home/<int:unit_id>/invitations/<str:public_id>/",
        household.household_invitation,
        name="household-invitation",
    ),
    path(
        "me/home/<int:unit_id>/invitations/<str:public_id>/withdraw/",
        household.household_withdraw,
        name="household-withdraw",
    ),
    path("me/home/<int:unit_id>/members/<str:public_id>/", household.household_member, name="household-member"),
    path("me/home/<int:unit_id>/leave/", household.household_leave, name="household-leave"),
    path("join/<str:token>/", household.household_join, name="household-join"),
    path("paper/", paper.paper, name="paper"),
    path("go/<str:token>/", go.go, name="go"),
]
