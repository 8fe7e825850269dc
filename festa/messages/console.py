"""The outbox for organisers: what left, what waits, what failed; sending again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from festa import clock
from festa.audit.looks import looked_at
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import in_language
from festa.messages.channels import masked
from festa.messages.models import MessageState
from festa.messages.queries import count_by_state, get_message, outbox
from festa.messages.retry import retry, retry_all
from festa.messages.words import ATTEMPTS, CHANNELS, PILLS, TEMPLATES, WORDS, problem_word
from festa.paging import asked_page
from festa.permissions import Permission, acting, requires

bp = Blueprint("messages_console", __name__, url_prefix="/console/messages")


@bp.get("")
@requires(Permission.RUN_SEASON)
def index() -> str:
    """The messages in one state, or all; recipients are masked."""
    fairs = db.session.scalars(select(Fair).order_by(Fair.day)).all()
    state = _state(request.args.get("state"))
    chosen = next((fair for fair in fairs if fair.slug == request.args.get("fair")), None)
    page = outbox(state, chosen.id if chosen else None, asked_page())
    looked_at(
        "console.messages",
        (message.seeker_id for message in page.items if message.seeker_id is not None),
        acting(),
        fair_id=chosen.id if chosen else None,
    )
    return render_template(
        "messages/index.html",
        page=page,
        state=state,
        counts=count_by_state(),
        now=clock.now(),
        masked=masked,
        fair=chosen,
        fairs=fairs,
        fair_names={fair.id: in_language(fair.city, fair.city_en) for fair in fairs},
        MessageState=MessageState,
        words=WORDS,
        pills=PILLS,
        channels=CHANNELS,
        templates=TEMPLATES,
        problem=problem_word,
    )


def _state(name: str | None) -> MessageState | None:
    return MessageState(name) if name in set(MessageState) else None


@bp.get("/<int:message_id>")
@requires(Permission.RUN_SEASON)
def show(message_id: int) -> str:
    """One message with every attempt to send it, and what was answered."""
    message = get_message(message_id)
    if message.seeker_id is not None:
        looked_at("console.message", [message.seeker_id], acting(), fair_id=message.fair_id)
    return render_template(
        "messages/show.html",
        message=message,
        fair=db.session.get(Fair, message.fair_id) if message.fair_id else None,
        masked=masked,
        pills=PILLS,
        attempts=ATTEMPTS,
        channels=CHANNELS,
        templates=TEMPLATES,
        problem=problem_word,
    )


@bp.post("/retry")
@requires(Permission.RUN_SEASON)
def send_all_again() -> Response:
    """Put every failed message, of one fair or of all, back into the line."""
    slug = request.form.get("fair")
    fair = db.session.scalar(select(Fair).where(Fair.slug == slug)) if slug else None
    count = retry_all(fair.id if fair else None, acting())
    db.session.commit()
    if count:
        sentence = _(
            "%(count)s건을 다시 보내요. 잠시 뒤 새로 고쳐 결과를 확인해 주세요.", count=count
        )
        flash(sentence, "info")
    else:
        sentence = _(
            "다시 보낼 수 있는 메시지가 없어요. 인증번호와 내용을 지운 것은 보내지 않아요."
        )
        flash(sentence, "wait")
    return redirect(url_for(".index", fair=slug or None), 303)


@bp.post("/<int:message_id>/retry")
@requires(Permission.RUN_SEASON)
def send_again(message_id: int) -> Response:
    """Put a failed message back into the line."""
    message = get_message(message_id)
    back: Any = redirect(url_for(".index", state=MessageState.FAILED.value), 303)
    try:
        retry(message, acting())
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "stop")
        return back
    db.session.commit()
    flash(_("다시 보내고 있어요. 잠시 뒤 새로 고쳐 결과를 확인해 주세요."), "info")
    return back
