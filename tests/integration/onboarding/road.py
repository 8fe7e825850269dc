"""What an applicant sends, screen by screen, and how tests walk from one to the next."""

import re
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.business_number import check_digit
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.messages.models import OutboxMessage
from festa.onboarding.applying import make_application
from festa.onboarding.documents import keep_document
from festa.onboarding.links import link_word
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import JobWish
from festa.onboarding.sending import send_in
from tests.factories import make_fair

SERIALS = count(1)
ADDRESS = re.compile(r"https?://\S+")


def open_fair(**fields: Any) -> Fair:
    """A fair three weeks ahead for which employers may apply."""
    day = clock.today() + timedelta(days=21)
    return make_fair(FairState.REGISTRATION_OPEN, day=day, **fields)


def made_up_number() -> str:
    """A business number of nobody that has the right form and check digit."""
    nine = f"99982{next(SERIALS):04d}"
    return nine + check_digit(nine)


def pdf(pages: int = 1) -> bytes:
    """A document of so many pages."""
    out = BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(72, 720, f"certificate {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind)
    return out.getvalue()


PAPER = pdf()
COMPANY = {
    "name": "한빛물류",
    "chief": "홍대표",
    "founded_on": "2011-03-02",
    "industry": "물류",
    "address": "대전광역시 유성구 예시로 12",
    "staff_count": "24",
}
TAKING_PART = {
    "mode": "onsite",
    "tables_wanted": "2",
    "branch": "",
    "contact_name": "김담당",
    "contact_phone": "042-123-4567",
}
JOB = {
    "title": "물류센터 재고관리",
    "duty": "재고관리",
    "employment_type": "permanent",
    "workplace": "대전광역시 유성구",
    "openings": "3",
}


def begin(client: FlaskClient, fair: Fair, **typed: str) -> TestResponse:
    """Ask for the link."""
    base = {
        "fair": fair.slug,
        "business_number": made_up_number(),
        "email": f"hr{next(SERIALS)}@example.com",
        "agreed": "y",
    }
    return client.post("/apply", data=base | typed)


def newest() -> EmployerApplication:
    """The application that was begun last."""
    query = select(EmployerApplication).order_by(EmployerApplication.id.desc()).limit(1)
    return db.session.scalars(query).one()


def open_link(client: FlaskClient, application: EmployerApplication) -> TestResponse:
    """Open the link of the mail."""
    return client.get(f"/apply/link/{link_word(application)}")


def fill(client: FlaskClient, application: EmployerApplication, **typed: Any) -> None:
    """Write every part, with a paper."""
    home = f"/apply/{application.id}"
    assert client.post(f"{home}/company", data=COMPANY | typed).status_code == 303
    assert client.post(f"{home}/taking-part", data=TAKING_PART | typed).status_code == 303
    assert client.post(f"{home}/jobs", data=JOB).status_code == 303
    assert upload(client, application, pdf()).status_code == 303


def upload(
    client: FlaskClient,
    application: EmployerApplication,
    content: bytes,
    name: str = "certificate.pdf",
) -> TestResponse:
    """Upload a paper."""
    return client.post(
        f"/apply/{application.id}/papers",
        data={"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def send(client: FlaskClient, application: EmployerApplication) -> TestResponse:
    """Press ‘send’, and see what is said."""
    return client.post(f"/apply/{application.id}/send", follow_redirects=True)


def walked(client: FlaskClient, fair: Fair, **typed: str) -> EmployerApplication:
    """An application that was written screen by screen and sent in."""
    begin(client, fair, **typed)
    application = newest()
    open_link(client, application)
    fill(client, application)
    assert "신청서를 보냈어요" in send(client, application).text
    return application


def written(
    fair: Fair, business_number: str = "", email: str = "", **fields: Any
) -> EmployerApplication:
    """An application with everything in it, ready to be sent, by the verbs themselves."""
    number = business_number or made_up_number()
    one = make_application(fair, number, email or f"hr{next(SERIALS)}@example.com", "ko")
    base: dict[str, Any] = {
        "name": "한빛물류",
        "chief": "홍대표",
        "address": "대전 예시로 1",
        "founded_on": fair.day.replace(year=2010),
        "mode": Mode.ONSITE,
        "contact_name": "김담당",
        "contact_phone": "+82421234567",
        "jobs": [JobWish("재고관리", "재고관리", "permanent", "대전", 3).as_row()],
    }
    for name, value in (base | fields).items():
        setattr(one, name, value)
    db.session.add(one)
    db.session.flush()
    keep_document(one, PAPER, SYSTEM)
    return one


def applied(client: FlaskClient, fair: Fair, **fields: Any) -> EmployerApplication:
    """An application that was sent in; the client has its link open."""
    application = written(fair, **fields)
    send_in(application, SYSTEM)
    open_link(client, application)
    return application


def mails(template: str) -> list[OutboxMessage]:
    """What was written with this template, in order."""
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def path_in(text: str) -> str:
    """The path of the first address in a text."""
    found = ADDRESS.search(text)
    assert found is not None, text
    return urlsplit(found.group()).path
