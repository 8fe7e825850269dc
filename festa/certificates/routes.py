"""Certificates: a seeker's own, printed at the desk, and checked by whoever was given one."""

from io import BytesIO

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.looks import looked_at
from festa.badges import fonts
from festa.certificates.models import Certificate
from festa.certificates.number import read_number, show_number
from festa.certificates.paper import draw_certificate
from festa.certificates.service import due_to, find_certificate, is_true, issue
from festa.certificates.words import TITLES, face_of, facts_of
from festa.errors import NotFound
from festa.extensions import db, limiter
from festa.interviews.models import Booking
from festa.permissions import Permission, Role, acting, authorise, public, requires
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration
from festa.seekers.identity import mask_name

bp = Blueprint("certificates", __name__)


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """Whoever checks a paper is signed in nowhere, and still sees of whom it is."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/my/certificates")
@requires(Permission.OWN_PAGE)
def mine() -> str:
    """What a seeker may have certified."""
    return render_template("certificates/mine.html", due=due_to(current_user.id), TITLES=TITLES)


@bp.post("/certificates")
@requires(Permission.OWN_PAGE, Permission.WORK_AT_DESK)
def make() -> BaseResponse:
    """Issue a certificate, or find the one that was issued, and go to its paper."""
    registration = _registration(request.form.get("registration", type=int))
    booking = _booking(request.form.get("booking", type=int), registration)
    certificate = issue(registration, booking, acting())
    db.session.commit()
    return redirect(url_for("certificates.pdf", certificate_id=certificate.id), 303)


@bp.get("/certificates/<int:certificate_id>.pdf")
@requires(Permission.OWN_PAGE, Permission.WORK_AT_DESK)
def pdf(certificate_id: int) -> Response:
    """The paper. Seekers keep the file; staff see it at once, to print it."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None:
        raise NotFound
    own = current_user.role is Role.SEEKER
    authorise(Permission.OWN_PAGE if own else Permission.WORK_AT_DESK, certificate)
    if not is_true(certificate):
        raise NotFound(_("확인서의 근거가 되는 기록이 취소되어 더는 뽑을 수 없어요."))
    registration = certificate.registration
    if not own:
        looked_at(
            "certificates.pdf", [registration.seeker_id], acting(), fair_id=registration.fair_id
        )
    fonts.register(current_app.config["PDF_FONTS"])
    return send_file(
        BytesIO(draw_certificate(face_of(certificate))),
        mimetype="application/pdf",
        download_name=f"certificate-{show_number(certificate.number)}.pdf",
        as_attachment=own,
        max_age=0,
    )


@bp.get("/verify")
@public
def verify() -> str | BaseResponse:
    """A field for the number on the paper."""
    typed = request.args.get("number", "")
    number = read_number(typed)
    if number is not None:
        return redirect(url_for("certificates.check", number=number), 303)
    return render_template("certificates/verify.html", typed=typed)


@bp.get("/verify/<number>")
@limiter.limit("10 per minute")
@public
def check(number: str) -> str | tuple[str, int]:
    """Say whether a paper is true; it shows nothing that the paper does not."""
    digits = read_number(number)
    certificate = find_certificate(digits) if digits else None
    if certificate is None or not is_true(certificate):
        return render_template("certificates/check.html", certificate=None, number=number), 404
    looked_at(
        "certificates.check",
        [certificate.registration.seeker_id],
        acting(),
        fair_id=certificate.registration.fair_id,
    )
    (label, name), *facts = facts_of(certificate)
    return render_template(
        "certificates/check.html",
        certificate=certificate,
        number=show_number(certificate.number),
        title=TITLES[certificate.kind],
        facts=[(label, mask_name(name)), *facts],
    )


def _registration(number: int | None) -> Registration:
    registration = find_registration(number) if number else None
    if registration is None:
        raise NotFound
    own = current_user.role is Role.SEEKER
    authorise(Permission.OWN_PAGE if own else Permission.WORK_AT_DESK, registration)
    return registration


def _booking(number: int | None, registration: Registration) -> Booking | None:
    if number is None:
        return None
    booking = db.session.get(Booking, number)
    if booking is None or booking.registration_id != registration.id:
        raise NotFound
    return booking
