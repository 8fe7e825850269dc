"""Applications of employers, in every state in which organisers meet them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from festa.demo.companies import TRADES
from festa.demo.stage import Company, Play, Stage
from festa.employers.models import ParticipationState
from festa.employers.participation import Mode
from festa.onboarding.evidence import Match, TaxStatus
from festa.onboarding.models import EmployerApplication, EmployerDocument, FixRequest
from festa.onboarding.papers import PaperKind
from festa.onboarding.parts import Field, JobWish

S = ParticipationState
WAITING = frozenset({S.APPLIED, S.UNDER_REVIEW, S.NEEDS_FIX})
ASKED = {
    Field.FOUNDED_ON: "사업자등록증의 개업연월일과 달라요. 다시 확인해 주세요.",
    Field.PAPERS: "도장이 흐려 읽기 어려워요. 밝은 곳에서 다시 찍어 올려 주세요.",
}
WHY_NOT = "이번 박람회의 부스가 모두 찼습니다. 다음 도시의 박람회에서 꼭 모시고 싶습니다."


@dataclass(frozen=True)
class Filed:
    """An application that was sent in: for which part, and how far it is."""

    part_id: int
    mode: Mode
    state: ParticipationState
    at: datetime


def file_application(play: Play, stage: Stage, company: Company, filed: Filed) -> None:
    """The application behind a part, with its paper and what was asked about it."""
    decided = None if filed.state in WAITING else filed.at + timedelta(hours=5)
    chance = play.chance
    number = play.rows.add(
        EmployerApplication,
        fair_id=stage.fair.id,
        employer_id=company.id,
        participation_id=filed.part_id,
        email=f"company{company.id}@example.com",
        link_expires_at=stage.fair.closes_at + timedelta(days=30),
        link_sent_at=filed.at - timedelta(hours=1),
        staff_count=chance.randint(5, 120),
        mode=filed.mode,
        tables_wanted=1 if filed.mode is Mode.ONSITE else 0,
        contact_name=play.people.name(),
        contact_phone=play.people.phone(),
        jobs=_jobs(stage, company),
        tax_status=TaxStatus.UNKNOWN if filed.state in WAITING else TaxStatus.ACTIVE,
        tax_match=Match.UNKNOWN if filed.state in WAITING else Match.MATCHED,
        tax_checked_at=filed.at,
        agreed_at=filed.at - timedelta(hours=1),
        started_at=filed.at - timedelta(hours=1),
        sent_at=filed.at,
        decided_at=decided,
        reason=WHY_NOT if filed.state is S.REJECTED else "",
        **company.facts,
    )
    if filed.state in WAITING:
        paper = sample_paper()
        play.rows.add(
            EmployerDocument,
            application_id=number,
            kind=PaperKind.PNG,
            size=len(paper),
            content=paper,
            uploaded_at=filed.at,
        )
    for field, sentence in ASKED.items() if filed.state is S.NEEDS_FIX else ():
        play.rows.add(
            FixRequest,
            application_id=number,
            field=field,
            sentence=sentence,
            before=str(company.facts.get(field.value, "")),
            asked_at=filed.at + timedelta(hours=1),
            asked_by_id=play.organiser.id,
        )


def _jobs(stage: Stage, company: Company) -> list[dict[str, object]]:
    works = TRADES[company.trade].works[:2]
    return [
        JobWish(
            work.title, work.duty, work.types[0].value, stage.place.regions[0], openings
        ).as_row()
        for openings, work in enumerate(works, start=1)
    ]


@cache
def sample_paper() -> bytes:
    """A sheet with lines and a stamp that says nothing about anybody."""
    sheet = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((20, 20, 400, 574), outline="#17211f", width=3)
    for y in range(120, 420, 40):
        pen.line((60, y, 360, y), fill="#4c5a57", width=2)
    pen.ellipse((290, 460, 370, 540), outline="#a3231b", width=4)
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
