"""Walking the road of registering as a person does: screen by screen, through the forms."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festa.consents.models import ConsentText, Purpose
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.seekers.models import Seeker

SOMEBODY = {
    "name": "한가람",
    "phone": "010-2345-6789",
    "birth_year": "1968",
    "province": "대전광역시",
    "district": "유성구",
}
SENT = re.compile(r"인증번호 (\d{6})")


class Road:
    """One browser on the road, and the phone beside it that takes the messages."""

    def __init__(self, client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
        self.client = client
        self._capsys = capsys
        self._printed = ""

    def choose(self, *fairs: Fair) -> TestResponse:
        """Choose these fairs."""
        return self.client.post("/register", data={"fairs": [fair.slug for fair in fairs]})

    def consent(self, *fairs: Fair, to: Iterable[Purpose] = ()) -> TestResponse:
        """Read what these fairs show, and say yes to these purposes."""
        wanted = set(to)
        query = select(ConsentText).where(ConsentText.fair_id.in_([fair.id for fair in fairs]))
        texts = db.session.scalars(query).all()
        granted = [text.id for text in texts if text.purpose in wanted]
        shown = [text.id for text in texts]
        return self.client.post("/register/consents", data={"shown": shown, "granted": granted})

    def tell(self, **changed: str) -> TestResponse:
        """Say who one is; a code is sent."""
        return self.client.post("/register/you", data=SOMEBODY | changed)

    def newest_code(self) -> str:
        """The code that came to the phone last."""
        self._printed += self._capsys.readouterr().err
        return SENT.findall(self._printed)[-1]

    def codes_sent(self) -> int:
        """How many codes came to the phone."""
        self._printed += self._capsys.readouterr().err
        return len(SENT.findall(self._printed))

    def type_code(self, code: str | None = None) -> TestResponse:
        """Type a code; the right one unless said."""
        return self.client.post("/register/code", data={"code": code or self.newest_code()})

    def wrong_code(self) -> str:
        """Six digits that are not the code."""
        return "111111" if self.newest_code() != "111111" else "222222"

    def walk(self, *fairs: Fair, to: Iterable[Purpose] = (), **changed: str) -> TestResponse:
        """The whole road up to the right code."""
        self.choose(*fairs)
        self.consent(*fairs, to=to)
        self.tell(**changed)
        return self.type_code()

    def see(self, screen: str) -> str:
        """What a screen says; where it leads on, it is not followed."""
        answer = self.client.get(f"/register/{screen}" if screen else "/register")
        assert answer.status_code == 200, f"{screen} leads to {answer.location}"
        return unescape(answer.text)


def leads_to(answer: TestResponse) -> str:
    """The last part of the address to which an answer leads."""
    assert answer.status_code == 303, unescape(answer.text)[-3000:]
    return str(answer.location).rpartition("/")[2]


def registrations() -> list[Registration]:
    """Every registration, in the order of the fairs."""
    return list(db.session.scalars(select(Registration).order_by(Registration.fair_id)))


def only_seeker() -> Seeker:
    """The one person there is."""
    return db.session.scalars(select(Seeker)).one()


def field_value(page: str, name: str) -> Any:
    """What stands in a field."""
    field = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    assert field is not None
    value = re.search(r'value="([^"]*)"', field[0])
    return value[1] if value else ""
