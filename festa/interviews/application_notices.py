"""What a seeker is told about an application, and what the employer hears of it."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from festa.employers.models import Mode
from festa.interviews.models import Application
from festa.links import site_link
from festa.messages.service import About, send_email, send_sms


def default_decline() -> str:
    """The words for somebody who is not chosen, where the employer writes none of its own."""
    return _(
        "관심을 갖고 지원해 주셔서 고맙습니다. 정성껏 살펴보았지만 이번 자리에서는 모시지 못하게 되었습니다. "
        "좋은 일자리를 만나시길 바랍니다."
    )


def tell_moved_up(application: Application) -> None:
    """Say that a place became free and that it is theirs."""
    onsite = application.participation.mode is Mode.ONSITE
    with force_locale(application.registration.seeker.locale):
        name, link = application.participation.employer.name, site_link("seekers.my_page")
        body = (
            _(
                "[JOB 매칭 페스타] %(employer)s 예비 순번이 앞당겨져 서류를 통과했어요. "
                "내 페이지에서 면접 시간을 골라 주세요. %(link)s",
                employer=name,
                link=link,
            )
            if onsite
            else _(
                "[JOB 매칭 페스타] %(employer)s 예비 순번이 앞당겨져 서류를 통과했어요. "
                "기업이 따로 연락드려요. %(link)s",
                employer=name,
                link=link,
            )
        )
    _text(application, "application_moved_up", body)


def tell_declined(application: Application) -> None:
    """Say, in the employer's words, that it chose others (채용절차법 §10: 채용 여부의 고지)."""
    with force_locale(application.registration.seeker.locale):
        name = application.participation.employer.name
        body = _(
            "[JOB 매칭 페스타] %(employer)s에서 드리는 말씀: %(words)s",
            employer=name,
            words=application.answer or default_decline(),
        )
    _text(application, "application_declined", body)


def tell_place_passed_on(application: Application) -> None:
    """Tell the employer's contact by e-mail that somebody moved up; it names nobody."""
    participation = application.participation
    if not participation.contact_email:
        return
    with force_locale("ko"):
        subject = _("예비 지원자 한 분이 서류 통과로 올라왔습니다")
        body = _(
            "빈자리가 생겨 예비 순번이 가장 앞선 지원자가 서류 통과로 올라왔고, 그분께 알렸습니다.\n\n"
            "자세한 내용은 기업 화면의 지원자에서 확인해 주십시오."
        )
    fair = participation.fair
    about = About(None, fair.id, application.id, fair.day)
    send_email(participation.contact_email, "employer_moved_up", subject, body, about)


def _text(application: Application, template: str, body: str, **more: Any) -> None:
    registration = application.registration
    about = About(
        registration.seeker_id,
        registration.fair_id,
        application.id,
        registration.fair.day,
        **more,
    )
    send_sms(registration.seeker.phone, template, body, about)
