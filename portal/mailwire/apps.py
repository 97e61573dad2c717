from django.apps import AppConfig


class MailwireConfig(AppConfig):
    name = "portal.mailwire"
