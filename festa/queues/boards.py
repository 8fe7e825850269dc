"""The boards: who is called where, in a hall and before one booth. Masked names, open to all."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from festa.employers.models import Mode, Participation
from festa.employers.side_queries import get_participation
from festa.errors import NotFound
from festa.extensions import limiter
from festa.fairs.models import Fair
from festa.fairs.queries import get_public_fair
from festa.interviews.booking import day_has_come
from festa.permissions import public
from festa.queues.polling import if_changed
from festa.queues.queries import BoardTable, board, board_rules, board_version
from festa.queues.words import booked_words


@dataclass(frozen=True)
class Shown:
    """One table of a board: where it is, and what a voice says when it calls."""

    row: BoardTable
    where: str
    say: str


bp = Blueprint("boards", __name__, url_prefix="/board")

# A screen asks every few seconds, and a hall's screens share one address.
OFTEN = limiter.limit("600 per minute")


@bp.get("/<slug>")
@OFTEN
@public
def hall(slug: str) -> str:
    """Every table of a fair: the numbers that are called, in a talk, and next."""
    return _page(get_public_fair(slug), None)


@bp.get("/<slug>/now")
@OFTEN
@public
def hall_now(slug: str) -> Response:
    """The part of the hall's board that changes."""
    return _now(get_public_fair(slug), None)


@bp.get("/<slug>/<int:participation_id>")
@OFTEN
@public
def booth(slug: str, participation_id: int) -> str:
    """The tables of one employer, for the screen before its booth."""
    fair = get_public_fair(slug)
    return _page(fair, _part(fair, participation_id))


@bp.get("/<slug>/<int:participation_id>/now")
@OFTEN
@public
def booth_now(slug: str, participation_id: int) -> Response:
    """The part of a booth's board that changes."""
    fair = get_public_fair(slug)
    return _now(fair, _part(fair, participation_id))


def _part(fair: Fair, participation_id: int) -> Participation:
    participation = get_participation(participation_id)
    here = participation.fair_id == fair.id and participation.mode is Mode.ONSITE
    if not here or not participation.takes_part:
        raise NotFound
    return participation


def _page(fair: Fair, participation: Participation | None) -> str:
    if participation is None:
        watch = url_for("boards.hall_now", slug=fair.slug)
    else:
        watch = url_for("boards.booth_now", slug=fair.slug, participation_id=participation.id)
    return render_template(
        "queues/board.html",
        fair=fair,
        participation=participation,
        opened=day_has_come(fair),
        tables=_tables(fair, participation),
        booked_words=booked_words(board_rules(fair, participation)),
        watch=watch,
    )


def _now(fair: Fair, participation: Participation | None) -> Response:
    """Only what a board shows; 304 while nothing of the fair has changed."""
    version = f"{board_version(fair)}-{participation.id if participation else 'hall'}-{fair.state}"
    return if_changed(
        version,
        lambda: render_template(
            "queues/_board.html",
            fair=fair,
            participation=participation,
            tables=_tables(fair, participation),
        ),
    )


def _tables(fair: Fair, participation: Participation | None) -> list[Shown]:
    """The rows of a board, nobody's before the day; with what a voice says of each call."""
    if not day_has_come(fair):
        return []
    return [Shown(one, where(one), _say(one)) for one in board(fair, participation)]


def where(one: BoardTable) -> str:
    """부스 12 · 1번 테이블."""
    return f"{_('부스 %(number)s', number=one.booth)} · {one.label}" if one.booth else one.label


def _say(one: BoardTable) -> str:
    if one.calling is None:
        return ""
    number = one.calling.number
    return _("%(number)s번, %(where)s 앞으로 와 주세요.", number=number, where=where(one))
