"""Consultants recommend somebody who sits before them for a job of the fair."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from festa.audit.looks import looked_at
from festa.employers.forms import no_resident_number, on_one_line
from festa.errors import NotAllowed, Refused
from festa.extensions import db
from festa.interviews.recommendation_models import LONGEST_SENTENCE
from festa.interviews.recommendations import (
    RecommendationRefusal,
    consults,
    jobs_to_recommend,
    recommend,
    recommendations_about,
)
from festa.interviews.seeker_words import RECOMMENDATION_PILLS
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at

bp = Blueprint("recommend_desk", __name__, url_prefix="/desk")


class RecommendForm(FlaskForm):
    """For which job, and why."""

    job = SelectField(
        _l("어느 공고에 추천할까요?"), [InputRequired(_l("공고를 골라 주세요."))], coerce=int
    )
    sentence = StringField(
        _l("추천하는 말"),
        [
            InputRequired(_l("왜 추천하는지 한 문장으로 적어 주세요.")),
            Length(max=LONGEST_SENTENCE, message=_l("200자 안으로 적어 주세요.")),
            no_resident_number,
        ],
        description=_l(
            "본인이 먼저 읽고, 동의하면 기업이 읽어요. 나이·외모·가족·건강 이야기는 적지 말아 주세요."
        ),
        filters=[on_one_line],
    )


@bp.route("/<slug>/people/<int:registration_id>/recommend", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def index(slug: str, registration_id: int) -> Any:
    """Recommend this person, who is asked first; what was recommended before with the answers."""
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    fair = registration.fair
    if not consults(current_user._get_current_object(), fair):
        raise NotAllowed
    jobs = {job.id: job for job in jobs_to_recommend(fair)}
    form, status = RecommendForm(), 422
    form.job.choices = [
        (job.id, f"{job.participation.employer.name} · {job.title}") for job in jobs.values()
    ]
    if form.validate_on_submit():
        try:
            recommend(registration, jobs[form.job.data], form.sentence.data or "", acting())
            db.session.commit()
            flash(_("본인에게 문자로 물어봤어요. 동의하면 기업에 추천과 함께 전해져요."), "ok")
            here = url_for(".index", slug=fair.slug, registration_id=registration_id)
            return redirect(here, 303)
        except Refused as refused:
            db.session.rollback()
            at_fault = (
                form.sentence if refused.reason is RecommendationRefusal.WORDING else form.job
            )
            at_fault.errors, status = [refused.sentence], 409
    looked_at("desk.recommend", [registration.seeker_id], acting(), fair_id=fair.id)
    page = render_template(
        "interviews/recommend.html",
        fair=fair,
        registration=registration,
        form=form,
        jobs=jobs,
        made=recommendations_about(registration),
        pills=RECOMMENDATION_PILLS,
    )
    return page, status if form.errors else 200
