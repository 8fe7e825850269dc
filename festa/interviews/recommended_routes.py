"""A seeker answers a consultant's recommendation: yes with the consent that names the employer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from festa.consents.models import Purpose
from festa.consents.queries import current_texts
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.interviews.recommendation_models import Recommendation, RecommendationState
from festa.interviews.recommendations import agree, turn_down
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("recommended", __name__, url_prefix="/my")


@bp.route("/recommendations/<int:recommendation_id>", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def answer(recommendation_id: int) -> Any:
    """What is recommended, what the employer would receive, and the two answers."""
    recommendation = db.session.get(Recommendation, recommendation_id)
    if recommendation is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, recommendation)
    registration, job = recommendation.registration, recommendation.job
    text = current_texts(registration.fair_id).get(Purpose.THIRD_PARTY)
    sentence: Any = None
    said = request.form.get("answer")
    if said in ("yes", "no") and text is not None:
        try:
            if said == "yes":
                agree(recommendation, text, acting())
            else:
                turn_down(recommendation, acting())
            db.session.commit()
            name = job.participation.employer.name
            flash(
                _("%(employer)s에 추천과 함께 지원했어요.", employer=name)
                if said == "yes"
                else _("추천을 사양했어요. 기업에는 아무것도 알리지 않았어요."),
                "ok",
            )
            return redirect(url_for("seekers.my_page"), 303)
        except Refused as refused:
            db.session.rollback()
            sentence = refused.sentence
    page = render_template(
        "interviews/recommended.html",
        recommendation=recommendation,
        job=job,
        fair=registration.fair,
        waits=recommendation.state is RecommendationState.ASKED,
        text=text,
        sentence=sentence,
    )
    return page, 409 if sentence else 200
