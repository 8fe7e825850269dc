"""The devices of a fair for organisers: what each holds, connecting one, taking one out."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa import clock
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.device_forms import PairingForm
from festa.gates.device_models import DeviceRole
from festa.gates.device_queries import devices_of, get_device, scans_of
from festa.gates.device_state import AT_WORK, DeviceState, state_of
from festa.gates.device_words import (
    ROLE_HINTS,
    ROLE_WORDS,
    STATE_PILLS,
    STATE_SENTENCES,
    clock_in_words,
    heard_in_words,
)
from festa.gates.link_qr import link_svg
from festa.gates.pairing import CODE_LIFE, open_pairing, revoke
from festa.permissions import Permission, acting, authorise, requires

# Registered inside fairs_console: its endpoints are fairs_console.devices.index and so on.
bp = Blueprint("devices", __name__, url_prefix="/fairs/<slug>/devices")


@bp.context_processor
def words() -> dict[str, Any]:
    """How devices are spoken of, for every page here."""
    return {
        "now": clock.now(),
        "state_of": state_of,
        "State": DeviceState,
        "AT_WORK": AT_WORK,
        "state_pills": STATE_PILLS,
        "state_sentences": STATE_SENTENCES,
        "role_words": ROLE_WORDS,
        "clock_in_words": clock_in_words,
        "heard_in_words": heard_in_words,
    }


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    return fair


@bp.get("")
@requires(Permission.RUN_SEASON)
def index(slug: str) -> str:
    """Every device of the fair: where it stands, when it was heard, what it still holds."""
    fair = _fair(slug)
    return render_template("gates/console_devices.html", fair=fair, devices=devices_of(fair.id))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def new(slug: str) -> Any:
    """Open a code for one device; the answer to the form shows it, and nothing shows it again."""
    fair = _fair(slug)
    form = PairingForm(fair.gates)
    if not form.validate_on_submit():
        page = render_template(
            "gates/console_pairing.html", fair=fair, form=form, role_hints=ROLE_HINTS
        )
        return page, 422 if form.errors else 200
    gate = next(gate for gate in fair.gates if gate.id == form.gate_id.data)
    code, digits = open_pairing(gate, DeviceRole(form.role.data), acting())
    db.session.commit()
    link = scanner_address(digits)
    page = render_template(
        "gates/console_code.html",
        fair=fair,
        gate=gate,
        code=code,
        digits=f"{digits[:4]} {digits[4:]}",
        link=link,
        picture=link_svg(link, _("기기 연결 QR")),
        seconds=int(CODE_LIFE.total_seconds()),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def scanner_address(digits: str) -> str:
    """Where the QR leads. What stands behind the # is sent to nobody and written in no log."""
    base: str = current_app.config["BASE_URL"] or request.url_root
    return f"{base.rstrip('/')}/gate/app#pair={digits}"


@bp.get("/<int:device_id>")
@requires(Permission.RUN_SEASON)
def show(slug: str, device_id: int) -> str:
    """One device, and what taking it out of service would mean."""
    fair = _fair(slug)
    device = get_device(fair.id, device_id)
    authorise(Permission.RUN_SEASON, device)
    sent, last_scan = scans_of(device)
    return render_template(
        "gates/console_device.html", fair=fair, device=device, sent=sent, last_scan=last_scan
    )


@bp.post("/<int:device_id>/revoke")
@requires(Permission.RUN_SEASON)
def take_out(slug: str, device_id: int) -> Response:
    """Take a device out of service."""
    device = get_device(_fair(slug).id, device_id)
    authorise(Permission.RUN_SEASON, device)
    revoke(device, acting())
    db.session.commit()
    flash(
        _("%(name)s의 사용을 중지했어요. 기기가 인터넷에 닿으면 명단을 지워요.", name=device.name),
        "ok",
    )
    return redirect(url_for(".index", slug=slug), 303)
