"""Where the session of a person begins and ends: on every sign-in and sign-out, nowhere else."""

from collections.abc import Iterable

from flask import g, session
from flask_login import login_user, logout_user

from festa import clock
from festa.accounts.models import Account
from festa.seekers.models import Seeker

KEPT = ("language",)


def begin_session(person: Account | Seeker, keep: Iterable[str] = ()) -> None:
    """Sign the person in; of the visitor's session only the language and `keep` stay.

    Call it after the commit: a session must never name a row that was rolled back.
    """
    _clear(keep)
    session.permanent = True
    session["seen_at"] = clock.now().timestamp()
    login_user(person)
    g.pop("actor", None)


def end_session() -> None:
    """Sign out whoever is signed in, and forget everything but the language."""
    logout_user()
    _clear()
    g.pop("actor", None)


def _clear(keep: Iterable[str] = ()) -> None:
    kept = {key: session[key] for key in (*KEPT, *keep) if key in session}
    session.clear()
    session.update(kept)
