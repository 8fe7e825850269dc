"""The paper pack in the console: made on demand, and the one that the last night made."""

from tempfile import SpooledTemporaryFile
from typing import Any, cast

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for

from festa.audit.looks import looked_at
from festa.badges import fonts
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.paper.door_list import door_groups
from festa.paper.forms import PackForm
from festa.paper.nightly import find_pack
from festa.paper.pdf import draw_pack
from festa.paper.service import make_pack
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.slip_number import show_number
from festa.registrations.slip_queries import series_of

bp = Blueprint("paper", __name__, url_prefix="/paper")

IN_MEMORY = 16 * 1024 * 1024


@bp.get("")
@requires(Permission.ISSUE_BADGES)
def index() -> Any:
    """What a pack holds, and the series of slips that were printed so far."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.ISSUE_BADGES, fair)
    return _index(fair, fairs, PackForm(formdata=None))


def _index(fair: Fair, fairs: Any, form: PackForm) -> Any:
    page = render_template(
        "paper/console_index.html",
        fair=fair,
        fairs=fairs,
        form=form,
        series=series_of(fair.id),
        nightly=find_pack(fair) is not None,
        show_number=show_number,
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>")
@requires(Permission.ISSUE_BADGES)
def make(slug: str) -> Any:
    """Number a fresh series of slips, gather the lists, and draw it all."""
    fair = _fair(slug)
    form = PackForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], form)
    made = make_pack(fair, acting(), form.walk_ins.data or 0, form.consents.data or 0)
    looked_at("console.paper_pack", made.seeker_ids, acting(), fair_id=fair.id)
    db.session.commit()
    fonts.register(current_app.config["PDF_FONTS"])
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it was sent
    draw_pack(made.pack, cast(Any, file))
    file.seek(0)
    return _send(cast(Any, file), slug)


@bp.get("/<slug>/nightly.pdf")
@requires(Permission.ISSUE_BADGES)
def nightly(slug: str) -> Any:
    """The pack that the last night made."""
    fair = _fair(slug)
    path = find_pack(fair)
    if path is None:
        raise NotFound
    looked_at("console.paper_pack", door_groups(fair)[1], acting(), fair_id=fair.id)
    return _send(path, slug)


def _send(file: Any, slug: str) -> Any:
    name = f"paper-pack-{slug}.pdf"
    return send_file(file, "application/pdf", as_attachment=True, download_name=name, max_age=0)


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.ISSUE_BADGES, fair)
    return fair
