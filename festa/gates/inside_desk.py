"""Who is in the hall now, for the desk and for organisers; and the list to count them by."""

from tempfile import SpooledTemporaryFile
from typing import Any, cast

from flask import Blueprint, current_app, render_template, send_file
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from festa import clock
from festa.audit.looks import looked_at
from festa.audit.service import record
from festa.badges import fonts
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.formats import in_language, moment
from festa.gates.inside_forms import InsideForm, RollForm
from festa.gates.inside_queries import others_inside, page_of_inside, seekers_inside
from festa.gates.queries import occupancy
from festa.gates.roll import Roll, draw_roll
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, may, requires

bp = Blueprint("inside", __name__, url_prefix="/desk/<slug>/inside")

IN_MEMORY = 4 * 1024 * 1024


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, fair)
    return fair


@bp.route("", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def index(slug: str) -> Any:
    """Who is in the hall; what is searched for is posted, so that no address keeps a name."""
    fair, form = _fair(slug), InsideForm()
    valid = not form.is_submitted() or form.validate()
    words = (form.words.data or "") if form.is_submitted() and valid else ""
    page = page_of_inside(fair.id, words, asked_page())
    people = (one.registration.seeker_id for one in page.items)
    looked_at("desk.inside", people, acting(), fair_id=fair.id)
    shown = render_template(
        "desk/inside.html",
        fair=fair,
        form=form,
        page=page,
        words=words,
        roll_form=RollForm(fair.halls),
        inside=occupancy(fair.id, None).inside,
        now=clock.now(),
        runs=may(current_user, Permission.RUN_SEASON),
    )
    return shown, 200 if valid else 422


@bp.post("/print")
@requires(Permission.WORK_AT_DESK)
def print_list(slug: str) -> Any:
    """The list for counting everybody after the hall was cleared, as PDF."""
    fair = _fair(slug)
    form = RollForm(fair.halls)
    hall_id = form.hall_id.data if form.validate() else 0
    hall = next((hall for hall in fair.halls if hall.id == hall_id), None)
    seekers = seekers_inside(fair.id, hall.id if hall else None)
    others = others_inside(fair.id, hall.id if hall else None)
    seen = [one.seeker_id for one in seekers if one.seeker_id is not None]
    looked_at("export.evacuation", seen, acting(), fair_id=fair.id)
    roll = Roll(
        title=_("대피 인원 확인 명단 · %(city)s", city=in_language(fair.city, fair.city_en)),
        printed=_(
            "%(when)s 출력 · %(name)s · %(hall)s",
            when=moment(clock.now()),
            name=current_user.name,
            hall=hall.name if hall else _("모든 홀"),
        ),
        sections=[
            (ngettext("참가자 %(num)s명", "참가자 %(num)s명", len(seekers)), seekers),
            (
                ngettext(
                    "명찰을 찍고 들어온 기업·스태프·손님 %(num)s명",
                    "명찰을 찍고 들어온 기업·스태프·손님 %(num)s명",
                    len(others),
                ),
                others,
            ),
        ],
    )
    record("evacuation.printed", fair, acting(), fair_id=fair.id, people=len(seekers) + len(others))
    db.session.commit()  # drawing holds no lock: scans go on meanwhile
    return send_file(
        _draw(roll), "application/pdf", download_name=f"evacuation-{slug}.pdf", max_age=0
    )


def _draw(roll: Roll) -> Any:
    fonts.register(current_app.config["PDF_FONTS"])
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it was sent
    draw_roll(roll, cast(Any, file))
    file.seek(0)
    return file
