from django.urls import path

from desk.views import consents, data_requests, impact, privacy

urlpatterns = [
    path("privacy/", privacy.privacy_looks, name="privacy-looks"),
    path("privacy/looks/<int:look_id>/", privacy.privacy_look, name="privacy-look"),
    path("privacy/alerts/", privacy.privacy_alerts, name="privacy-alerts"),
    path("privacy/alerts/<slug:public_id>/", privacy.privacy_alert, name="privacy-alert"),
    path("privacy/requests/", data_requests.data_request_list, name="data-request-list"),
    path("privacy/requests/<slug:public_id>/", data_requests.data_request, name="data-request"),
    path("privacy/consents/", consents.consent_list, name="consent-list"),
    path("privacy/consents/people/<slug:public_id>/", consents.consent_person, name="consent-person"),
    path("privacy/consents/purposes/<slug:code>/", consents.consent_purpose, name="consent-purpose"),
    path("privacy/impact/", impact.impact_list, name="impact-list"),
    path("privacy/impact/new/", impact.impact_new, name="impact-new"),
    path("privacy/impact/<slug:public_id>/", impact.impact_show, name="impact-show"),
    path("privacy/impact/<slug:public_id>/edit/", impact.impact_edit, name="impact-edit"),
]
