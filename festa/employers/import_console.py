"""Lists of employers from organisers: checked first, then taken in."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from festa.employers.employer_sheet import COLUMNS, EXPLAINED, EmployerFile, read_employers
from festa.employers.importing import import_employers
from festa.extensions import db
from festa.fairs.list_form import ListForm
from festa.fairs.list_page import ListKind, list_page
from festa.fairs.models import Fair
from festa.fairs.taking_in import Taken
from festa.permissions import Permission, acting, requires

bp = Blueprint("lists", __name__, url_prefix="/import")


class EmployerListForm(ListForm):
    """A list of employers."""

    approved = BooleanField(
        _l("이미 심사를 마친 명단이에요"),
        description=_l(
            "체크하면 바로 참가 확정으로 넣고, 체크하지 않으면 신청으로 들어와 심사를 기다려요."
        ),
    )


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_EMPLOYERS)
def upload() -> Any:
    """Check a list, or take it in; the file itself is kept nowhere."""
    return list_page(EMPLOYERS)


def _take_in(fair: Fair, listing: EmployerFile, form: EmployerListForm) -> Taken:
    return import_employers(
        fair,
        listing,
        acting(),
        approved=bool(form.approved.data),
        after_batch=lambda _taken: db.session.commit(),
    )


EMPLOYERS = ListKind(
    permission=Permission.MANAGE_EMPLOYERS,
    form=EmployerListForm,
    template="employers/console_import.html",
    read=read_employers,
    take_in=_take_in,
    columns=COLUMNS,
    explained=EXPLAINED,
    counted="employers",
    label=_l("읽은 기업"),
    unit=_l("곳"),
)
