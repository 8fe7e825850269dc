"""Where this browser stands on the road of registering; read once for each request."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.consents.models import Purpose
from festa.consents.queries import current_texts_of
from festa.fairs.models import Fair
from festa.formats import in_language
from festa.permissions import Role
from festa.registrations.drafts import find_draft
from festa.registrations.models import RegistrationDraft
from festa.registrations.queries import answered_texts, fairs_by_id, granted_purposes
from festa.registrations.questions import Question, Texts, all_ids, questions
from festa.registrations.service import registering_now
from festa.registrations.steps import Answers, Step, first_missing, may_open, road
from festa.seekers.models import Seeker

R = TypeVar("R")

SCREENS: dict[Step, str] = {
    Step.FAIRS: "registrations.start",
    Step.CONSENTS: "registrations.consents",
    Step.YOU: "registrations.you",
    Step.CODE: "registrations.code",
    Step.DETAILS: "registrations.details",
    Step.DONE: "registrations.done",
}


class Walk:
    """The draft of this browser, its answers, and the seeker who is signed in."""

    def __init__(self, draft: RegistrationDraft | None, seeker: Seeker | None) -> None:
        answers = Answers.read(draft.answers) if draft else Answers()
        whose = answers.seeker_id
        if whose is not None and (seeker is None or seeker.id != whose):
            draft, answers = None, Answers()  # somebody else finished here before
        self.draft = draft
        self.answers = answers
        self.seeker = seeker

    @property
    def finished(self) -> bool:
        """Whether the registrations have been made."""
        return self.answers.seeker_id is not None

    @cached_property
    def fairs(self) -> list[Fair]:
        """The fairs that were chosen, by date."""
        return fairs_by_id(self.answers.fairs) if self.answers.fairs else []

    @cached_property
    def texts(self) -> Texts:
        """The texts of those fairs as they stand now."""
        return current_texts_of(self.answers.fairs) if self.answers.fairs else {}

    @cached_property
    def asked(self) -> list[Question]:
        """What those fairs show and ask; a seeker who is signed in is asked nothing twice."""
        asked = questions(self.fairs, self.texts)
        if self.seeker is None:
            return asked
        answered = answered_texts(self.seeker.id, all_ids(asked))
        return [
            question
            for question in asked
            if question.purpose is Purpose.NOTICE or not answered.issuperset(question.ids)
        ]

    @cached_property
    def granted(self) -> set[Purpose] | None:
        """What was agreed to; None while it has not been asked."""
        if self.finished and self.seeker is not None:
            return granted_purposes(self.seeker.id, self.answers.fairs)
        if not all_ids(self.asked) <= set(self.answers.shown):
            return None
        yes = set(self.answers.granted)
        return {question.purpose for question in self.asked if yes & set(question.ids)}

    @property
    def missing(self) -> Step:
        """The first screen that wants an answer."""
        signed_in = self.seeker is not None
        return first_missing(self.answers, all_ids(self.asked), signed_in=signed_in)

    @property
    def lapsed(self) -> bool:
        """Whether no fair that was chosen takes registrations any more."""
        chosen = bool(self.answers.fairs) and not self.finished
        return chosen and not any(registering_now(fair) for fair in self.fairs)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The screens of this walk."""
        return road(self.granted, signed_in=self.seeker is not None)

    def go_on(self) -> BaseResponse:
        """To the first screen that wants an answer."""
        return redirect(url_for(SCREENS[self.missing]), 303)

    def frame(self, step: Step) -> dict[str, Any]:
        """What the wizard's layout shows around a screen."""
        steps = self.steps
        place = steps.index(step) if step in steps else len(steps) - 1
        frame = {"step": place + 1, "steps": len(steps), "step_label": self._cities()}
        if self.finished:
            return frame | {"step": self.answers.steps, "steps": self.answers.steps}
        return frame | {"back_href": url_for(SCREENS[steps[place - 1]]) if place else None}

    def _cities(self) -> str:
        cities = [in_language(fair.city, fair.city_en) for fair in self.fairs]
        if len(cities) < 3:
            return "·".join(cities)
        return _("%(city)s 외 %(count)s곳", city=cities[0], count=len(cities) - 1)


def find_walk() -> Walk:
    """Where this browser stands; the draft is locked while a form is taken."""
    draft = find_draft(session.get("draft"), lock=request.method == "POST")
    known = current_user.is_authenticated and current_user.role is Role.SEEKER
    seeker: Seeker | None = current_user._get_current_object() if known else None
    return Walk(draft, seeker)


def at(step: Step) -> Callable[[Callable[[Walk], R]], Callable[[], R | BaseResponse]]:
    """Open a screen only once the ones before it are answered; else lead to the first of them."""

    def decorate(view: Callable[[Walk], R]) -> Callable[[], R | BaseResponse]:
        @wraps(view)
        def walked() -> R | BaseResponse:
            walk = find_walk()
            if walk.lapsed:
                flash(_("고르신 박람회의 신청이 그사이 끝났어요. 다른 도시를 골라 주세요."), "wait")
                return redirect(url_for(SCREENS[Step.FAIRS]), 303)
            if not may_open(step, walk.missing):
                return walk.go_on()
            return view(walk)

        return walked

    return decorate
