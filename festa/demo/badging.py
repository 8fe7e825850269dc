"""Badges of a fair, each with a code of its own; some were made anew, those of leavers revoked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from festa.audit.actor import Actor
from festa.badges.code import make_code, make_short_code
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason
from festa.demo.stage import Play, Registered, Stage

REISSUED = 0.012


class Badging:
    """Issues the badges of one fair; its short codes are told apart here."""

    def __init__(self, play: Play, stage: Stage) -> None:
        self.play = play
        self.stage = stage
        self._shorts: set[str] = set()
        self.dead: list[tuple[Registered, BadgeState]] = []

    def issue(self, registered: Registered, by: Actor, ended: datetime | None) -> None:
        """The badge of a confirmed registration; some were made anew, those of leavers revoked."""
        chance, version, at = self.play.chance, 1, registered.at
        if ended is None and chance.random() < REISSUED:
            again = chance.moment(at, self.stage.until)
            self._badge(registered, by, at, 1, BadgeState.SUPERSEDED, again)
            version, at, by = 2, again, chance.choice(self.play.staff)
        state = BadgeState.ACTIVE if ended is None else BadgeState.REVOKED
        self._badge(registered, by, at, version, state, ended)

    def _badge(
        self,
        registered: Registered,
        by: Actor,
        at: datetime,
        version: int,
        state: BadgeState,
        ended: datetime | None,
    ) -> None:
        play, fair = self.play, self.stage.fair
        reason = ReissueReason.LOST if version > 1 else None
        printed = play.chance.random() < 0.4 and fair.opens_at <= play.now
        code = make_code(fair.id, play.code_chance)
        number = play.rows.add(
            Badge,
            fair_id=fair.id,
            kind=BadgeKind.SEEKER,
            registration_id=registered.id,
            code=code,
            short_code=self._short_code(),
            version=version,
            state=state,
            reissue_reason=reason,
            issued_at=at,
            ended_at=ended,
            printed_at=at if printed else None,
            times_printed=int(printed),
        )
        play.rows.log(
            "badge.issued", Badge, number, by, at, fair_id=fair.id, version=version, reason=reason
        )
        if ended is not None:
            play.rows.log(f"badge.{state}", Badge, number, by, ended, fair_id=fair.id)
            self.dead.append((replace(registered, badge_id=number, code=code), state))
        registered.badge_id, registered.code = number, code

    def issue_to_crew(self, crew: Sequence[Actor], kind: BadgeKind, at: datetime) -> None:
        """Badges of those who work at the fair; they have no registration."""
        fair = self.stage.fair
        for person in crew:
            number = self.play.rows.add(
                Badge,
                fair_id=fair.id,
                kind=kind,
                account_id=person.id,
                code=make_code(fair.id, self.play.code_chance),
                short_code=self._short_code(),
                issued_at=at,
            )
            by = self.play.organiser
            self.play.rows.log(
                "badge.issued", Badge, number, by, at, fair_id=fair.id, version=1, reason=None
            )

    def _short_code(self) -> str:
        while (code := make_short_code(self.play.code_chance)) in self._shorts:
            pass
        self._shorts.add(code)
        return code
