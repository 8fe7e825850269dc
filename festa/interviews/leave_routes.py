"""An owner says that the employer cannot come: what follows is shown first, then done at once."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from festa.employers.models import Participation
from festa.employers.tokens import owner_only
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.employer_pages import bp, floor_of
from festa.interviews.table_queries import preparations
from festa.interviews.trouble import Leaving, leave
from festa.permissions import Permission, acting, requires


class LeaveForm(FlaskForm):
    """How the employer leaves."""

    how = RadioField(
        _l("어떻게 할까요?"),
        [InputRequired(_l("둘 가운데 하나를 골라 주세요."))],
        choices=[
            (Leaving.KEEP_POSTINGS, _l("현장 면접만 취소하고 공고는 남기기")),
            (Leaving.WITHDRAW, _l("참가를 모두 취소하기")),
        ],
    )


@bp.route("/<int:participation_id>/leave", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def leave_hall(participation_id: int) -> Any:
    """Leave the hall or the fair; everybody who had an interview is told."""
    participation = floor_of(participation_id)
    owner_only(current_user, participation.employer)
    form = LeaveForm()
    if form.validate_on_submit():
        try:
            ended = leave(participation, Leaving(form.how.data), acting())
        except Refused as refused:
            db.session.rollback()
            flash(str(refused.sentence), "stop")
            return _page(participation, form), 409
        db.session.commit()
        flash(_said(ended), "ok")
        address = url_for("employer_side.participation", participation_id=participation.id)
        return redirect(address, 303)
    return _page(participation, form), 422 if form.errors else 200


def _page(participation: Participation, form: LeaveForm) -> str:
    prepared = preparations([participation])[participation.id]
    return render_template(
        "interviews/leave.html", participation=participation, form=form, bookings=prepared.bookings
    )


def _said(ended: int) -> str:
    if not ended:
        return _("현장 면접을 취소했어요. 예약된 면접은 없었어요.")
    return ngettext(
        "면접 %(num)s건을 취소하고 지원자에게 문자로 알렸어요.",
        "면접 %(num)s건을 취소하고 지원자에게 문자로 알렸어요.",
        ended,
    )
