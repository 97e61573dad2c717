from django.urls import path

from desk.views.club import applications, events, members, overview

urlpatterns = [
    path("club/", overview.club, name="club"),
    path("club/applications/<slug:membership_id>/", applications.club_application, name="club-application"),
    path("club/members/", members.club_members, name="club-members"),
    path("club/members/<slug:membership_id>/", members.club_member, name="club-member"),
    path("club/members/<slug:membership_id>/points/", members.club_points, name="club-points"),
    path("club/members/<slug:membership_id>/suspend/", members.club_suspend, name="club-suspend"),
    path("club/members/<slug:membership_id>/resume/", members.club_resume, name="club-resume"),
    path("club/events/new/", events.club_event_new, name="club-event-new"),
    path("club/events/<slug:event_id>/", events.club_event, name="club-event"),
    path("club/events/<slug:event_id>/edit/", events.club_event_edit, name="club-event-edit"),
    path("club/events/<slug:event_id>/publish/", events.club_event_publish, name="club-event-publish"),
    path("club/events/<slug:event_id>/call-off/", events.club_event_call_off, name="club-event-call-off"),
    path("club/events/<slug:event_id>/door/", events.club_door_link, name="club-door-link"),
    path("club/registrations/<slug:code>/cancel/", events.club_registration_cancel, name="club-registration-cancel"),
]
