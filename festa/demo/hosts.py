"""Who works in the demo: organisers, staff at the gates, and the recruiter of one employer."""

from dataclasses import dataclass

from festa.accounts.models import Account, StaffDuty
from festa.accounts.queries import find_account
from festa.accounts.service import assign_staff, make_account
from festa.audit.actor import SYSTEM, Actor
from festa.demo.people import People
from festa.demo.season import ROADS
from festa.demo.stage import Stage
from festa.fairs.lifecycle import FairState
from festa.permissions import Role

PASSWORD = "festa-2026-demo"  # noqa: S105 - printed for whoever tries the demo
ORGANISER, STAFF, RECRUITER = (
    "organiser@example.com",
    "staff@example.com",
    "recruiter@example.com",
)
GATE_STAFF = 5


@dataclass(frozen=True)
class Team:
    """Those with a sign-in, and the staff of the gates."""

    organiser: Account
    staff: Account
    recruiter: Account
    helpers: list[Account]


def make_team(names: People) -> Team:
    """The accounts that are printed, and helpers who cannot sign in until they are invited."""
    return Team(
        organiser=_account(ORGANISER, names.name(), Role.ORGANISER, PASSWORD),
        staff=_account(STAFF, names.name(), Role.STAFF, PASSWORD),
        recruiter=_account(RECRUITER, names.name(), Role.RECRUITER, PASSWORD),
        helpers=[
            _account(f"staff{number}@example.com", names.name(), Role.STAFF, None)
            for number in range(2, GATE_STAFF + 2)
        ],
    )


def _account(email: str, name: str, role: Role, password: str | None) -> Account:
    """The account with this address: one that stood there before stays as it is."""
    return find_account(email) or make_account(email, name, role, password, SYSTEM)


def assign_team(team: Team, stages: list[Stage], by: Actor) -> None:
    """The staff of the live fair, of those to come, and of the one that is over."""
    for stage in stages:
        assign_staff(team.staff, stage.fair, StaffDuty.SUPERVISOR, by)
        if FairState.LIVE in ROADS[stage.place.key]:
            for number, helper in enumerate(team.helpers):
                duty = StaffDuty.DESK if number == 0 else StaffDuty.GATE
                assign_staff(helper, stage.fair, duty, by)


def actors(team: Team) -> tuple[Actor, list[Actor], Actor]:
    """Organiser, staff and recruiter as the log names them, each at an address of the demo."""
    organiser = team.organiser.as_actor().seen_from("198.51.100.10")
    staff = [
        account.as_actor().seen_from(f"198.51.100.{20 + number}")
        for number, account in enumerate([team.staff, *team.helpers])
    ]
    return organiser, staff, team.recruiter.as_actor().seen_from("203.0.113.10")
