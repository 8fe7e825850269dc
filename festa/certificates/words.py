"""What stands on a certificate, in the language of whoever asked for it."""

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.certificates.models import Certificate, CertificateKind
from festa.certificates.number import show_number
from festa.certificates.paper import CertificateFace
from festa.certificates.service import came_at, talk_of
from festa.employers.business_number import show_business_number
from festa.fairs.models import Fair
from festa.formats import day, hour, in_language

TITLES = {
    CertificateKind.ATTENDANCE: _l("참가확인서"),
    CertificateKind.INTERVIEW: _l("면접확인서"),
}


def face_of(certificate: Certificate) -> CertificateFace:
    """The words of the paper; only for a certificate that is true."""
    fair = certificate.registration.fair
    return CertificateFace(
        title=str(TITLES[certificate.kind]),
        number_label=_("확인 번호"),
        number=show_number(certificate.number),
        rows=tuple(facts_of(certificate)),
        statement=statement_of(certificate),
        day=day(certificate.issued_at, long=True),
        issuers=tuple(host.name for host in fair.hosts) or (current_app.config["SITE_NAME"],),
        check_address=check_address(certificate),
        check_hint=_("이 종이가 맞는지는 QR이나 아래 주소에서 확인할 수 있습니다."),
        colour=fair.tour.brand_colour,
    )


def facts_of(certificate: Certificate) -> list[tuple[str, str]]:
    """The rows of the paper; the public check shows them too, with the name masked."""
    registration = certificate.registration
    facts = [(_("성명"), registration.seeker.name)]
    if certificate.booking is None:
        return facts + _visit(registration.fair, certificate)
    participation = certificate.booking.participation
    began, ended = talk_of(certificate.booking)
    grid_start = registration.fair.grid.moment_of(certificate.booking.slot.start_unit)
    times = f"{hour(began or grid_start)} ~ {hour(ended)}" if ended else hour(began or grid_start)
    return [
        *facts,
        (_("면접 기업"), participation.employer.name),
        (_("사업자등록번호"), show_business_number(participation.employer.business_number)),
        (_("면접 일시"), f"{day(registration.fair.day, long=True)} {times}"),
        (_("면접 방법"), _("대면 면접 (박람회 현장)")),
        (_("행사"), in_language(registration.fair.title, registration.fair.title_en)),
        (_("장소"), _place(registration.fair)),
        (_("확인"), _("기업의 채용 담당자가 면접을 마친 뒤 전산으로 확인")),
    ]


def statement_of(certificate: Certificate) -> str:
    """The sentence that certifies."""
    if certificate.kind is CertificateKind.INTERVIEW:
        return _("위 사람은 위와 같이 채용 면접에 응하였음을 확인합니다.")
    return _("위 사람은 위 채용박람회에 참가하였음을 확인합니다.")


def check_address(certificate: Certificate) -> str:
    """Where anybody may see whether the paper is true."""
    base = (current_app.config["BASE_URL"] or request.url_root).rstrip("/")
    return base + url_for("certificates.check", number=certificate.number)


def _visit(fair: Fair, certificate: Certificate) -> list[tuple[str, str]]:
    came = came_at(certificate.registration_id)
    return [
        (_("행사"), in_language(fair.title, fair.title_en)),
        (
            _("참가 일시"),
            f"{day(came, long=True)} {hour(came)}" if came else day(fair.day, long=True),
        ),
        (_("장소"), _place(fair)),
        (_("확인"), _("입장할 때 명찰을 확인한 전산 기록")),
    ]


def _place(fair: Fair) -> str:
    venue = fair.venue
    return (
        f"{in_language(venue.name, venue.name_en)} ({venue.road_address})" if venue else fair.city
    )
