"""The files that leave: numbers for everybody who may see them, lists of people with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa import clock
from festa.employers.models import Employer, Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.words import WORDS as FAIR_WORDS
from festa.formats import in_language
from festa.gates.models import CheckIn
from festa.interviews.hire_states import WAS_HIRED
from festa.interviews.hire_words import STAGE_WORDS
from festa.interviews.models import Booking, InterviewTable, Outcome, Slot
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from festa.interviews.words import WORDS as INTERVIEW_WORDS
from festa.registrations.models import Registration
from festa.registrations.states import GONE
from festa.registrations.words import WORDS as REGISTRATION_WORDS
from festa.reports.definitions import MEANINGS, Count, meanings
from festa.reports.hires import FUNNEL, PROVEN, counts
from festa.reports.queries import Counted
from festa.reports.workbook import Sheet, write_workbook
from festa.seekers.identity import show_mobile
from festa.seekers.models import Seeker

REPORTED = (
    Count.REGISTERED,
    Count.CONFIRMED,
    Count.WAITING,
    Count.CANCELLED,
    Count.ATTENDED,
    Count.EMPLOYERS,
    Count.ONSITE,
    Count.BOOKED,
    Count.INTERVIEWED,
    Count.NO_SHOWS,
    Count.OUTCOMES,
    Count.OUTCOMES_MISSING,
    Count.HIRED,
)

# From the interview to half a year at work, and what is not counted as that.
OF_THE_SEASON = (*FUNNEL, Count.PEOPLE_SAID_ONLY, Count.PEOPLE_DISPUTED)


class PersonalList(StrEnum):
    """Which list of people."""

    PEOPLE = "people"
    INTERVIEWS = "interviews"


LIST_WORDS: dict[PersonalList, Any] = {
    PersonalList.PEOPLE: _l("참가자 명단"),
    PersonalList.INTERVIEWS: _l("면접과 결과"),
}


@dataclass
class People:
    """A list of people while it is written: whose data went into it."""

    seeker_ids: list[int] = field(default_factory=list)


def summary(fairs: Sequence[Fair], counted: Counted, above: str) -> IO[bytes]:
    """The numbers of the season's fairs, and what each of them means."""
    headers = [_("도시"), _("날짜"), _("단계"), *(MEANINGS[count].label for count in REPORTED)]
    rows = [
        [
            in_language(fair.city, fair.city_en),
            fair.day.isoformat(),
            FAIR_WORDS[fair.state],
            *(counted.of(fair)[count] for count in REPORTED),
        ]
        for fair in fairs
    ]
    rows.append([_("합계"), "", "", *(counted.total(count) for count in REPORTED)])
    season = [[MEANINGS[Count.REEMPLOYED].label, counted.reemployed]]
    season += [[MEANINGS[count].label, counted.funnel[count]] for count in OF_THE_SEASON]
    explained = [_("숫자"), _("정의")]
    return write_workbook(
        [
            Sheet(_("박람회별"), above, headers, rows),
            Sheet(_("시즌"), above, [_("숫자"), _("값")], season),
            Sheet(
                _("정의"),
                above,
                explained,
                meanings(*REPORTED, Count.REEMPLOYED, *OF_THE_SEASON),
                wide=True,
            ),
        ]
    )


def personal_list(fair: Fair, which: PersonalList, above: str) -> tuple[IO[bytes], People]:
    """A list of people of one fair, and whose data is in it; `above` says who took it and why."""
    people = People()
    write = {PersonalList.PEOPLE: _people, PersonalList.INTERVIEWS: _interviews}[which]
    headers, rows = write(fair, people)
    return write_workbook([Sheet(LIST_WORDS[which], above, headers, rows)]), people


def _people(fair: Fair, people: People) -> tuple[list[Any], Iterator[list[Any]]]:
    headers = [
        _("이름"), _("휴대전화"), _("출생연도"), _("지역"), _("상태"), _("신청"), _("입장"),
    ]  # fmt: skip
    query = (
        select(
            Registration.state, Registration.registered_at, CheckIn.at, Seeker.id, Seeker.name,
            Seeker.phone, Seeker.birth_year, Seeker.region,
        )
        .join(Seeker, Registration.seeker_id == Seeker.id)
        .outerjoin(
            CheckIn, (CheckIn.registration_id == Registration.id) & CheckIn.undone_at.is_(None)
        )
        .where(Registration.fair_id == fair.id, Registration.state.not_in(GONE))
        .order_by(Seeker.name, Registration.id)
    )  # fmt: skip
    words = {state: str(word) for state, word in REGISTRATION_WORDS.items()}

    def rows() -> Iterator[list[Any]]:
        for row in db.session.execute(query):
            state, registered_at, entered_at, seeker_id, name, phone, birth_year, region = row
            people.seeker_ids.append(seeker_id)
            yield [
                name,
                show_mobile(phone),
                str(birth_year or ""),
                region,
                words[state],
                _sortable(registered_at),
                _sortable(entered_at),
            ]

    return headers, rows()


def _interviews(fair: Fair, people: People) -> tuple[list[Any], Iterator[list[Any]]]:
    headers = [
        _("시각"), _("기업"), _("테이블"), _("이름"), _("휴대전화"), _("면접"), _("결과"),
        _("고용 단계"), _("첫 출근일"), _("근거"), _("재취업 집계"),
    ]  # fmt: skip
    query = (
        select(
            Slot.start_unit, Employer.name, InterviewTable.label, Seeker.id, Seeker.name,
            Seeker.phone, Booking.state, Outcome.result, Outcome.stage, Outcome.hired_on,
            Outcome.evidence, Outcome.disputed, counts(fair.tour.fairs),
        )
        .select_from(Booking)
        .join(Slot, Booking.slot_id == Slot.id)
        .join(InterviewTable, Slot.table_id == InterviewTable.id)
        .join(Participation, Booking.participation_id == Participation.id)
        .join(Employer, Participation.employer_id == Employer.id)
        .join(Registration, Booking.registration_id == Registration.id)
        .join(Seeker, Registration.seeker_id == Seeker.id)
        .outerjoin(Outcome, Outcome.booking_id == Booking.id)
        .where(Booking.fair_id == fair.id)
        .order_by(Slot.start_unit, Employer.name, Booking.id)
    )  # fmt: skip

    def rows() -> Iterator[list[Any]]:
        for row in db.session.execute(query):
            unit, employer, table, seeker_id, name, phone, state, *outcome = row
            people.seeker_ids.append(seeker_id)
            yield [
                _sortable(fair.grid.moment_of(unit)),
                employer,
                table,
                name,
                show_mobile(phone),
                INTERVIEW_WORDS[state],
                *_outcome(*outcome),
            ]

    return headers, rows()


def _outcome(
    result: OutcomeResult | None,
    stage: HireStage | None,
    hired_on: date | None,
    grade: EvidenceGrade | None,
    disputed: bool | None,
    counted: bool,
) -> list[Any]:
    """The cells of what came of an interview; the last says why a hire is not counted, if so."""
    counting = ""
    if stage in WAS_HIRED:
        if counted:
            counting = _("집계함")
        elif disputed:
            counting = _("기업과 구직자의 말이 다름")
        elif grade not in PROVEN:
            counting = _("기업 확인 없음")
        elif hired_on is None:
            counting = _("첫 출근일 없음")
        else:
            counting = _("박람회 뒤 180일 밖")
    return [
        INTERVIEW_WORDS[result] if result else "",
        STAGE_WORDS[stage] if stage else "",
        hired_on.isoformat() if hired_on else "",
        grade.value.upper() if grade else "",
        counting,
    ]


def _sortable(moment: datetime | None) -> str:
    """2026-11-23 10:05 in Korean time: what spreadsheets sort rightly."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
