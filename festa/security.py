"""Sign-in, sessions that end, and the headers of every answer."""

from flask import Flask, Response, current_app, flash, request, session
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from festa import clock
from festa.accounts.models import Account
from festa.extensions import db, login, talisman
from festa.permissions import Role
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
    if _by_token() or not current_user.is_authenticated:
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
    if "Cache-Control" in response.headers or _by_token():
        return response
    if current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response


def _by_token() -> bool:
    """Whether this request is a program's: those bring a token and have no session."""
    return request.path.startswith("/api/")


def init_app(app: Flask) -> None:
    """Bind sign-in and headers to the application."""
    login.init_app(app)
    login.user_loader(load_person)
    login.login_message = None
    app.before_request(end_idle_session)
    app.after_request(keep_private_pages_out_of_caches)
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
