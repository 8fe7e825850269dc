"""What people thought, for organisers: averages, counts, words, and the file."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from festa import clock
from festa.audit.service import record
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.queries import get_fair
from festa.formats import in_language, moment
from festa.permissions import Permission, acting, authorise, requires
from festa.reports.workbook import XLSX, Sheet, write_workbook
from festa.surveys.queries import answers_of, by_via, counts_of, results_of, words_about
from festa.surveys.words import POINTS, QUESTIONS, SHORT, VIA_WORDS

bp = Blueprint("surveys_console", __name__, url_prefix="/console/surveys")


@bp.get("")
@requires(Permission.RUN_SEASON)
def index() -> Any:
    """The answers of the season's fairs side by side, and those of one fair in full."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.RUN_SEASON, fair)
    return render_template(
        "surveys/console.html",
        fair=fair,
        fairs=fairs,
        results=results_of([one.id for one in fairs]),
        counts=counts_of(fair.id),
        via=by_via(fair.id),
        words=words_about(fair.id),
        QUESTIONS=QUESTIONS,
        SHORT=SHORT,
        POINTS=POINTS,
        VIA_WORDS=VIA_WORDS,
    )


@bp.post("/<slug>.xlsx")
@requires(Permission.RUN_SEASON)
def download(slug: str) -> Any:
    """Every answer of a fair as a workbook, without a name or a number that leads to one."""
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    city = in_language(fair.city, fair.city_en)
    above = _("%(city)s 설문 · %(when)s 기준", city=city, when=moment(clock.now()))
    answers = answers_of([fair.id])
    rows = [
        [VIA_WORDS[one.via], *(getattr(one, name) for name in QUESTIONS), one.words]
        for one in answers
    ]
    means = results_of([fair.id]).get(fair.id, {})
    averages = [
        [QUESTIONS[name], str(means[name].mean or "–"), means[name].count]
        for name in QUESTIONS
        if means
    ]
    file = write_workbook(
        [
            Sheet(_("평균"), above, [_("질문"), _("평균"), _("답한 사람")], averages),
            Sheet(_("답"), above, [_("방법"), *SHORT.values(), _("하고 싶은 말씀")], rows),
        ]
    )
    record("export.survey", fair, acting(), fair_id=fair.id, rows=len(rows))
    db.session.commit()
    return send_file(file, XLSX, as_attachment=True, download_name=f"{slug}-survey.xlsx")
