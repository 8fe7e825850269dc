"""What seekers and employers are told of a résumé. Messages to employers name nobody."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from festa.formats import moment
from festa.links import site_link
from festa.messages.models import Channel
from festa.messages.service import About, add_many, send_sms, text_row
from festa.resumes.contacts import Contact, contacts_of
from festa.resumes.models import Delivery
from festa.resumes.number import show_number


def tell_handed_in(delivery: Delivery) -> None:
    """The receipt: what went to whom, under which number, and by when they answer."""
    seeker = delivery.resume.application.registration.seeker
    with force_locale(seeker.locale):
        words = {"employer": _employer(delivery), "number": show_number(delivery.number)}
        if delivery.due_at is None:
            body = _(
                "[JOB 매칭 페스타] %(employer)s에 이력서를 전했어요. 접수번호 %(number)s", **words
            )
        else:
            body = _(
                "[JOB 매칭 페스타] %(employer)s에 이력서를 전했어요. 접수번호 %(number)s, 답변 기한 %(until)s",
                until=moment(delivery.due_at),
                **words,
            )
    _to_seeker(delivery, "resume_receipt", body)


def tell_collected(delivery: Delivery) -> None:
    """The employer has it now; told once, whoever collects it again."""
    assert delivery.collected_at is not None
    seeker = delivery.resume.application.registration.seeker
    with force_locale(seeker.locale):
        body = _(
            "[JOB 매칭 페스타] %(employer)s에서 이력서(접수번호 %(number)s)를 %(when)s에 받아 갔어요.",
            employer=_employer(delivery),
            number=show_number(delivery.number),
            when=moment(delivery.collected_at),
        )
    _to_seeker(delivery, "resume_collected", body, once=f"resume_collected:{delivery.id}")


def tell_employer_ended(delivery: Delivery) -> None:
    """Ask an employer that has a copy to destroy it (개인정보 보호법 §37): by number, no name."""
    participation = delivery.participation
    with force_locale("ko"):
        number = show_number(delivery.number)
        subject = _("받으신 이력서를 파기해 주십시오: 접수번호 %(number)s", number=number)
        body = _(
            "%(employer)s 담당자님께\n\n접수번호 %(number)s 이력서는 제출이 끝났거나 제공 동의가 철회되었습니다. "
            "내려받거나 인쇄한 사본을 바로 파기해 주십시오.\n\nJOB 매칭 페스타 운영사무국",
            employer=_employer(delivery),
            number=number,
        )
    about = About(None, participation.fair_id, delivery.id)
    rows = [
        employer_row(contact, "resume_ended", subject, body, about)
        for contact in contacts_of(participation)
    ]
    add_many(rows)


def employer_row(
    contact: Contact,
    template: str,
    subject: str,
    body: str,
    about: About,
    *,
    secret: bool = False,
) -> dict[str, Any]:
    """One message to one of the employer's people, by e-mail or by text."""
    row = text_row(contact.address, template, body, about, subject=subject, secret=secret)
    return row | {"channel": Channel.EMAIL} if contact.by_email else row


def receipt_link(delivery: Delivery) -> str:
    """Where the seeker sees the receipt."""
    return site_link("seeker_resumes.receipt", resume_id=delivery.resume_id)


def _to_seeker(delivery: Delivery, template: str, body: str, once: str | None = None) -> None:
    registration = delivery.resume.application.registration
    about = About(registration.seeker_id, registration.fair_id, delivery.id, once=once)
    link = receipt_link(delivery)
    text = "\n".join([body, link]) if link else body
    if once is None:
        send_sms(registration.seeker.phone, template, text, about)
    else:
        add_many([text_row(registration.seeker.phone, template, text, about)])


def _employer(delivery: Delivery) -> str:
    participation = delivery.participation
    return " ".join(filter(None, (participation.employer.name, participation.branch)))
