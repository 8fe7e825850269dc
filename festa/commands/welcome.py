"""What is said to whoever starts Festa: where it is, and with whom one can sign in to the demo."""

import click
from flask_babel import gettext as _
from sqlalchemy import select

from festa import clock
from festa.demo.hosts import ORGANISER, PASSWORD, RECRUITER, STAFF
from festa.demo.people import SEEKER_NAME, SEEKER_PHONE
from festa.demo.places import LIVE_CITY, TOUR_NAME
from festa.demo.season import YEAR
from festa.extensions import db
from festa.fairs.models import Fair, Tour
from festa.fairs.queries import find_fair
from festa.formats import day
from festa.seekers.identity import show_mobile


def is_demo() -> bool:
    """Whether the one season of this database is the demo."""
    return list(db.session.scalars(select(Tour.name))) == [TOUR_NAME]


def say_sign_ins() -> None:
    """Print the sign-ins of the demo, and what to do when its today is over."""
    seeker = f"{SEEKER_NAME}  {show_mobile(SEEKER_PHONE)}"
    click.echo(_("시연용 로그인 (비밀번호 %(password)s)", password=PASSWORD))
    click.echo(f"  {ORGANISER:<24}" + _("운영사무국"))
    click.echo(f"  {STAFF:<24}" + _("현장 스태프"))
    click.echo(f"  {RECRUITER:<24}" + _("기업 채용담당"))
    click.echo(f"  {seeker}  " + _("구직자 (인증번호는 이 화면에 나와요)"))
    live = find_fair(f"{YEAR}-{LIVE_CITY}")
    if live is not None and _is_over(live):
        sentence = _(
            "시연의 ‘오늘’은 %(day)s이에요. 오늘로 새로 만들려면: festa demo --again",
            day=day(live.day),
        )
        click.echo(sentence)


def _is_over(fair: Fair) -> bool:
    return clock.now() >= fair.closes_at
