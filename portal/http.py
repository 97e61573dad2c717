"""The request as Linli's views receive it. For annotations only."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from owners.models import TaskLink, User
    from owners.viewers import Viewer

    class Request(HttpRequest):
        viewer: Viewer
        htmx: HtmxDetails
        user: User
        task_link: TaskLink

else:
    Request = HttpRequest
