"""Refusals that a person reads, and the pages for requests that went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Refused(Exception):
    """An action did not happen, for a reason that the person may read.

    `message` is translated, polite and says what to do; nothing has been written.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says that the page was open for too long, and keeps what was typed one step back."""
    return render(request, "403_csrf.html", status=403)
