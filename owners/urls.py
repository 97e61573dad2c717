from django.urls import URLPattern, URLResolver, path

from owners.views import claims, go, me, profile, reveal, second_factor, security, sessions

app_name = "owners"
urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.me, name="me"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/security/", security.security, name="security"),
    path("me/second-factor/", second_factor.second_factor, name="second-factor"),
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
    path("go/<str:token>/", go.go, name="go"),
]
