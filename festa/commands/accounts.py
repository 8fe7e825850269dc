"""`festa account`: make accounts and set passwords, as on a server without anybody in it yet."""

import sys

import click
from flask_babel import gettext as _

from festa.accounts.models import StaffDuty
from festa.accounts.queries import find_account
from festa.accounts.service import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    assign_staff,
    make_account,
    set_password,
)
from festa.audit.actor import SYSTEM
from festa.commands.terminal import Halt, in_app
from festa.employers.business_number import NumberProblem, parse_business_number
from festa.employers.models import Employer, RecruiterRole
from festa.employers.service import find_employer, make_recruiter
from festa.extensions import db
from festa.fairs.queries import find_fair
from festa.permissions import Role
from festa.seekers.identity import IdentityProblem, parse_email

ROLES = (Role.ORGANISER, Role.STAFF, Role.RECRUITER)


@click.group()
def account() -> None:
    """Make accounts and set passwords."""


@account.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in ROLES]))
@click.option("--fair", "slugs", multiple=True, help="Where somebody is staff; may be repeated.")
@click.option("--employer", help="For whom somebody recruits: a business registration number.")
@in_app
def make(email: str, name: str, role: str, slugs: tuple[str, ...], employer: str | None) -> None:
    """Make an account. The password is asked for, or read from standard input."""
    address = parse_email(email)
    if isinstance(address, IdentityProblem):
        raise Halt(_("이메일 주소를 읽을 수 없어요. name@example.com처럼 적어 주세요."))
    password = _password()
    if role == Role.RECRUITER:
        owner = RecruiterRole.OWNER
        make_recruiter(_employer(employer), address, name, password, SYSTEM, owner)
    else:
        made = make_account(address, name, Role(role), password, SYSTEM)
        for slug in slugs:
            fair = find_fair(slug)
            if fair is None:
                raise Halt(
                    _(
                        "‘%(slug)s’ 박람회가 없어요. ‘festa fairs’로 이름을 확인해 주세요.",
                        slug=slug,
                    )
                )
            assign_staff(made, fair, StaffDuty.GATE, SYSTEM)
    db.session.commit()
    click.echo(_("%(email)s 계정을 만들었어요.", email=address))


@account.command()
@click.argument("email")
@in_app
def password(email: str) -> None:
    """Set a new password, which ends every session of the account."""
    found = find_account(email)
    if found is None:
        raise Halt(_("%(email)s 계정이 없어요.", email=email))
    set_password(found, _password(), SYSTEM)
    db.session.commit()
    click.echo(_("%(email)s 비밀번호를 바꿨어요.", email=found.email))


def _password() -> str:
    """A password typed twice unseen, or the first line of standard input."""
    if sys.stdin.isatty():
        typed = click.prompt(_("비밀번호"), hide_input=True, confirmation_prompt=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if len(typed) < SHORTEST_PASSWORD:
        raise Halt(_("비밀번호를 %(length)s자 이상으로 정해 주세요.", length=SHORTEST_PASSWORD))
    if len(typed) > LONGEST_PASSWORD:
        raise Halt(_("비밀번호를 %(length)s자 이하로 정해 주세요.", length=LONGEST_PASSWORD))
    return str(typed)


def _employer(number: str | None) -> Employer:
    digits = parse_business_number(number)
    employer = None if isinstance(digits, NumberProblem) else find_employer(digits)
    if employer is None:
        raise Halt(_("이 사업자등록번호의 기업이 없어요(--employer). 먼저 기업을 등록해 주세요."))
    return employer
