"""Telling an employer that résumés wait: to its recruiters with the way to their page, to a contact
without an account with a link that opens once."""

from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from festa import clock
from festa.employers.models import Participation
from festa.extensions import db
from festa.formats import in_language, moment
from festa.links import site_link
from festa.messages.models import OutboxMessage
from festa.messages.service import About, add_many
from festa.resumes.contacts import Contact, contacts_of
from festa.resumes.links import make_link
from festa.resumes.models import Delivery, LinkPurpose
from festa.resumes.notices import employer_row
from festa.resumes.states import OPEN

QUIET = timedelta(hours=24)
TEMPLATES: dict[LinkPurpose, str] = {
    LinkPurpose.ARRIVED: "resume_arrived",
    LinkPurpose.REMINDER: "resume_due",
    LinkPurpose.ASKED_FOR: "resume_link",
}


def announce(participation: Participation, purpose: LinkPurpose) -> int:
    """Write to everybody of the employer; returns to how many.

    Of several résumés that arrive within a day while nobody has looked, the first is announced.
    """
    if purpose is LinkPurpose.ARRIVED and _told_and_not_seen(participation):
        return 0
    contacts = contacts_of(participation)
    if purpose is LinkPurpose.ASKED_FOR:
        contacts = [one for one in contacts if not one.signs_in] or contacts
    with force_locale("ko"):
        rows = []
        subject, body = _letter(participation, purpose)
        for contact in contacts:
            whole = f"{body}\n\n{_way_in(participation, purpose, contact)}"
            about = About(None, participation.fair_id, participation.id)
            template = TEMPLATES[purpose]
            secret = not contact.signs_in
            rows.append(employer_row(contact, template, subject, whole, about, secret=secret))
    return add_many(rows)


def _told_and_not_seen(participation: Participation) -> bool:
    seen = select(func.max(Delivery.collected_at)).where(
        Delivery.participation_id == participation.id
    )
    told = select(func.max(OutboxMessage.written_at)).where(
        OutboxMessage.template == TEMPLATES[LinkPurpose.ARRIVED],
        OutboxMessage.about_id == participation.id,
    )
    last, collected = db.session.scalar(told), db.session.scalar(seen)
    if last is None or last <= clock.now() - QUIET:
        return False
    return collected is None or collected <= last


def _waiting(participation: Participation) -> tuple[int, datetime | None]:
    query = select(func.count(Delivery.id), func.min(Delivery.due_at)).where(
        Delivery.participation_id == participation.id,
        Delivery.state.in_(OPEN),
        Delivery.due_at.is_not(None),
    )
    count, due_at = db.session.execute(query).one()
    return count, due_at


def _letter(participation: Participation, purpose: LinkPurpose) -> tuple[str, str]:
    """Subject and text, in the manner of a document."""
    count, due_at = _waiting(participation)
    words = {
        "city": in_language(participation.fair.city, participation.fair.city_en),
        "count": count,
        "until": moment(due_at) if due_at else "",
    }
    if purpose is LinkPurpose.ASKED_FOR:
        return (
            _("%(city)s JOB 매칭 페스타 이력서함 새 링크", **words),
            _("요청하신 새 링크입니다. 기다리는 이력서는 %(count)s통입니다.", **words),
        )
    if purpose is LinkPurpose.ARRIVED:
        return (
            _("%(city)s JOB 매칭 페스타에서 이력서가 도착했습니다", **words),
            _(
                "귀사의 공고에 지원한 이력서가 기다리고 있습니다(현재 %(count)s통). "
                "%(until)s까지 받아 보시고 결과를 남겨 주십시오.",
                **words,
            ),
        )
    if due_at is not None and due_at <= clock.now():
        return (
            _("이력서 답변 기한이 지났습니다: %(count)s통", **words),
            _(
                "%(city)s JOB 매칭 페스타 지원자 %(count)s명이 귀사의 답을 기다리고 있습니다. "
                "지금이라도 결과를 남겨 주십시오. 지원자께 채용 여부를 알리는 것은 법의 요구이기도 합니다"
                "(채용절차법 제10조).",
                **words,
            ),
        )
    return (
        _("이력서 답변 기한이 다가옵니다: %(until)s", **words),
        _(
            "%(city)s JOB 매칭 페스타 지원자의 이력서 %(count)s통이 귀사의 답을 기다리고 있습니다. "
            "%(until)s까지 결과를 남겨 주십시오.",
            **words,
        ),
    )


def _way_in(participation: Participation, purpose: LinkPurpose, contact: Contact) -> str:
    if contact.signs_in:
        address = site_link("resumes_side.index", participation_id=participation.id)
        if address:
            return _("로그인해서 받기: %(link)s", link=address)
        return _("로그인한 뒤 기업 화면의 ‘이력서’에서 받으실 수 있습니다.")
    address = site_link("resume_box.knock", token=make_link(participation, purpose))
    if not address:  # the site was not told its own name
        return _("받는 방법은 운영사무국이 안내해 드립니다.")
    return _(
        "아래 링크는 한 번만 열 수 있습니다. 다른 분께 전달하지 마십시오.\n%(link)s", link=address
    )
