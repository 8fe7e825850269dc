"""Applications and interviews of each fair, from the consent that names the employer on."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.demo.chance import weighted_order
from festa.demo.keeping import keep_consent, tell
from festa.demo.lining_up import Lines
from festa.demo.relaying import HANDED_IN, Handed, hand_in
from festa.demo.results import write_outcomes
from festa.demo.stage import Opening, Part, Play, Registered, Stage
from festa.demo.talking import Talk, write_talk
from festa.employers.participation import Mode
from festa.interviews.applications import MOST_EMPLOYERS
from festa.interviews.models import Application, Booking, BookingUnit
from festa.interviews.notices import booked_text
from festa.interviews.states import LIVE, ApplicationState, BookingState
from festa.registrations.states import RegistrationState

A, B = ApplicationState, BookingState
PAST = {
    B.COMPLETED: 0.86,
    B.NO_SHOW: 0.07,
    B.CANCELLED_BY_SEEKER: 0.04,
    B.CANCELLED_BY_EMPLOYER: 0.03,
}
RUNNING = {B.IN_PROGRESS: 0.8, B.CALLED: 0.12, B.ON_HOLD: 0.08}
SOON = {B.ARRIVED: 0.45, B.WAITING: 0.35, B.SCHEDULED: 0.2}
COMING = {B.SCHEDULED: 0.94, B.CANCELLED_BY_SEEKER: 0.04, B.CANCELLED_BY_ORGANISER: 0.02}
NEEDS_NOBODY = frozenset(B) - {B.COMPLETED, *RUNNING, B.ARRIVED, B.WAITING}
WISHES = {A.APPLIED: 0.55, A.ALTERNATE: 0.15, A.DECLINED: 0.18, A.WITHDRAWN: 0.12}
MOST_BOOKINGS = 3
KEPT_FREE = 5  # slots of the trial employer, so that somebody can be booked
TRIES = 60


class Interviewing:
    """Books one fair: nobody is in two places, and every interview has its consent."""

    def __init__(self, play: Play, stage: Stage, trial: Registered | None) -> None:
        self.play = play
        self.stage = stage
        self.trial = trial
        self.busy: dict[int, set[int]] = {}
        self.applied: dict[tuple[int, int], int] = {}
        self.employers: dict[int, int] = {}
        self.booked: dict[int, int] = {}
        self.talks: list[Talk] = []
        self.tables: dict[int, int] = {}  # of each booking
        self.hopeful: list[tuple[Registered, Part]] = []
        confirmed = [one for one in stage.people if one.state is RegistrationState.CONFIRMED]
        self.people = [one for one in confirmed if one is not trial]
        self.come = [one for one in self.people if one.arrives is not None]

    def fill(self) -> None:
        """The interviews, then the applications that wait for one."""
        wanted = self.stage.size.floor.bookings
        if self.trial is not None and wanted:
            wanted -= self._book_trial(self.trial)
        for opening in self._in_order():
            wanted -= self._book_somebody(opening) if wanted else 0
        if self.stage.size.floor.bookings:
            self._apply_only()
            self._relay_trial()
        write_outcomes(self.play, self.stage, self.talks)
        if self.stage.unit_now is not None:
            self._line_up()

    def _line_up(self) -> None:
        """The numbers of today: of everybody with a time who has come, and of some without."""
        lines = Lines(self.play, self.stage)
        lines.booked(self.talks, self.tables)
        open_to_all = {one.part.id: one.table_id for one in self.stage.openings}
        lines.walk_ins(self.hopeful, open_to_all)
        lines.close()

    def _in_order(self) -> Sequence[Opening]:
        """The slots, first most of those that are past and some of those to come."""
        free = self._kept_free()
        openings = [one for one in self.stage.openings if one.id not in free]
        return weighted_order(self.play.chance, openings, self._weight)

    def _weight(self, opening: Opening) -> float:
        over = self._ends(opening) <= self.stage.until
        running = self.stage.starts(opening) <= self.stage.until and not over
        return 4.0 if over else 6.0 if running else 1.2

    def _kept_free(self) -> set[int]:
        """Some slots of the trial employer that are still to come."""
        mine = [one for one in self._openings_ahead() if one.part.company is self.play.pool[0]]
        return {one.id for one in mine[1::2][:KEPT_FREE]}

    def _openings_ahead(self) -> list[Opening]:
        soon = self.stage.until + timedelta(minutes=20)
        ahead = [one for one in self.stage.openings if self.stage.starts(one) > soon]
        return sorted(ahead, key=lambda one: (one.unit, one.table_id))

    def _book_trial(self, trial: Registered) -> int:
        """An interview later today for whoever tries Festa as a seeker."""
        mine = [one for one in self._openings_ahead() if one.part.company is self.play.pool[0]]
        for opening in mine[1:2] or mine:
            self._book(opening, trial, B.SCHEDULED)
            self.stage.openings.remove(opening)
            return 1
        return 0

    def _book_somebody(self, opening: Opening) -> bool:
        """Book whoever is free then; when nobody who came is, somebody who did not."""
        for state in (self._state(opening), self._unattended(opening)):
            pool = self.people if state in NEEDS_NOBODY else self.come
            for _try in range(TRIES if pool else 0):
                one = self.play.chance.choice(pool)
                if self._may(one, opening, state):
                    self._book(opening, one, state)
                    return True
        return False

    def _state(self, opening: Opening) -> BookingState:
        chance, starts, until = self.play.chance, self.stage.starts(opening), self.stage.until
        if self._ends(opening) <= until:
            return chance.roll(PAST)
        if starts <= until:
            return chance.roll(RUNNING)
        if starts - until < timedelta(minutes=25) and self.stage.unit_now is not None:
            return chance.roll(SOON)
        return chance.roll(COMING)

    def _unattended(self, opening: Opening) -> BookingState:
        """What becomes of an interview to which nobody who came can be put."""
        return B.NO_SHOW if self.stage.starts(opening) <= self.stage.until else B.SCHEDULED

    def _ends(self, opening: Opening) -> datetime:
        unit = timedelta(minutes=self.stage.fair.unit_minutes)
        return self.stage.starts(opening) + opening.units * unit

    def _may(self, one: Registered, opening: Opening, state: BookingState) -> bool:
        if state not in NEEDS_NOBODY:
            latest = min(self.stage.starts(opening), self.stage.until)
            if one.arrives is None or one.arrives > latest:
                return False
        if one.at > self._booked_by(opening):
            return False
        if self.booked.get(one.id, 0) >= MOST_BOOKINGS:
            return False
        if (one.id, opening.part.id) in self.applied:
            return False
        if self.employers.get(one.id, 0) >= MOST_EMPLOYERS:
            return False
        return self.busy.get(one.id, set()).isdisjoint(self._units(opening))

    def _booked_by(self, opening: Opening) -> datetime:
        """The latest moment at which this interview can have been booked."""
        before = self.stage.starts(opening) - timedelta(minutes=10)
        return min(before, self.stage.until)

    def _units(self, opening: Opening) -> range:
        gap = self.stage.fair.walking_gap_units
        return range(opening.unit, opening.unit + opening.units + gap)

    def _book(self, opening: Opening, one: Registered, state: BookingState) -> None:
        """The application with its consent, the interview, and the units that it takes."""
        play, stage, part = self.play, self.stage, opening.part
        earliest = max(one.at, min(stage.fair.booking_opens_at, play.now - timedelta(hours=20)))
        latest = self._booked_by(opening)
        at = play.chance.moment(min(earliest, latest), latest, early=1.4)
        self._apply(one, part, A.SHORTLISTED, at)
        booking = play.rows.add(
            Booking,
            fair_id=stage.fair.id,
            slot_id=opening.id,
            registration_id=one.id,
            participation_id=part.id,
            state=state,
            booked_at=at,
        )
        self.booked[one.id] = self.booked.get(one.id, 0) + 1
        if state in LIVE:
            self._take_units(booking, opening, one)
            ends = self._ends(opening)
            one.busy_until = max(one.busy_until, ends) if one.busy_until else ends
        body = booked_text(part.company.name, stage.starts(opening))
        tell(play, stage, one, "interview_booked", body, at)
        self.tables[booking] = opening.table_id
        talk = Talk(booking, one, part, state, at, stage.starts(opening), self._ends(opening))
        write_talk(play, stage, talk)
        self.talks.append(talk)

    def _take_units(self, booking: int, opening: Opening, one: Registered) -> None:
        units = self._units(opening)
        for unit in units:
            at_the_table = unit < opening.unit + opening.units
            self.play.rows.add(
                BookingUnit,
                booking_id=booking,
                registration_id=one.id,
                table_id=opening.table_id if at_the_table else None,
                unit=unit,
            )
        self.busy.setdefault(one.id, set()).update(units)

    def _apply(self, one: Registered, part: Part, state: ApplicationState, by: datetime) -> Handed:
        """Apply before `by`; the employer shortlists, declines, or the seeker steps back."""
        play, stage, employer = self.play, self.stage, part.company.id
        at = play.chance.moment(one.at, by, early=1.2)
        doer = one.actor
        said = (Purpose.THIRD_PARTY, ConsentState.GRANTED, ConsentState.GRANTED)
        how = (ConsentMethod.WEB, doer, at)
        withdrawn = state is A.WITHDRAWN
        if withdrawn:
            said = (Purpose.THIRD_PARTY, ConsentState.GRANTED, ConsentState.WITHDRAWN)
        ended = play.chance.moment(at, by)
        consent = keep_consent(play, stage, one, said, how, employer, ended if withdrawn else None)
        number = play.rows.add(
            Application,
            registration_id=one.id,
            participation_id=part.id,
            job_id=play.chance.choice(part.jobs) if part.jobs else None,
            state=state,
            applied_at=at,
        )
        self.applied[(one.id, part.id)] = number
        if state is A.APPLIED and one.arrives is not None:
            self.hopeful.append((one, part))
        self.employers[one.id] = self.employers.get(one.id, 0) + 1
        whose: dict[str, Any] = {
            "seeker_id": one.person.id,
            "fair_id": stage.fair.id,
            "employer_id": employer,
        }
        play.rows.log("application.made", Application, number, doer, at, **whose)
        if withdrawn:
            purpose = Purpose.THIRD_PARTY
            play.rows.log(
                "consent.withdrawn", Consent, consent, doer, ended, **whose, purpose=purpose
            )
        if state is not A.APPLIED:
            decider = doer if withdrawn else part.by
            play.rows.log(f"application.{state}", Application, number, decider, ended, **whose)
        return Handed(one, part, number, consent, state, at)

    def _relay(self, applied: Handed, chance: float = HANDED_IN) -> None:
        """Most who apply to an employer that is not in the hall hand in a résumé."""
        if applied.part.mode is not Mode.POSTING_ONLY or applied.state is A.WITHDRAWN:
            return
        if self.play.chance.random() < chance:
            hand_in(self.play, self.stage, applied)

    def _relay_trial(self) -> None:
        """A résumé with a receipt for whoever tries Festa as a seeker."""
        away = (part for part in self.stage.parts if part.mode is Mode.POSTING_ONLY)
        part = next(away, None)
        if self.trial is not None and part is not None:
            self._relay(self._apply(self.trial, part, A.APPLIED, self.stage.until), chance=1.0)

    def _apply_only(self) -> None:
        """Applications without an interview: some to the trial employer, the rest anywhere."""
        play, stage = self.play, self.stage
        trial = next((part for part in stage.parts if part.company is play.pool[0]), None)
        ways: Iterable[tuple[Part, ApplicationState]] = [
            *([(trial, A.APPLIED)] * 6 + [(trial, A.ALTERNATE)] * 2 if trial else []),
            *(
                (play.chance.choice(stage.parts), play.chance.roll(WISHES))
                for _each in range(stage.size.floor.bookings)
            ),
        ]
        for part, state in ways:
            for _try in range(TRIES):
                one = play.chance.choice(self.people)
                room = self.employers.get(one.id, 0) < MOST_EMPLOYERS - 1
                if room and (one.id, part.id) not in self.applied:
                    self._relay(self._apply(one, part, state, stage.until))
                    break
