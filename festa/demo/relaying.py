"""Résumés of the demo: each a page that says it is nobody's, on its way to a posting-only employer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import current_app
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from festa.demo.keeping import tell
from festa.demo.stage import Part, Play, Registered, Stage
from festa.fairs.lifecycle import OVER
from festa.interviews.states import ApplicationState
from festa.resumes.contents import FileKind
from festa.resumes.deadlines import due, kept_until
from festa.resumes.models import Delivery, Resume, ResumeContent
from festa.resumes.number import SIGNS, check_sign, show_number
from festa.resumes.sealing import master_key, seal
from festa.resumes.states import DeliveryState

FONT = "HYGothic-Medium"  # known to every reader of PDFs, so that the page stays small
HANDED_IN = 0.85
LINES = (
    (24, "이력서 (시연용)"),
    (13, "이 문서는 시연을 위해 만든 것으로, 실제 인물의 것이 아닙니다."),
    (13, "경력: 물류센터 재고 관리 12년 / 사무 행정 6년"),
    (13, "자격: 지게차운전기능사, 컴퓨터활용능력 2급"),
    (13, "하고 싶은 일: 그동안의 경험을 살려 오래 함께 일하고 싶습니다."),
)


@dataclass(frozen=True)
class Handed:
    """What a demo résumé goes with."""

    one: Registered
    part: Part
    application_id: int
    consent_id: int
    state: ApplicationState
    at: datetime


def a_demo_resume() -> bytes:
    """One page of nobody."""
    registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("Demo")
    y = A4[1] - 100.0
    for size, line in LINES:
        canvas.setFont(FONT, size)
        canvas.drawString(72, y, line)
        y -= size * 2
    canvas.save()
    return out.getvalue()


def hand_in(play: Play, stage: Stage, handed: Handed) -> None:
    """A résumé with its delivery, as far as the fair's day has come."""
    content = a_demo_resume()
    digest = hashlib.sha256(content).hexdigest()
    resume = play.rows.add(
        Resume,
        application_id=handed.application_id,
        kind=FileKind.PDF,
        size=len(content),
        sha256=digest,
        handed_in_at=handed.at,
    )
    settings = current_app.config
    sealed = seal(content, digest, master_key(settings["RESUME_KEY"], settings["SECRET_KEY"]))
    play.rows.add(
        ResumeContent,
        resume_id=resume,
        salt=sealed.salt,
        nonce=sealed.nonce,
        sealed=sealed.content,
    )
    number = _number(play)
    due_at = due(stage.fair.day, handed.at, settings["RESUME_DUE_DAYS"])
    way = _way(play, stage, handed, due_at)
    kept = kept_until(way.get("answered_at") or due_at, settings["RESUME_KEPT_DAYS"])
    play.rows.add(
        Delivery,
        resume_id=resume,
        participation_id=handed.part.id,
        consent_id=handed.consent_id,
        number=number,
        delivered_at=handed.at,
        due_at=due_at,
        kept_until=kept,
        **way,
    )
    whose = {
        "seeker_id": handed.one.person.id,
        "fair_id": stage.fair.id,
        "employer_id": handed.part.company.id,
    }
    play.rows.log("resume.handed_in", Resume, resume, handed.one.actor, handed.at, **whose)
    employer, shown = handed.part.company.name, show_number(number)
    body = f"[JOB 매칭 페스타] {employer}에 이력서를 전했어요. 접수번호 {shown}"
    tell(play, stage, handed.one, "resume_receipt", body, handed.at)
    if "collected_at" in way:
        at = way["collected_at"]
        play.rows.log("resume.collected", Resume, resume, handed.part.by, at, **whose)


def _way(play: Play, stage: Stage, handed: Handed, due_at: datetime) -> dict[str, Any]:
    """How far the employer is with it."""
    until = min(stage.until, play.now)
    answered = handed.state is not ApplicationState.APPLIED
    if not answered and play.chance.random() < (0.3 if stage.fair.state in OVER else 0.6):
        return {"state": DeliveryState.SENT}
    collected = play.chance.moment(handed.at, max(handed.at, min(due_at, until)))
    if not answered:
        return {"state": DeliveryState.COLLECTED, "collected_at": collected}
    return {
        "state": DeliveryState.ANSWERED,
        "collected_at": collected,
        "answered_at": play.chance.moment(collected, max(collected, until)),
    }


def _number(play: Play) -> str:
    body = "".join(play.chance.choice(SIGNS) for _sign in range(8))
    return body + check_sign(body)
