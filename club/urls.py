from django.urls import path

from club.views import card, door, event, landing, membership, points, registration

app_name = "club"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("join/", membership.join, name="join"),
    path("leave/", membership.leave, name="leave"),
    path("card/", card.card, name="card"),
    path("card.png", card.card_png, name="card-png"),
    path("points/", points.points, name="points"),
    path("events/", event.events, name="events"),
    path("events/mine/", registration.my_events, name="my-events"),
    path("events/<slug:event_id>/", event.event, name="event"),
    path("events/<slug:event_id>/event.ics", event.event_ics, name="event-ics"),
    path("events/<slug:event_id>/register/", registration.event_register, name="event-register"),
    path("events/<slug:event_id>/cancel/", registration.event_cancel, name="event-cancel"),
    path("events/<slug:event_id>/ticket/", registration.ticket, name="ticket"),
    path("t/<slug:code>/", door.ticket_scan, name="ticket-scan"),
    path("checkin/<slug:event_id>/", door.door, name="door"),
]
