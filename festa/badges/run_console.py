"""Print runs in the console: what went on paper, again, and lanyards without a name."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from festa.audit.looks import looked_at
from festa.badges.console_forms import KIND_WORDS, LAYOUT_WORDS, RUN_WORDS, BlankForm
from festa.badges.lanyards import count_lanyards, lanyard_faces, lanyards_of, make_lanyards
from festa.badges.paper import send_badges
from festa.badges.print_models import PrintRun, Which
from festa.badges.printing import SameAgain, run_again, write_down
from festa.badges.queries import runs_of
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.faces import line_of
from festa.registrations.printing import pile_of

bp = Blueprint("runs", __name__)


@bp.get("/runs")
@requires(Permission.ISSUE_BADGES)
def index() -> Any:
    """The print runs of a fair, newest first, and lanyards for those who come without a name."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.ISSUE_BADGES, fair)
    return _index(fair, fairs, BlankForm(formdata=None))


def _index(fair: Fair, fairs: Any, form: BlankForm) -> Any:
    page = render_template(
        "badges/console_runs.html",
        fair=fair,
        fairs=fairs,
        form=form,
        runs=runs_of(fair.id, request.args.get("page", 1, type=int)),
        lanyards=count_lanyards(fair.id),
        kind_words=KIND_WORDS,
        layout_words=LAYOUT_WORDS,
        run_words=RUN_WORDS,
        blank=Which.BLANK,
    )
    return page, 422 if form.errors else 200


@bp.post("/runs/<int:run_id>/again")
@requires(Permission.ISSUE_BADGES)
def again(run_id: int) -> Any:
    """Draw a run once more: the same badges in the same order on the same paper."""
    run = db.session.get(PrintRun, run_id)
    if run is None:
        raise NotFound
    authorise(Permission.ISSUE_BADGES, run)
    if run.which is Which.BLANK:
        return _blanks_again(run)
    fair, layout = run.fair, run.layout
    pile = pile_of(fair, SameAgain(run.id, run.fair_id, run.kind))
    if not pile.ids:
        flash(_("이 인쇄의 명찰은 모두 무효가 되었어요. 다시 뽑을 것이 없어요."), "wait")
        return redirect(url_for("badges_console.runs.index", fair=fair.slug), 303)
    run_again(run, pile.ids, acting())
    looked_at("console.badges", pile.seekers_among(pile.ids), acting(), fair_id=fair.id)
    faces = list(pile.faces(set(pile.ids)))
    name = f"badges-{fair.slug}-{run.kind.value}-{layout.value}-{run_id}.pdf"
    db.session.commit()
    return send_badges(faces, layout, name)


@bp.post("/<slug>/lanyards")
@requires(Permission.ISSUE_BADGES)
def lanyards(slug: str) -> Any:
    """Make lanyards without a name and draw them."""
    fair = get_fair(slug)
    authorise(Permission.ISSUE_BADGES, fair)
    form = BlankForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], form)
    run = make_lanyards(fair, int(form.count.data or 0), form.layout.data, acting())
    return _send_blanks(run, run)


def _blanks_again(run: PrintRun) -> Any:
    first = run if run.again_of_id is None else db.session.get_one(PrintRun, run.again_of_id)
    copy = write_down(
        run.fair, run.kind, Which.BLANK, run.layout, first.count, acting(), again_of_id=first.id
    )
    return _send_blanks(first, copy)


def _send_blanks(first: PrintRun, run: PrintRun) -> Any:
    """The lanyards of the first run; those that are bound by now are somebody's, and left out."""
    fair, layout = run.fair, run.layout
    found = [one for one in lanyards_of(first.id) if one.badge_id is None]
    run.count = len(found)
    faces = list(lanyard_faces(fair, line_of(fair), found))
    name = f"lanyards-{fair.slug}-{layout.value}-{run.id}.pdf"
    db.session.commit()
    return send_badges(faces, layout, name)
