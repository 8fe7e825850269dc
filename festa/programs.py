"""Programs bring a token and have no session: what is there for browsers passes them by.

A browser's request meets twenty functions before and after its view: session, sign-in, CSRF,
rate limits, policies for pages. They cost several times what the answer to a scan costs, and
mean nothing to a program. So a program's request meets its own blueprint's, and of the
application's those alone that are marked `for_programs_too`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from flask import Flask, Request, Response, request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

Hook = TypeVar("Hook", bound=Callable[..., Any])

PREFIX = "/api/"
NO_SESSION = NullSession()


def for_programs_too(hook: Hook) -> Hook:
    """Mark a function that programs' requests meet as well, before or after their view."""
    hook.for_programs_too = True  # type: ignore[attr-defined]
    return hook


def bearer_token(asked: Request = request) -> str | None:
    """The token that a program brings; None when it brings none."""
    return token_in(asked.headers.get("Authorization", ""))


def token_in(authorization: str) -> str | None:
    """The token in an Authorization header."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


def from_program(asked: Request = request) -> bool:
    """Whether this request is a program's rather than a browser's."""
    return asked.path.startswith(PREFIX)


class BrowserSessions(SecureCookieSessionInterface):
    """Flask's own sessions, which programs have none of."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a browser; for programs one that is empty and stays so."""
        return NO_SESSION if from_program(request) else super().open_session(app, request)


class FestaApp(Flask):
    """Flask, with a shorter way for programs."""

    session_interface = BrowserSessions()

    def ensure_sync(self, func: Any) -> Any:
        """Take every function as it is: none of ours is a coroutine, and looking costs each time."""
        return func

    def preprocess_request(self) -> Any:
        """Call what comes before the view; the first that answers ends the request."""
        if not from_program():
            return super().preprocess_request()
        for hook in _met_by_programs(request.blueprint, self.before_request_funcs):
            answer = hook()
            if answer is not None:
                return answer
        return None

    def process_response(self, response: Response) -> Response:
        """Call what comes after the view, and keep a browser's session."""
        if not from_program():
            return super().process_response(response)
        for hook in _met_by_programs(request.blueprint, self.after_request_funcs):
            response = hook(response)
        return response


def _met_by_programs(
    blueprint: str | None, bound: Mapping[Any, Sequence[Callable[..., Any]]]
) -> Iterator[Any]:
    yield from bound.get(blueprint, ()) if blueprint else ()
    for hook in bound.get(None, ()):
        if hasattr(hook, "for_programs_too"):
            yield hook
