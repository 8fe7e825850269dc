"""Lists of people from organisers: checked first, then taken in."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from festa import clock
from festa.extensions import db
from festa.fairs.list_form import ListForm
from festa.fairs.list_page import ListKind, list_page
from festa.fairs.models import Fair
from festa.fairs.taking_in import Taken
from festa.permissions import Permission, acting, requires
from festa.registrations.importing import import_seekers
from festa.registrations.seeker_sheet import COLUMNS, EXPLAINED, SeekerFile, read_seekers

bp = Blueprint("lists", __name__, url_prefix="/import")


class PeopleListForm(ListForm):
    """A list of people."""

    details_consented = BooleanField(
        _l("선택정보 동의를 종이로 받은 명단이에요"),
        description=_l(
            "체크하면 희망 직무·수료 과정·이메일도 저장하고 동의를 종이로 받았다고 남겨요. "
            "체크하지 않으면 읽지 않아요."
        ),
    )


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def upload() -> Any:
    """Check a list, or take it in; the file itself is kept nowhere."""
    return list_page(PEOPLE)


def _take_in(fair: Fair, listing: SeekerFile, form: PeopleListForm) -> Taken:
    return import_seekers(
        fair,
        listing,
        acting(),
        details_consented=bool(form.details_consented.data),
        after_batch=lambda _taken: db.session.commit(),
    )


PEOPLE = ListKind(
    permission=Permission.MANAGE_REGISTRATIONS,
    form=PeopleListForm,
    template="registrations/console_import.html",
    read=lambda content: read_seekers(content, clock.today()),
    take_in=_take_in,
    columns=COLUMNS,
    explained=EXPLAINED,
    counted="people",
    label=_l("읽은 사람"),
    unit=_l("명"),
)
