"""Registering for somebody (a call, family, a centre), and consents on a tablet handed over."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa import clock
from festa.audit.actor import ActorKind
from festa.audit.looks import looked_at
from festa.audit.service import record
from festa.consents.models import ASKED_AT_REGISTRATION, ConsentMethod
from festa.consents.queries import current_texts_of
from festa.consents.service import decide, find_standing, note_told
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.formats import in_language
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.forms import ConsentsForm
from festa.registrations.models import Registration, Via
from festa.registrations.proxy_forms import ProxyForm
from festa.registrations.proxy_models import Proxy
from festa.registrations.queries import fairs_of_season, notices
from festa.registrations.questions import Question, questions
from festa.registrations.service import register
from festa.registrations.states import GONE
from festa.registrations.words import WORDS
from festa.seekers.models import Seeker
from festa.seekers.service import keep_seeker

bp = Blueprint("proxy_desk", __name__, url_prefix="/desk")


@bp.route("/<slug>/proxy", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def proxy(slug: str) -> Any:
    """Register somebody who called or for whom somebody asks, for one fair or several."""
    here = _fair(slug)
    offered = _offered(here)
    form = ProxyForm(data={"fairs": [here.id]} if request.method == "GET" else None)
    form.fairs.choices = [(fair.id, in_language(fair.city, fair.city_en)) for fair in offered]
    asked = _asked(offered)
    if form.validate_on_submit():
        return _register(
            here, [fair for fair in offered if fair.id in (form.fairs.data or [])], form
        )
    page = render_template(
        "desk/proxy.html",
        fair=here,
        form=form,
        offered=offered,
        notices=notices(offered),
        questions=asked,
    )
    return page, 422 if form.errors else 200


@bp.route("/<slug>/people/<int:registration_id>/consents", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def tablet(slug: str, registration_id: int) -> Any:
    """The consents on a tablet in the person's own hands; nothing else is on that screen."""
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    if registration.state in GONE:  # what is said now belongs to whoever stands for them
        return redirect(url_for("desk.person", slug=slug, registration_id=registration_id), 303)
    fair, seeker = registration.fair, registration.seeker
    asked = _asked([fair])
    form = ConsentsForm()
    if form.validate_on_submit():
        _keep(seeker, [fair], [fair], set(form.granted.data or []), ConsentMethod.STAFF_TABLET)
        db.session.commit()
        return redirect(
            url_for("proxy_desk.hand_back", slug=slug, registration_id=registration_id), 303
        )
    looked_at("desk.consents", [seeker.id], acting(), fair_id=fair.id)
    return render_template(
        "desk/tablet.html",
        fair=fair,
        seeker=seeker,
        notices=notices([fair]),
        questions=asked,
    )


@bp.get("/<slug>/people/<int:registration_id>/consents/done")
@requires(Permission.WORK_AT_DESK)
def hand_back(slug: str, registration_id: int) -> str:
    """Thank the person and ask for the tablet back."""
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return render_template("desk/hand_back.html", registration=registration)


def _register(here: Fair, fairs: Sequence[Fair], form: ProxyForm) -> Response:
    seeker = keep_seeker(form.details())
    method = ConsentMethod(form.method.data)
    _keep(seeker, fairs, _offered(here), set(form.granted.data or []), method)
    made: dict[int, Registration] = {}
    for fair in sorted(fairs, key=lambda fair: fair.id):
        answer = register(fair, seeker, Via.PROXY, acting(), tell=bool(form.tell.data))
        made[fair.id] = answer.registration
        _note(answer.registration, form, method)
    db.session.commit()
    said = ", ".join(
        f"{in_language(one.fair.city, one.fair.city_en)} {WORDS[one.state]}"
        for one in made.values()
    )
    flash(_("대신 신청했어요: %(fairs)s", fairs=said), "ok")
    if here.id not in made:
        return redirect(url_for("desk.fair", slug=here.slug), 303)
    return redirect(url_for("desk.person", slug=here.slug, registration_id=made[here.id].id), 303)


def _note(registration: Registration, form: ProxyForm, method: ConsentMethod) -> None:
    by = acting()
    proxy = Proxy(
        registration_id=registration.id,
        asked_by=form.asked_by.data,
        note=form.note.data or "",
        method=method,
        made_at=clock.now(),
        made_by_id=by.id if by.kind is ActorKind.ACCOUNT else None,
    )
    db.session.add(proxy)
    db.session.flush()
    record(
        "proxy.made",
        proxy,
        by,
        seeker_id=registration.seeker_id,
        fair_id=registration.fair_id,
        asked_by=proxy.asked_by,
        method=method,
    )


def _keep(
    seeker: Seeker,
    fairs: Sequence[Fair],
    offered: Sequence[Fair],
    granted: set[int],
    method: ConsentMethod,
) -> None:
    """Keep what was told, and each answer as its own row. A box left empty never takes back an older yes.

    A box stands for one wording at all the fairs that were offered; it counts at those chosen.
    """
    for question in notices(fairs):
        for _its_fair, notice in question.rows:
            note_told(notice, seeker.id, acting())
    for question in _asked(offered):
        yes = question.text.id in granted
        for fair, text in question.rows:
            if fair not in fairs:
                continue
            if yes or find_standing(seeker.id, fair.id, text.purpose) is None:
                decide(seeker.id, text, yes, method, acting())


def _asked(fairs: Sequence[Fair]) -> list[Question]:
    """What these fairs ask, each wording once."""
    texts = current_texts_of([fair.id for fair in fairs])
    return questions(fairs, texts, ASKED_AT_REGISTRATION)


def _offered(here: Fair) -> list[Fair]:
    """This fair, and every other that takes registrations now."""
    taking, _others = fairs_of_season()
    return [here, *(fair for fair in taking if fair.id != here.id)]


def _fair(slug: str) -> Fair:
    here = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, here)
    return here
