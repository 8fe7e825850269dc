"""Badges for organisers: how many there are, batches for the printer, those made anew."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.badges import fonts
from festa.badges.console_forms import (
    KIND_WORDS,
    LAYOUT_WORDS,
    PRINTED_HERE,
    REASON_WORDS,
    BatchForm,
    ReasonForm,
)
from festa.badges.face import BadgeFace, Layout
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.badges.pdf import draw_badges
from festa.badges.printing import Batch, count_badges, note_batch
from festa.badges.service import reissue_badge
from festa.badges.workers import WORKERS, issue_missing, worker_faces, workers
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.faces import badge_faces, line_of
from festa.registrations.printing import reissued, seekers_of

bp = Blueprint("badges_console", __name__, url_prefix="/console/badges")

IN_MEMORY = 16 * 1024 * 1024  # about 5,000 badges; more go through a file without a name


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
        kinds=PRINTED_HERE,
        kind_words=KIND_WORDS,
        layout_words=LAYOUT_WORDS,
        reason_words=REASON_WORDS,
        workers=[one for kind in WORKERS for one in workers(Batch(fair.id, kind, unprinted=False))],
        reissued=anew,
        reason_form=ReasonForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/print")
@requires(Permission.ISSUE_BADGES)
def print_batch(slug: str) -> Any:
    """Draw a batch into a PDF, and note that its badges are on paper."""
    fair = _get(slug)
    form = BatchForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], form)
    batch, layout = form.batch(fair.id), form.layout.data
    ids, faces = _faces(fair, batch)
    if not ids:
        flash(_("뽑을 명찰이 없어요. 이미 뽑았다면 ‘쓸 수 있는 명찰 모두’를 골라 주세요."), "wait")
        return redirect(url_for("badges_console.index", fair=slug), 303)
    # Drawing takes seconds: the gate's scans must not wait for it, so no lock is held.
    db.session.rollback()
    file = _draw(faces, layout)
    note_batch(_get(slug), batch.kind, layout, ids, acting())
    db.session.commit()
    name = f"badges-{slug}-{batch.kind.value}-{layout.value}.pdf"
    return send_file(file, "application/pdf", as_attachment=True, download_name=name, max_age=0)


def _faces(fair: Fair, batch: Batch) -> tuple[list[int], list[BadgeFace]]:
    """The numbers of the badges and what is printed on them, as plain data."""
    if batch.kind is BadgeKind.SEEKER:
        pairs = seekers_of(batch)
        people = (registration.seeker_id for registration, _badge in pairs)
        looked_at("console.badges", people, acting(), fair_id=fair.id)
        return [badge.id for _registration, badge in pairs], list(badge_faces(pairs))
    found = workers(batch)
    return [one.badge.id for one in found], list(worker_faces(fair, line_of(fair), found))


def _draw(faces: Iterable[BadgeFace], layout: Layout) -> Any:
    fonts.register(current_app.config["PDF_FONTS"])
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it was sent
    draw_badges(faces, layout, cast(Any, file))
    file.seek(0)
    return file


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
    """Make the badge of a worker anew; a seeker's is made anew on their own page."""
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
