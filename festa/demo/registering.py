"""Registrations of each fair: who came which way, their consents, badges and messages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from festa.audit.actor import SYSTEM, Actor
from festa.consents.models import (
    ASKED_AT_REGISTRATION,
    ConsentMethod,
    ConsentState,
    ConsentText,
    Purpose,
)
from festa.demo.badging import Badging
from festa.demo.keeping import keep_consent, tell
from festa.demo.people import Person
from festa.demo.stage import Play, Registered, Stage
from festa.registrations.models import Registration, Via
from festa.registrations.notices import cancelled_text, confirmed_text, waitlisted_text
from festa.registrations.states import RegistrationState

S = RegistrationState
WILLING = {
    Purpose.OPTIONAL_DETAILS: 0.62,
    Purpose.SUPPORT_NEEDS: 0.05,
    Purpose.OUTCOME_TRACKING: 0.7,
    Purpose.PHOTOGRAPHY: 0.5,
    Purpose.MARKETING: 0.3,
}
METHODS: dict[Via, dict[ConsentMethod, float]] = {
    Via.WEB: {ConsentMethod.WEB: 1},
    Via.PROXY: {ConsentMethod.PHONE: 1},
    Via.WALK_IN: {ConsentMethod.STAFF_TABLET: 0.8, ConsentMethod.PAPER: 0.2},
}
KNOWN = 0.04  # so many of a fair's people were registered at an earlier one


class Registering:
    """Fills one fair with people."""

    def __init__(self, play: Play, stage: Stage, known: list[Person]) -> None:
        self.play = play
        self.stage = stage
        self._known = iter(known)
        self.badging = Badging(play, stage)
        self._waiting = 0
        self._confirmed_text = confirmed_text(stage.fair)
        self._waitlisted_text = waitlisted_text(stage.fair)
        self._cancelled_text = cancelled_text(stage.fair)

    def fill(self, reserved: int = 0) -> None:
        """Everybody in the order in which they came, but for so many places that are reserved."""
        stage = self.stage
        for at, via, state in sorted(self._comers(reserved)):
            stage.people.append(self.register(at, via, state))
        crowd = stage.size.crowd
        stage.fair.places_taken += crowd.web + crowd.proxy
        stage.fair.last_waiting_number = self._waiting
        if crowd.listed:
            at = stage.fair.registration_opens_at + timedelta(days=2)
            self.play.rows.log(
                "import.made",
                type(stage.fair),
                stage.fair.id,
                self.play.organiser,
                at,
                fair_id=stage.fair.id,
                people=crowd.listed,
                registered=crowd.listed,
                stood=0,
                duplicates=2,
                blank=0,
                refused=3,
            )

    def _comers(self, reserved: int) -> Iterator[tuple[datetime, Via, S]]:
        """When, which way and with what end; walk-ins come on the day, before they are let in."""
        crowd, fair, chance = self.stage.size.crowd, self.stage.fair, self.play.chance
        opened, closed = fair.registration_opens_at, fair.registration_closes_at
        closed = min(closed, self.stage.until)
        listed = opened + timedelta(days=2)
        online = [
            (Via.WEB, S.CONFIRMED, crowd.web - reserved),
            (Via.PROXY, S.CONFIRMED, crowd.proxy),
            (Via.WEB, S.SUBMITTED, crowd.submitted),
            (Via.WEB, S.CANCELLED, crowd.cancelled),
            (Via.WEB, S.REJECTED, crowd.rejected),
            (Via.WEB, S.ERASED, crowd.erased),
            (Via.WEB, S.DRAFT, crowd.drafts),
        ]
        for via, state, count in online:
            for _each in range(count):
                yield chance.moment(opened, closed, early=1.6), via, state
        for _each in range(crowd.listed):
            yield min(listed, closed), Via.IMPORT, S.CONFIRMED
        for _each in range(crowd.waiting):
            yield chance.moment(closed - (closed - opened) / 5, closed), Via.WEB, S.WAITLISTED
        for _each in range(crowd.walk_ins):
            yield (
                chance.moment(fair.opens_at, self.stage.until, early=1.3),
                Via.WALK_IN,
                S.CONFIRMED,
            )

    def register(
        self, at: datetime, via: Via, state: S, person: Person | None = None
    ) -> Registered:
        """One registration with all that belongs to it."""
        play, stage = self.play, self.stage
        choices = self._choices(via)
        person = person or self._person(at, via, state, choices)
        confirmed = state is S.CONFIRMED
        if state is S.WAITLISTED:
            self._waiting += 1
        over = state in (S.CANCELLED, S.REJECTED, S.ERASED)
        ended = play.chance.moment(at, stage.until, early=2) if over else None
        number = play.rows.add(
            Registration,
            fair_id=stage.fair.id,
            seeker_id=person.id,
            state=state,
            via=via,
            holds_place=confirmed and via in (Via.WEB, Via.PROXY),
            waiting_number=self._waiting if state is S.WAITLISTED else None,
            registered_at=at,
            confirmed_at=at if confirmed or state in (S.CANCELLED, S.ERASED) else None,
            ended_at=ended,
        )
        registered = Registered(number, person, state, at)
        if state is not S.DRAFT:
            self._tell_the_log(registered, via, ended)
            if via is not Via.IMPORT:
                self._keep_consents(registered, choices, via, ended)
                registered.followed = choices[Purpose.OUTCOME_TRACKING]
        if state in (S.CONFIRMED, S.CANCELLED, S.ERASED):
            self.badging.issue(registered, self._by(registered, via), ended)
        return registered

    def _person(self, at: datetime, via: Via, state: S, choices: dict[Purpose, bool]) -> Person:
        if state is S.ERASED:
            return self.play.people.erased(at)
        if via is Via.WEB and state is S.CONFIRMED and self.play.chance.random() < KNOWN:
            known = next(self._known, None)
            if known is not None:
                return known
        return self.play.people.seeker(
            at,
            self.stage.place.regions,
            details=via is Via.IMPORT or choices[Purpose.OPTIONAL_DETAILS],
            needs=choices[Purpose.SUPPORT_NEEDS],
        )

    def _choices(self, via: Via) -> dict[Purpose, bool]:
        random = self.play.chance.random
        listed = via is Via.IMPORT  # a list brings no consents
        return {
            purpose: random() < WILLING[purpose] and not listed for purpose in ASKED_AT_REGISTRATION
        }

    def _by(self, registered: Registered, via: Via) -> Actor:
        if via is Via.WEB:
            return registered.actor.seen_from(f"192.0.2.{registered.id % 250 + 1}")
        if via is Via.WALK_IN:
            return self.play.chance.choice(self.play.staff)
        return self.play.organiser

    def _tell_the_log(self, registered: Registered, via: Via, ended: datetime | None) -> None:
        by, rows, fair = self._by(registered, via), self.play.rows, self.stage.fair
        whose: dict[str, Any] = {"seeker_id": registered.person.id, "fair_id": fair.id}

        def log(action: str, doer: Actor, at: datetime, **detail: Any) -> None:
            rows.log(action, Registration, registered.id, doer, at, **whose, **detail)

        log("registration.submitted", by, registered.at, via=via)
        tell = via in (Via.WEB, Via.PROXY)
        if registered.state is S.WAITLISTED:
            log("registration.waitlisted", by, registered.at, number=self._waiting)
            self._message(
                registered, "registration_waitlisted", self._waitlisted_text, registered.at
            )
        elif registered.state in (S.CONFIRMED, S.CANCELLED, S.ERASED):
            log("registration.confirmed", by, registered.at)
            if tell:
                text = self._confirmed_text
                self._message(registered, "registration_confirmed", text, registered.at)
        if ended is None:
            return
        if registered.state is S.CANCELLED:
            log("registration.cancelled", by, ended)
            self._message(registered, "registration_cancelled", self._cancelled_text, ended)
        else:
            doer = self.play.organiser if registered.state is S.REJECTED else SYSTEM
            log(f"registration.{registered.state}", doer, ended)

    def _keep_consents(
        self, registered: Registered, choices: dict[Purpose, bool], via: Via, ended: datetime | None
    ) -> None:
        by, method = self._by(registered, via), self.play.chance.roll(METHODS[via])
        erased = registered.state is S.ERASED
        notice = self.stage.texts[Purpose.NOTICE]
        self.play.rows.log(
            "consent_text.shown",
            ConsentText,
            notice.id,
            by,
            registered.at,
            seeker_id=registered.person.id,
            fair_id=self.stage.fair.id,
            version=notice.version,
        )
        for purpose, granted in choices.items():
            state = ConsentState.GRANTED if granted else ConsentState.DECLINED
            kept = ConsentState.DESTROYED if erased else state
            keep_consent(
                self.play,
                self.stage,
                registered,
                (purpose, state, kept),
                (method, by, registered.at),
            )

    def _message(self, registered: Registered, template: str, body: str, at: datetime) -> None:
        tell(self.play, self.stage, registered, template, body, at)
