"""Badges on paper: a seeker's own, or a print by those who work at the fair."""

from io import BytesIO

from flask import Blueprint, Response, abort, current_app, redirect, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.looks import looked_at
from festa.badges import fonts
from festa.badges.face import Layout
from festa.badges.models import Badge
from festa.badges.pdf import draw_one
from festa.badges.queries import active_badge
from festa.badges.service import print_badge
from festa.errors import NotFound
from festa.extensions import db
from festa.permissions import Permission, Role, acting, authorise, requires
from festa.registrations.desk_forms import PrintForm
from festa.registrations.faces import badge_face
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration

bp = Blueprint("badges", __name__, url_prefix="/badges")


@bp.get("/<int:registration_id>.pdf")
@requires(Permission.OWN_PAGE, Permission.WORK_AT_DESK)
def pdf(registration_id: int) -> Response:
    """The badge as PDF, on the paper that ?layout= names (a6 unless said).

    Seekers keep the file; whoever works at the fair sees it at once, to print it.
    """
    layout = _layout()
    registration, badge = _reach(registration_id)
    own = current_user.role is Role.SEEKER
    if not own:
        looked_at("badges.pdf", [registration.seeker_id], acting(), fair_id=registration.fair_id)
    fonts.register(current_app.config["PDF_FONTS"])
    drawn = draw_one(badge_face(registration, badge), layout)
    return send_file(
        BytesIO(drawn),
        mimetype="application/pdf",
        download_name=f"badge-{registration.fair.slug}-{badge.short_code}.pdf",
        as_attachment=own,
        max_age=0,
    )


@bp.post("/<int:registration_id>/prints")
@requires(Permission.WORK_AT_DESK)
def note_print(registration_id: int) -> BaseResponse:
    """Note that staff put the badge on paper, once more with a reason, and show what to print."""
    layout = _layout()
    _registration, badge = _reach(registration_id)
    print_badge(badge, PrintForm(prefix="print-").reason.data, acting())
    db.session.commit()
    address = url_for("badges.pdf", registration_id=registration_id, layout=layout.value)
    return redirect(address, 303)


def _reach(registration_id: int) -> tuple[Registration, Badge]:
    """The registration within reach of whoever asks, and its badge; NotFound without one."""
    registration = find_registration(registration_id)
    if registration is None:
        raise NotFound
    own = current_user.role is Role.SEEKER
    authorise(Permission.OWN_PAGE if own else Permission.WORK_AT_DESK, registration)
    badge = active_badge(registration_id)
    if badge is None:
        raise NotFound(
            _("지금 쓸 수 있는 명찰이 없어요. 대기 중이거나 취소된 신청에는 명찰이 나오지 않아요.")
        )
    return registration, badge


def _layout() -> Layout:
    asked = request.values.get("layout", Layout.A6.value)
    if asked not in set(Layout):
        abort(404)
    return Layout(asked)
