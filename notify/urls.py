from django.urls import path

from notify.views import demo_inbox, mail_off, notifications, preferences, push_devices

app_name = "notify"
urlpatterns = [
    path("notifications/", notifications.notification_list, name="notification-list"),
    path("notifications/count/", notifications.notification_count, name="notification-count"),
    path("notifications/read/", notifications.notification_read_all, name="notification-read-all"),
    path("notifications/<int:number>/", notifications.notification_open, name="notification-open"),
    path("notifications/off/<str:token>/", mail_off.mail_off, name="mail-off"),
    path("me/notifications/", preferences.preference_edit, name="preference-edit"),
    path("me/notifications/push/", push_devices.push_device_add, name="push-device-add"),
    path("me/notifications/push/remove/", push_devices.push_device_remove, name="push-device-remove"),
    path("demo/inbox/", demo_inbox.demo_inbox, name="demo-inbox"),
    path("demo/inbox/<int:pk>/body/", demo_inbox.demo_inbox_body, name="demo-inbox-body"),
]
