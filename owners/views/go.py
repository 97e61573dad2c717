from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from owners.task_links import refuse, remember, task_url, use_task_link
from portal.http import Request


@never_cache
def go(request: Request, token: str) -> HttpResponse:
    """Opens a personal task link and goes on to its task. Signs nobody in."""
    link = use_task_link(token)
    if link is None:
        return refuse(request)
    remember(request, link)
    response = redirect(task_url(link))
    response["Referrer-Policy"] = "no-referrer"
    return response
