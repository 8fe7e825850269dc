"""Badges for organisers: how many there are, batches for the printer, those made anew."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.badges import guest_console, run_console
from festa.badges.console_forms import (
    ASKED_REASONS,
    KIND_WORDS,
    REASON_WORDS,
    BatchForm,
    ReasonForm,
)
from festa.badges.lanyards import count_lanyards
from festa.badges.models import Badge, BadgeState
from festa.badges.paper import send_badges
from festa.badges.print_models import Which
from festa.badges.printing import Batch, count_badges, open_run
from festa.badges.service import reissue_badge
from festa.badges.workers import WORKERS, issue_missing, workers
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.paper import pack_console
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.printing import pile_of, reissued

bp = Blueprint("badges_console", __name__, url_prefix="/console/badges")
bp.register_blueprint(run_console.bp)
bp.register_blueprint(guest_console.bp)
bp.register_blueprint(pack_console.bp)


def _get(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.ISSUE_BADGES, fair)
    return fair


@bp.get("")
@requires(Permission.ISSUE_BADGES)
def index() -> Any:
    """The badges of a fair: numbers, printing, workers, those made anew."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.ISSUE_BADGES, fair)
    return _index(fair, fairs, BatchForm(formdata=None))


def _index(fair: Fair, fairs: Any, form: BatchForm) -> Any:
    anew = reissued(fair.id)
    seen = (one.seeker_id for one in anew if one.seeker_id is not None)
    looked_at("console.badges", seen, acting(), fair_id=fair.id)
    page = render_template(
        "badges/console_index.html",
        fair=fair,
        fairs=fairs,
        form=form,
        counts=count_badges(fair.id),
        kind_words=KIND_WORDS,
        reason_words=REASON_WORDS,
        asked_reasons=ASKED_REASONS,
        lanyards=count_lanyards(fair.id),
        workers=[
            one
            for kind in WORKERS
            for one in workers(Batch(fair.id, kind, Which.ALL))
            if one.badge.account_id is not None
        ],
        reissued=anew,
        reason_form=ReasonForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/print")
@requires(Permission.ISSUE_BADGES)
def print_batch(slug: str) -> Any:
    """Claim a batch for a run of its own, then draw it into a PDF."""
    fair = _get(slug)
    form = BatchForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], form)
    batch, layout = form.batch(fair.id), form.layout.data
    pile = pile_of(fair, batch)
    opened = open_run(fair, batch, layout, pile.ids, acting())
    if opened is None:
        flash(_("뽑을 명찰이 없어요. 이미 뽑았다면 ‘쓸 수 있는 명찰 모두’를 골라 주세요."), "wait")
        return redirect(url_for("badges_console.index", fair=slug), 303)
    _run, ids = opened
    looked_at("console.badges", pile.seekers_among(ids), acting(), fair_id=fair.id)
    faces = list(pile.faces(set(ids)))
    # Drawing takes seconds: the gate's scans must not wait for it, so no lock is held. What
    # fails from here on is printed again from the list of runs.
    name = f"badges-{slug}-{batch.kind.value}-{layout.value}.pdf"
    db.session.commit()
    return send_badges(faces, layout, name)


@bp.post("/<slug>/workers")
@requires(Permission.ISSUE_BADGES)
def issue_workers(slug: str) -> Response:
    """Issue the badges that staff and recruiters of the fair still lack."""
    fair = _get(slug)
    issued = issue_missing(fair, acting())
    db.session.commit()
    if issued:
        said = ngettext(
            "명찰 %(num)s개를 새로 만들었어요.", "명찰 %(num)s개를 새로 만들었어요.", issued
        )
        flash(said, "ok")
    else:
        flash(_("스태프와 채용담당 모두 명찰이 있어요."), "info")
    return redirect(url_for("badges_console.index", fair=slug), 303)


@bp.post("/<int:badge_id>/reissue")
@requires(Permission.ISSUE_BADGES)
def reissue(badge_id: int) -> Response:
    """Make the badge of a worker anew; seekers' and guests' are made anew on pages of their own."""
    badge = db.session.get(Badge, badge_id)
    if badge is None or badge.account_id is None:
        raise NotFound
    authorise(Permission.ISSUE_BADGES, badge)
    form = ReasonForm()
    if badge.state is not BadgeState.ACTIVE or not form.validate_on_submit():
        raise Refused(_("이미 끝난 명찰이에요. 화면을 새로 고쳐 새 명찰을 확인해 주세요."))
    reissue_badge(badge, form.reason.data, acting())
    db.session.commit()
    flash(_("새 명찰을 만들었어요. 이전 명찰로는 들어올 수 없어요."), "ok")
    fair = db.session.get_one(Fair, badge.fair_id)
    return redirect(url_for("badges_console.index", fair=fair.slug), 303)
