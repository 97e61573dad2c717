"""One POST to a service, without redirects: what we send goes to the address that was meant, or nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT_SECONDS = 8
_LONGEST_ANSWER = 64 * 1024


class NoAnswer(Exception):
    """The service could not be reached."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The answer, whatever its status. `url` was checked by the caller. Raises NoAnswer."""
    request = Request(url, data=body, method="POST", headers=dict(headers))  # noqa: S310 - see above
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status, response.read(_LONGEST_ANSWER))
    except HTTPError as error:
        with error:
            return Answer(error.code, error.read(_LONGEST_ANSWER))
    except (URLError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error
