from django.urls import path

from notify.views import demo_inbox, notifications, preferences

app_name = "notify"
urlpatterns = [
    path("notifications/", notifications.notification_list, name="notification-list"),
    path("notifications/count/", notifications.notification_count, name="notification-count"),
    path("notifications/read/", notifications.notification_read_all, name="notification-read-all"),
    path("notifications/<int:number>/", notifications.notification_open, name="notification-open"),
    path("me/notifications/", preferences.preference_edit, name="preference-edit"),
    path("demo/inbox/", demo_inbox.demo_inbox, name="demo-inbox"),
    path("demo/inbox/<int:pk>/body/", demo_inbox.demo_inbox_body, name="demo-inbox-body"),
]
