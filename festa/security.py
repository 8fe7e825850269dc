"""Sign-in, sessions that end, and the headers of every answer."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, flash, redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.accounts.models import Account
from festa.extensions import db, login, talisman
from festa.permissions import Role
from festa.programs import for_programs_too, from_program
from festa.seekers.models import Seeker

# Nothing inline, nothing from elsewhere. The QR reader is WebAssembly, a badge preview a blob.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

A_YEAR_OF_HTTPS = "max-age=31556926; includeSubDomains"

KINDS: dict[str, type[Account] | type[Seeker]] = {"account": Account, "seeker": Seeker}


def load_person(session_name: str) -> Account | Seeker | None:
    """The person of a session; None once a new session number has ended it."""
    kind, _colon, rest = session_name.partition(":")
    identity, _colon, number = rest.partition(":")
    if kind not in KINDS or not identity.isdigit():
        return None
    person = db.session.get(KINDS[kind], int(identity))
    if not isinstance(person, Account | Seeker):
        return None
    return person if person.is_active and str(person.session_number) == number else None


def end_idle_session() -> None:
    """Sign accounts out that were left open: a borrowed tablet goes from hand to hand."""
    if not current_user.is_authenticated:
        return
    now = clock.now().timestamp()
    seen = session.get("seen_at", now)
    limit = current_app.config["IDLE_SIGN_OUT"].total_seconds()
    if current_user.role is not Role.SEEKER and now - seen > limit:
        logout_user()
        flash(_("한동안 쓰지 않아 로그아웃했어요. 다시 로그인해 주세요."), "wait")
    if now - seen > 60 or "seen_at" not in session:
        session["seen_at"] = now


def keep_private_pages_out_of_caches(response: Response) -> Response:
    """What a signed-in person saw is not shown again by the back button of a shared phone."""
    if "Cache-Control" in response.headers and not _made_for_one_reader(response):
        return response
    if current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response


def _made_for_one_reader(response: Response) -> bool:
    """Whether it is a file with badges or lists in it: for those, send_file says "no-cache",
    with which a browser may still keep them on the disk."""
    return "Content-Disposition" in response.headers and request.endpoint != "static"


@for_programs_too
def protect_programs(response: Response) -> Response:
    """Say to a program what Talisman says to a browser, as far as it means something there."""
    if from_program():
        response.headers.update(headers_for_programs(current_app))
    return response


def headers_for_programs(app: Flask) -> dict[str, str]:
    """What every answer to a program says about itself."""
    secure = {"Strict-Transport-Security": A_YEAR_OF_HTTPS}
    nosniff = {"X-Content-Type-Options": "nosniff"}
    return nosniff | (secure if app.config["SESSION_COOKIE_SECURE"] else {})


@for_programs_too
def send_programs_to_https() -> BaseResponse | None:
    """Let no token travel in the open where Festa runs behind HTTPS."""
    if not from_program() or not travels_in_the_open(current_app, request.environ):
        return None
    return redirect(request.url.replace("http://", "https://", 1))


def travels_in_the_open(app: Flask, environ: Mapping[str, Any]) -> bool:
    """Whether a request came over plain http to where Festa runs behind HTTPS."""
    if not app.config["SESSION_COOKIE_SECURE"] or app.testing:
        return False
    proxied = environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    return not proxied and environ["wsgi.url_scheme"] != "https"


def init_app(app: Flask) -> None:
    """Bind sign-in and headers to the application."""
    login.init_app(app)
    login.user_loader(load_person)
    login.login_message = None
    app.before_request(send_programs_to_https)
    app.before_request(end_idle_session)
    app.after_request(keep_private_pages_out_of_caches)
    app.after_request(protect_programs)
    talisman.init_app(
        app,
        force_https=app.config["SESSION_COOKIE_SECURE"] and not app.testing,
        strict_transport_security=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"],
        content_security_policy=POLICY,
        permissions_policy={"camera": "(self)", "microphone": "()", "geolocation": "()"},
        referrer_policy="same-origin",
    )
