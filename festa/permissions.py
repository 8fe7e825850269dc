"""What may be done, by which role, to which thing; and the decorators that say so on a route."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.actor import Actor
from festa.errors import NotAllowed, NotFound

P = ParamSpec("P")
R = TypeVar("R")


class Role(StrEnum):
    """Who somebody is to Festa."""

    ORGANISER = "organiser"
    STAFF = "staff"
    RECRUITER = "recruiter"
    SEEKER = "seeker"


class Permission(StrEnum):
    """One thing that may be done. A route names one of these, or says that it is public."""

    RUN_SEASON = "run_season"
    MANAGE_EMPLOYERS = "manage_employers"
    MANAGE_REGISTRATIONS = "manage_registrations"
    ISSUE_BADGES = "issue_badges"
    SCAN_BADGES = "scan_badges"
    WORK_AT_DESK = "work_at_desk"
    SETTLE_CONFLICTS = "settle_conflicts"
    SEE_FAIR = "see_fair"
    READ_AUDIT = "read_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    RECRUIT = "recruit"
    OWN_PAGE = "own_page"
    OWN_ACCOUNT = "own_account"


ROLES: dict[Role, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(Permission) - {Permission.OWN_PAGE, Permission.RECRUIT},
    Role.STAFF: frozenset(
        {
            Permission.SCAN_BADGES,
            Permission.WORK_AT_DESK,
            Permission.SETTLE_CONFLICTS,
            Permission.SEE_FAIR,
            Permission.OWN_ACCOUNT,
        }
    ),
    Role.RECRUITER: frozenset({Permission.RECRUIT, Permission.OWN_ACCOUNT}),
    Role.SEEKER: frozenset({Permission.OWN_PAGE}),
}


@dataclass(frozen=True)
class Scope:
    """Whose a thing is: the fair, employer or seeker that it belongs to."""

    fair_id: int | None = None
    employer_id: int | None = None
    seeker_id: int | None = None


class Scoped(Protocol):
    """Anything that says whose it is."""

    @property
    def scope(self) -> Scope:
        """The owner of the thing."""
        ...


class Person(Protocol):
    """Whoever is signed in: an account or a seeker."""

    role: Role

    def reaches(self, scope: Scope) -> bool:
        """Whether the thing of that scope is within this person's reach."""
        ...

    def as_actor(self) -> Actor:
        """The name under which the audit log knows this person."""
        ...


def may(person: Any, permission: Permission, thing: Scoped | None = None) -> bool:
    """Whether the person may do this, to this thing when one is given."""
    if not getattr(person, "is_authenticated", False):
        return False
    if permission not in ROLES[person.role]:
        return False
    return thing is None or person.reaches(thing.scope)


def authorise(permission: Permission, thing: Scoped) -> None:
    """Stop the request unless the signed-in person may do this to the thing that was loaded.

    What lies outside somebody's reach does not exist for them: 404, not 403, so that
    numbers in addresses tell nothing about other people's data.
    """
    if not may(current_user, permission):
        raise NotAllowed
    if not may(current_user, permission, thing):
        raise NotFound


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a route that anybody may open."""
    view.access_rule = "public"  # type: ignore[attr-defined]
    return view


def requires(
    permission: Permission, *others: Permission
) -> Callable[[Callable[P, R]], Callable[P, R | BaseResponse]]:
    """Let only those in who may do this; send the others to sign in, or away with a sentence.

    With `others`, those who may do one of them are let in as well: the view authorises the
    thing that it loads with the permission that fits whoever asks.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
            if not current_user.is_authenticated:
                return redirect(sign_in_address(permission))
            if not any(may(current_user, one) for one in (permission, *others)):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded.access_rule = permission  # type: ignore[attr-defined]
        guarded.other_rules = others  # type: ignore[attr-defined]
        return guarded

    return decorate


def sign_in_address(permission: Permission) -> str:
    """Where somebody signs in for this: seekers by phone, everybody else by e-mail."""
    endpoint = "seekers.sign_in" if permission is Permission.OWN_PAGE else "accounts.sign_in"
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return url_for(endpoint, next=here)


def acting() -> Actor:
    """The signed-in person as the audit log will name them, with the address they came from."""
    if "actor" not in g:
        known = current_user.is_authenticated
        person = current_user.as_actor() if known else Actor.visitor(_("방문자"))
        g.actor = person.seen_from(request.remote_addr)
    actor: Actor = g.actor
    return actor
