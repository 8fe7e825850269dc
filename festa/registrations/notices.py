"""What a seeker is told about a registration, in the language of the seeker."""

from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from festa.fairs.models import Fair
from festa.formats import day as day_words
from festa.formats import hour, in_language, moment
from festa.links import map_link, signed_word, site_link
from festa.messages.service import About, send_email, send_sms, text_row
from festa.registrations.models import Registration


def _about(registration: Registration, **more: Any) -> About:
    return About(
        registration.seeker_id,
        registration.fair_id,
        registration.id,
        registration.fair.day,
        **more,
    )


def _send(registration: Registration, template: str, body: str) -> None:
    send_sms(registration.seeker.phone, template, body, _about(registration))


def _city(fair: Fair) -> str:
    return in_language(fair.city, fair.city_en)


def confirmed_text(fair: Fair) -> str:
    """That the place is certain, and when the doors open."""
    return _(
        "[JOB 매칭 페스타] %(city)s %(when)s 참가 확정!",
        city=_city(fair),
        when=moment(fair.opens_at),
    )


def waitlisted_text(fair: Fair) -> str:
    """That the fair is full and what happens next."""
    return _("[JOB 매칭 페스타] %(city)s 대기 접수. 자리가 나면 알려 드릴게요.", city=_city(fair))


def cancelled_text(fair: Fair) -> str:
    """That the registration has ended."""
    return _("[JOB 매칭 페스타] %(city)s 참가 신청이 취소되었어요.", city=_city(fair))


def moved_up_text(fair: Fair) -> str:
    """That a place has become free, and when the doors open."""
    return _(
        "[JOB 매칭 페스타] 자리가 나서 %(city)s %(when)s 참가가 확정되었어요!",
        city=_city(fair),
        when=moment(fair.opens_at),
    )


def place_lines(fair: Fair) -> list[str]:
    """Where the fair is, with a map; nothing while it has no place."""
    if fair.venue is None:
        return []
    name = in_language(fair.venue.name, fair.venue.name_en)
    return [
        _("장소: %(name)s (%(address)s)", name=name, address=fair.venue.road_address),
        _("지도: %(link)s", link=map_link(fair.venue.latitude, fair.venue.longitude)),
    ]


def badge_lines(registration: Registration) -> list[str]:
    """Where the badge is."""
    link = site_link("seekers.badge", registration_id=registration.id)
    return [_("명찰: %(link)s", link=link)] if link else []


def _letter(first: str, registration: Registration) -> str:
    return "\n".join([first, *place_lines(registration.fair), *badge_lines(registration)])


def tell_confirmed(registration: Registration, *, moved_up: bool = False) -> None:
    """Say that the place is certain: day, place, map and badge; by e-mail too where one is known."""
    fair, seeker = registration.fair, registration.seeker
    with force_locale(seeker.locale):
        first = moved_up_text(fair) if moved_up else confirmed_text(fair)
        template = "registration_moved_up" if moved_up else "registration_confirmed"
        body = _letter(first, registration)
        _send(registration, template, body)
        if seeker.email:
            subject = _("%(title)s 참가 확정", title=in_language(fair.title, fair.title_en))
            more = _(
                "명찰과 일정 파일을 함께 보내 드려요. 명찰은 인쇄하거나 휴대전화에 담아 오세요."
            )
            text = f"{body}\n\n{more}\n"
            send_email(seeker.email, template, subject, text, _about(registration))


def tell_waitlisted(registration: Registration) -> None:
    """Say that the fair is full and what happens next."""
    with force_locale(registration.seeker.locale):
        _send(registration, "registration_waitlisted", waitlisted_text(registration.fair))


def offered_text(fair: Fair, until: datetime) -> str:
    """That a place is kept for a while, and until when."""
    return _(
        "[JOB 매칭 페스타] %(city)s %(day)s 자리가 났어요! %(until)s까지 답해 주세요.",
        city=_city(fair),
        day=day_words(fair.day),
        until=moment(until),
    )


def lapsed_text(fair: Fair) -> str:
    """That the place went to the next in line."""
    return _(
        "[JOB 매칭 페스타] 답이 없어 %(city)s 자리가 다음 분께 넘어갔어요. 오시려면 다시 신청해 주세요.",
        city=_city(fair),
    )


def tell_offered(registration: Registration, until: datetime) -> None:
    """Say that a place is kept for somebody, until when, and where to answer."""
    token = signed_word("offer", registration.id, int(until.timestamp()))
    link = site_link("registration_offers.show", token=token)
    with force_locale(registration.seeker.locale):
        first = offered_text(registration.fair, until)
        lines = [first, _("답하기: %(link)s", link=link)] if link else [first]
        body = "\n".join(lines)
        about = _about(registration, lapses_at=until)
        send_sms(registration.seeker.phone, "registration_offered", body, about)


def tell_lapsed(registration: Registration) -> None:
    """Say that the time to answer is over."""
    with force_locale(registration.seeker.locale):
        _send(registration, "registration_offer_lapsed", lapsed_text(registration.fair))


def tell_cancelled(registration: Registration) -> None:
    """Say that the registration has ended."""
    with force_locale(registration.seeker.locale):
        _send(registration, "registration_cancelled", cancelled_text(registration.fair))


def reminder_row(
    registration: Registration, template: str, once: str, lapses_at: datetime
) -> dict[str, Any]:
    """The outbox's row of a reminder: one of REMINDING."""
    fair = registration.fair
    about = _about(registration, once=once, lapses_at=lapses_at)
    with force_locale(registration.seeker.locale):
        first = REMINDING[template](fair)
        body = "\n".join([first, *place_lines(fair), _bring(), *badge_lines(registration)])
    return text_row(registration.seeker.phone, template, body, about)


def _bring() -> str:
    return _("이력서를 여러 장 챙겨 오시면 좋아요.")


def week_text(fair: Fair) -> str:
    """That the fair is a week away."""
    return _(
        "[JOB 매칭 페스타] %(city)s 박람회가 일주일 남았어요: %(when)s",
        city=_city(fair),
        when=moment(fair.opens_at),
    )


def eve_text(fair: Fair) -> str:
    """That the fair is tomorrow."""
    return _(
        "[JOB 매칭 페스타] 내일은 %(city)s 박람회예요: %(when)s",
        city=_city(fair),
        when=moment(fair.opens_at),
    )


def morning_text(fair: Fair) -> str:
    """That the fair is today."""
    return _(
        "[JOB 매칭 페스타] 오늘 %(hour)s에 %(city)s 박람회가 열려요. 기다릴게요!",
        city=_city(fair),
        hour=hour(fair.opens_at),
    )


REMINDING = {
    "fair_reminder_week": week_text,
    "fair_reminder_eve": eve_text,
    "fair_reminder_morning": morning_text,
}
